import type { ErrorKind } from "../domain/error/error-item.ts";
import type { Job } from "../domain/job/job.ts";

/** Where the operation is counted. Never throws and never waits: nothing depends on it. */
export interface Metrics {
  /**
   * Once for each job that ended. `cursorAgeMinutes`: how long ago the side that is further behind
   * had been read when the job ended, and so the longest that a change had to wait.
   */
  jobEnded(job: Job, measured: { readonly cursorAgeMinutes?: number | undefined }): void;
  /** Records that were newly listed; a step that is delivered again may tell of them twice. */
  errorsOpened(job: Pick<Job, "id" | "mapping">, kinds: readonly ErrorKind[]): void;
}
