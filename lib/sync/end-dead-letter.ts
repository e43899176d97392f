import type { JobStep } from "../ports/queue.ts";
import { hasEnded } from "./change-job.ts";
import { endJob } from "./end-job.ts";
import type { SyncApp } from "./sync-app.ts";

/** A step that could not be carried out however often it was delivered ends its job, with the reason. */
export async function endDeadLetter(
  app: Pick<SyncApp, "store" | "queue" | "clock" | "settings">,
  { jobId, step }: JobStep,
): Promise<"ended" | "late"> {
  const job = await app.store.jobs.get(jobId);
  if (job === undefined || hasEnded(job) || job.step !== step) return "late";
  return endJob(app, job, {
    kind: "failed",
    message: `Step ${step} of this job failed each time it was tried, and was given up. What it had done stays; the next run of ${job.mapping} does the rest. The worker's log tells why.`,
  });
}
