import type { MappingName } from "../domain/ids.ts";
import type { Job } from "../domain/job/job.ts";
import type { ManageFailureCode } from "./failure-code.ts";

/** Something that a bulk action did not take, and why. */
export interface LeftOut {
  readonly id: string;
  readonly reason: string;
  /** What the reason comes to where nothing else was chosen; `conflict` unless said. */
  readonly code?: ManageFailureCode | undefined;
}

/** What a bulk action did with what was chosen. */
export interface BulkResult {
  readonly taken: number;
  readonly leftOut: readonly LeftOut[];
  /** Where not all that were left out are named. */
  readonly leftOutCount?: number | undefined;
  readonly jobs: readonly Job[];
  /** Mappings that were to run at once and cannot. */
  readonly notStarted: readonly { readonly mapping: MappingName; readonly reason: string }[];
}
