import type { LookupRef } from "../coupling.ts";
import type { CouplingId, ErrorId, HistoryRef, JobId, MappingName, RecordId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { Value } from "../record.ts";
import { type PerSide, type Side, sides } from "../side.ts";

export const errorKinds = [
  "updateConflict",
  "deletedInBusinessCentral",
  "deletedInDataverse",
  "dependencyMissing",
  "rejected",
  "notPermitted",
  "locked",
  "unavailable",
  "ambiguousMatch",
] as const;
export type ErrorKind = (typeof errorKinds)[number];

export const errorStatuses = ["skipped", "retrying"] as const;
export type ErrorStatus = (typeof errorStatuses)[number];

export const errorActions = [
  "retry",
  "synchronize",
  "restore",
  "delete",
  "remove-coupling",
] as const;
export type ErrorAction = (typeof errorActions)[number];

/** One mapped field on both sides, and what both last agreed on. `base` is absent when they never did. */
export interface FieldComparison {
  readonly field: string;
  readonly base?: Value | undefined;
  readonly businessCentral: Value;
  readonly dataverse: Value;
  readonly conflict: boolean;
}

/** What an error item tells about one side's record. `exists` is undefined while nobody knows. */
export interface ErrorSide {
  readonly id?: RecordId | undefined;
  readonly exists?: boolean | undefined;
  readonly title?: string | undefined;
  readonly modifiedOn?: Instant | undefined;
  /** Its ETag at the failure: a record that moved on since may have lost the cause. */
  readonly version?: string | undefined;
}

/** E10: whether a record was edited since it failed, or came back, so that the cause may be gone. */
export const hasMovedOn = (
  item: ErrorItem,
  versions: Readonly<Partial<Record<Side, string>>>,
): boolean =>
  // Which record is the counterpart no edit tells: one more would be created.
  item.kind !== "ambiguousMatch" &&
  sides.some((side) => {
    const { version, exists } = item.sides[side];
    const present = versions[side];
    if (present === undefined) return false;
    return version === undefined ? exists === false : version !== present;
  });

/** What people changed on an item themselves; null = taken away. */
export interface ErrorEdit {
  readonly at: Instant;
  readonly by?: string | undefined;
  readonly assignee?: string | null | undefined;
  readonly note?: string | null | undefined;
}

/** One record, coupled or not yet, that could not be synchronized. */
export interface ErrorItem {
  readonly id: ErrorId;
  readonly mapping: MappingName;
  readonly kind: ErrorKind;
  readonly status: ErrorStatus;
  readonly message: string;
  readonly hint: string;
  /** Failures in a row, at most one counted per job. */
  readonly occurrences: number;
  readonly firstFailedAt: Instant;
  readonly lastFailedAt: Instant;
  readonly jobId: JobId;
  readonly couplingId?: CouplingId | undefined;
  readonly sides: PerSide<ErrorSide>;
  readonly fields?: readonly FieldComparison[] | undefined;
  readonly waitsFor?: readonly LookupRef[] | undefined;
  /** Records that could be the counterpart (kind `ambiguousMatch`). */
  readonly candidates?: readonly RecordId[] | undefined;
  readonly history?: HistoryRef | undefined;
  /** A person asked that the next run takes it up again. */
  readonly retryRequested: boolean;
  /** Who looks after it, and what people know about it. */
  readonly assignee?: string | undefined;
  readonly note?: string | undefined;
  /** The latest edits of the two above, oldest first. */
  readonly edits?: readonly ErrorEdit[] | undefined;
  readonly revision: number;
}
