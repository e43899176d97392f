import type { JobId } from "../../domain/ids.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { changeJob } from "./update-job.ts";

/** Starts the jobs that waited for `ended` and for nothing else that is still open. */
export async function sendReady(
  app: Pick<SyncApp, "store" | "queue" | "clock">,
  ended: JobId,
): Promise<void> {
  const open = await app.store.jobs.open();
  const ready = open.filter(
    ({ after }) =>
      after.includes(ended) &&
      !after.some((id) => id !== ended && open.some((job) => job.id === id)),
  );
  for (const job of ready) {
    const sent = await changeJob(app, job, (current) => ({ ...current, sentAt: app.clock.now() }));
    if (sent !== undefined) await app.queue.send([{ jobId: job.id, step: job.step, resend: 0 }]);
  }
}
