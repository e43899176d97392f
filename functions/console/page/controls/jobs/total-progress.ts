import type { Job } from "../../api/shapes.ts";

/** How far jobs are together; no total while one of them does not know its own. */
export function totalProgress(jobs: readonly Pick<Job, "progress">[]): Job["progress"] {
  const done = jobs.reduce((sum, { progress }) => sum + progress.done, 0);
  const totals = jobs.flatMap(({ progress: { total } }) => (total === undefined ? [] : [total]));
  return totals.length < jobs.length
    ? { done }
    : { done, total: totals.reduce((sum, total) => sum + total, 0) };
}
