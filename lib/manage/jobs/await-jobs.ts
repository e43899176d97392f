import type { Job } from "../../domain/job/job.ts";
import { hasEnded } from "../../sync/jobs/update-job.ts";
import type { ManageApp } from "../manage-app.ts";

/** The worker needs a few hundred milliseconds for a job of few records. */
const firstPause = 100;
const longestPause = 400;

/**
 * The jobs in their newest state: as they ended, if all did so in time. Where nothing can be waited
 * with they are answered as they are.
 */
export async function awaitJobs(
  { store, waiting }: Pick<ManageApp, "store" | "waiting">,
  jobs: readonly Job[],
  milliseconds: number,
): Promise<readonly Job[]> {
  if (waiting === undefined || milliseconds <= 0) return jobs;
  const elapsed = waiting.stopwatch();
  let newest = jobs;
  let pause = firstPause;
  while (newest.some((job) => !hasEnded(job))) {
    const left = milliseconds - elapsed();
    if (left <= 0) break;
    await waiting.pause(Math.min(pause, left));
    pause = Math.min(longestPause, pause * 1.5);
    newest = await Promise.all(newest.map((job) => newestOf({ store }, job)));
  }
  return newest;
}

const newestOf = async ({ store }: Pick<ManageApp, "store">, job: Job): Promise<Job> =>
  hasEnded(job) ? job : ((await store.jobs.get(job.id)) ?? job);
