import type { MappingName } from "../ids.ts";
import type { Instant } from "../instant.ts";

export const scheduleStatuses = ["ready", "running", "onHold", "onHoldInactive", "error"] as const;
/** `running` is derived from an unfinished job; it is never stored. */
export type ScheduleStatus = (typeof scheduleStatuses)[number];
export type StoredScheduleStatus = Exclude<ScheduleStatus, "running">;

/** The recurring job queue entry of a mapping. */
export interface Schedule {
  readonly mapping: MappingName;
  readonly minutesBetweenRuns: number;
  /** Minutes a mapping rests after a run that changed nothing; 0 = until someone wakes it; absent = never rests. */
  readonly inactivityTimeoutMinutes?: number | undefined;
  readonly status: StoredScheduleStatus;
  /** Absent while no run is planned (on hold, error). */
  readonly nextRunAt?: Instant | undefined;
  readonly lastRunAt?: Instant | undefined;
  /** Runs in a row that failed as a whole. */
  readonly attempts: number;
  readonly message?: string | undefined;
  /** News that no run has taken up yet. */
  readonly woken?: Woken | undefined;
}

export interface Woken {
  readonly at: Instant;
  /** What was planned before the run was pulled forward; absent when a run was due or under way. */
  readonly before?:
    | { readonly status: "ready" | "onHoldInactive"; readonly nextRunAt?: Instant | undefined }
    | undefined;
}
