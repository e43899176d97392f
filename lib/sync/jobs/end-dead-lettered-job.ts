import type { JobStep } from "../../ports/queue.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { endJob } from "./end-job.ts";
import { publishAgain, publishNoted } from "./publish-error-events.ts";
import { hasEnded } from "./update-job.ts";

/** A step that could not be carried out however often it was delivered ends its job, with the reason. */
export async function endDeadLetter(
  app: Pick<SyncApp, "store" | "queue" | "events" | "clock" | "settings" | "metrics">,
  { jobId, step }: JobStep,
): Promise<"ended" | "late"> {
  const job = await app.store.jobs.get(jobId);
  if (job === undefined || job.step !== step) return "late";
  if (hasEnded(job)) return publishAgain(app, job);
  const end = await endJob(app, job, {
    kind: "failed",
    message: `Step ${step} of this job failed each time it was tried, and was given up. What it had done stays; the next run of ${job.mapping} does the rest. The worker's log tells why.`,
  });
  await publishNoted(app, job);
  return end;
}
