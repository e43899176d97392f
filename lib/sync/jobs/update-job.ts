import type { Job } from "../../domain/job/job.ts";
import type { SyncApp } from "../context/sync-app.ts";

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
  let current = job;
  for (;;) {
    const changed = change(current);
    if ((await store.jobs.update(current, changed)) === "saved") {
      return { ...changed, revision: current.revision + 1 };
    }
    const fresh = await store.jobs.get(job.id);
    if (fresh === undefined || fresh.step !== job.step || hasEnded(fresh)) return undefined;
    current = fresh;
  }
}

export const hasEnded = ({ state }: Pick<Job, "state">): boolean =>
  state !== "queued" && state !== "running";
