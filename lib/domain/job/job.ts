import * as z from "zod/mini";
import type { CircuitReason, ClosedCircuit, ErrorNews } from "../error/error-events.ts";
import type { RefusedItem } from "../error/refused-item.ts";
import type { JobId, MappingName } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { PerSide } from "../side.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { JobRequest } from "./job-request.ts";

export const jobTypes = [
  "synchronize",
  "fullSynchronize",
  "couple",
  "uncouple",
  "findDeleted",
  "resolve",
  "restore",
  "delete",
  "verify",
] as const;
export type JobType = (typeof jobTypes)[number];

export const jobTriggers = ["schedule", "manual", "webhook"] as const;
export type JobTrigger = (typeof jobTriggers)[number];

export const jobStates = [
  "queued",
  "running",
  "completed",
  "completedWithErrors",
  "failed",
  "cancelled",
] as const;
export type JobState = (typeof jobStates)[number];

export const outcomes = [
  "inserted",
  "modified",
  "deleted",
  "unchanged",
  "skipped",
  "failed",
  "coupled",
  "uncoupled",
] as const;
export type Outcome = (typeof outcomes)[number];

/** What was done to one side. */
export type Counters = Readonly<Record<Outcome, number>>;

/** Counters whose counts have the shape. */
export const countersOf = <Count extends z.ZodMiniType>(count: Count) =>
  z.object({
    inserted: count,
    modified: count,
    deleted: count,
    unchanged: count,
    skipped: count,
    failed: count,
    coupled: count,
    uncoupled: count,
  } satisfies Record<Outcome, Count>);

export const noCounts: Counters = {
  inserted: 0,
  modified: 0,
  deleted: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
  coupled: 0,
  uncoupled: 0,
};

/** One run over one mapping. A job step is one bounded piece of it and one queue message. */
export interface Job {
  readonly id: JobId;
  readonly mapping: MappingName;
  readonly type: JobType;
  readonly trigger: JobTrigger;
  readonly state: JobState;
  readonly requestedBy?: string | undefined;
  readonly createdAt: Instant;
  readonly startedAt?: Instant | undefined;
  readonly finishedAt?: Instant | undefined;
  readonly message?: string | undefined;
  readonly progress: { readonly done: number; readonly total?: number | undefined };
  readonly counters: PerSide<Counters>;
  /** Couplings made so far, less couplings removed. */
  readonly coupled: number;
  readonly request: JobRequest;
  /** Where the next step goes on; absent before the first step ends. */
  readonly checkpoint?: Checkpoint | undefined;
  /** Number of the step that is due. A message for another step is late or repeated. */
  readonly step: number;
  /** Jobs that must end before this one starts (full synchronization in the order of dependencies). */
  readonly after: readonly JobId[];
  /** Not before this moment does the next step run (throttled app). */
  readonly resumeAt?: Instant | undefined;
  /** When the due step was last sent to the queue; a step that stays away too long is sent again. */
  readonly sentAt?: Instant | undefined;
  /** Only says what it would do, in its log; writes nothing anywhere else. */
  readonly preview?: true | undefined;
  readonly cancelRequested: boolean;
  /** Items chosen by name that were not treated, since what a person saw of them is not so any more. */
  readonly refused?: readonly RefusedItem[] | undefined;
  /** Of a job about chosen records: what went wrong first. */
  readonly trouble?: string | undefined;
  /** What the step that is due has to tell: a repeat of it, or who ends the job, publishes it again. */
  readonly unpublished?: readonly ErrorNews[] | undefined;
  /** Why nothing more is tried for the mapping since the job ended, until a person acts or time passes. */
  readonly circuit?: CircuitReason | undefined;
  /** The job tells of a circuit that was closed, by it or by a person before it. */
  readonly circuitClosed?: ClosedCircuit | undefined;
  /** When retention removes the ended job. */
  readonly expiresAt?: Instant | undefined;
  readonly revision: number;
}

/** Jobs that nobody asked for deletions. */
export const isSynchronizing = ({ type }: Pick<Job, "type">): boolean =>
  type === "synchronize" || type === "fullSynchronize";
