import { lookupRefKey } from "../coupling.ts";
import { type JobId, recordOfError } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { otherSide, type Side } from "../side.ts";
import {
  type ErrorAction,
  type ErrorEdit,
  type ErrorItem,
  type ErrorKind,
  type ErrorStatus,
  errorActions,
} from "./error-item.ts";
import { errorKindTable } from "./error-kinds.ts";
import { parkedHint } from "./error-messages.ts";

/** What a job found out about a record that it could not synchronize. */
export type Failing = Pick<
  ErrorItem,
  | "id"
  | "mapping"
  | "kind"
  | "message"
  | "hint"
  | "couplingId"
  | "sides"
  | "fields"
  | "waitsFor"
  | "candidates"
  | "history"
>;

export interface FailedIn {
  readonly jobId: JobId;
  readonly now: Instant;
  /** Failures in a row after which a record that could heal is skipped. */
  readonly parkAfter: number;
}

/** E2 to E4: the record's error item after one more failure. */
export const afterFailure = (
  existing: ErrorItem | undefined,
  failing: Failing,
  { jobId, now, parkAfter }: FailedIn,
): ErrorItem => {
  const occurrences = occurrencesAfter(existing, jobId);
  const status = statusOf(failing.kind, occurrences, parkAfter);
  return {
    ...failing,
    hint: isParked(failing, status) ? parkedHint(occurrences) : failing.hint,
    history: failing.history ?? existing?.history,
    status,
    occurrences,
    firstFailedAt: existing?.firstFailedAt ?? now,
    lastFailedAt: now,
    jobId,
    retryRequested: false,
    assignee: existing?.assignee,
    note: existing?.note,
    edits: existing?.edits,
    revision: existing?.revision ?? 0,
  };
};

/**
 * E2, E11: what a job found out, put on the item as somebody else left it meanwhile. A retry that was
 * asked for stays asked for, for the job may have decided before the cause was gone; where it is not
 * certain what exists already, trying again would create one more.
 */
export const failedOnto = (current: ErrorItem | undefined, found: ErrorItem): ErrorItem =>
  current === undefined
    ? { ...found, revision: 0 }
    : {
        ...found,
        firstFailedAt: current.firstFailedAt,
        retryRequested: current.retryRequested && found.kind !== "ambiguousMatch",
        assignee: current.assignee,
        note: current.note,
        edits: current.edits,
        revision: current.revision,
      };

/** E5: the next run takes the record up again; it stays listed until it is synchronized. */
export const requestRetry = (item: ErrorItem): ErrorItem => ({ ...item, retryRequested: true });

/** E6: undefined unless the item waits for one of the arrived records (keys of `lookupRefKey`). */
export const release = (item: ErrorItem, arrived: ReadonlySet<string>): ErrorItem | undefined =>
  item.waitsFor?.some((ref) => arrived.has(lookupRefKey(ref))) === true
    ? requestRetry(item)
    : undefined;

/** What a person changes on an item: a value, null to take it away, undefined to leave it. */
export type ErrorNotes = Omit<ErrorEdit, "at" | "by">;

const mostEdits = 20;

/** E11: people's own words stay as long as the item is listed, with who said what and when. */
export const annotated = (
  item: ErrorItem,
  { assignee, note }: ErrorNotes,
  { at, by }: Pick<ErrorEdit, "at" | "by">,
): ErrorItem => ({
  ...item,
  ...(assignee !== undefined && { assignee: assignee ?? undefined }),
  ...(note !== undefined && { note: note ?? undefined }),
  edits: [...(item.edits ?? []), { at, by, assignee, note }].slice(-mostEdits),
});

/** Whether items of a kind may be treated so at all; `actionsOf` knows the item. */
export const allowsAction = (kind: ErrorKind, action: ErrorAction): boolean =>
  errorKindTable[kind].actions.includes(action);

/** E7: what may be done about an item, in the order people are offered it. */
export const actionsOf = ({ kind, couplingId }: ErrorItem): readonly ErrorAction[] =>
  errorActions.filter(
    (action) =>
      allowsAction(kind, action) && (action !== "remove-coupling" || couplingId !== undefined),
  );

/**
 * E7: the side that a record without a counterpart is not on. Synchronizing it creates it there, so the
 * data can only be the other side's.
 */
export const emptySideOf = ({ id, couplingId }: ErrorItem): Side | undefined =>
  couplingId === undefined ? otherSide[recordOfError(id).side] : undefined;

/** E3: a job that meets a record twice counts once; after a requested retry counting starts again. */
const occurrencesAfter = (existing: ErrorItem | undefined, jobId: JobId): number => {
  if (existing === undefined || existing.retryRequested) return 1;
  return existing.jobId === jobId ? existing.occurrences : existing.occurrences + 1;
};

const statusOf = (kind: ErrorKind, occurrences: number, parkAfter: number): ErrorStatus =>
  errorKindTable[kind].canHeal && occurrences < parkAfter ? "retrying" : "skipped";

/** E4: what it was told as long as it was tried again; one that waits for another record goes on by itself. */
const isParked = ({ kind, waitsFor = [] }: Failing, status: ErrorStatus): boolean =>
  errorKindTable[kind].canHeal && status === "skipped" && waitsFor.length === 0;
