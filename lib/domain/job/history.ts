import type { HistoryRef, JobId, RecordId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { Value } from "../record.ts";
import type { Side } from "../side.ts";
import type { JobTrigger, JobType, Outcome } from "./job.ts";

export interface HistoryChange {
  readonly field: string;
  readonly from: Value;
  readonly to: Value;
}

/** What one job did to one record of one pair: a line of the Synchronization Log. */
export interface HistoryEntry {
  readonly at: Instant;
  readonly jobId: JobId;
  readonly jobType: JobType;
  readonly trigger: JobTrigger;
  readonly requestedBy?: string | undefined;
  /** The side this was done to. */
  readonly side: Side;
  readonly outcome: Outcome;
  readonly businessCentralId?: RecordId | undefined;
  readonly dataverseId?: RecordId | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  readonly changes?: readonly HistoryChange[] | undefined;
  /** The record's entry before this one. */
  readonly previous?: HistoryRef | undefined;
}
