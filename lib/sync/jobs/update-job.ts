import type { Job } from "../../domain/job/job.ts";
import { failed, ok } from "../../domain/result.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { updateUnderRevision } from "../context/update-under-revision.ts";

/**
 * Changes the job under its revision. When someone else changed it meanwhile (a person asked to
 * cancel), the change is made to what they left; when the step itself was done by another delivery,
 * the answer is undefined and this one has nothing more to say.
 */
export async function changeJob(
  { store }: Pick<SyncApp, "store">,
  job: Job,
  change: (current: Job) => Job,
): Promise<Job | undefined> {
  const updated = await updateUnderRevision<Job, "doneElsewhere">({
    known: job,
    get: async () => {
      const fresh = await store.jobs.get(job.id);
      const isOurs = fresh !== undefined && fresh.step === job.step && !hasEnded(fresh);
      return isOurs ? ok(fresh) : failed("doneElsewhere");
    },
    change: (current) => ok(change(current)),
    save: (before, after) => store.jobs.update(before, after),
  });
  return updated.ok ? updated.value : undefined;
}

export const hasEnded = ({ state }: Pick<Job, "state">): boolean =>
  state !== "queued" && state !== "running";
