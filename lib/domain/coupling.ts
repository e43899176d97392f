import type {
  CouplingId,
  ErrorId,
  FieldName,
  HistoryRef,
  JobId,
  MappingName,
  RecordId,
} from "./ids.ts";
import type { Instant } from "./instant.ts";
import type { Value } from "./record.ts";
import { appName, otherSide, type PerSide, type Side } from "./side.ts";

/** The mapped values both sides last agreed on, in canonical form. A field that is absent was never agreed on. */
export type Base = Readonly<Record<FieldName, Value>>;

/** `active` is synchronized; `retrying` is listed but tried again by each run; `skipped` waits for a person. */
export type CouplingStatus = "active" | "retrying" | "skipped";

/** The link between one record on each side. */
export interface Coupling {
  readonly id: CouplingId;
  readonly mapping: MappingName;
  readonly ids: PerSide<RecordId>;
  readonly base: Base;
  /** The ETag of each record at the moment of the base; the precondition of the next write. */
  readonly versions: { readonly [side in Side]?: string | undefined };
  /** Sides that moved on without being synchronized (filter, skipped): read before they are written. */
  readonly unread: readonly Side[];
  /** What was sent to a side while its answer got lost. A side that is found to hold it agrees on it. */
  readonly unacknowledged?: { readonly [side in Side]?: Base | undefined } | undefined;
  /** The Business Central record's number or code: lookups by key find the coupling through it. */
  readonly key: string;
  readonly title: string;
  readonly status: CouplingStatus;
  readonly errorId?: ErrorId | undefined;
  readonly lastSynchronizedAt?: Instant | undefined;
  readonly lastJobId?: JobId | undefined;
  /** Newest entry of the Synchronization Log; each entry names the one before it. */
  readonly history?: HistoryRef | undefined;
  /** Raised by every write; the condition of the next one. 0 = not stored yet. */
  readonly revision: number;
}

/** What is kept of a coupling that was removed, for as long as its history is: where its log begins. */
export interface FormerCoupling {
  readonly id: CouplingId;
  readonly mapping: MappingName;
  readonly ids: PerSide<RecordId>;
  readonly title: string;
  readonly removedAt: Instant;
  /** The job that removed it. */
  readonly jobId: JobId;
  readonly history?: HistoryRef | undefined;
  readonly expiresAt: Instant;
}

/** A reference from a lookup field: a record of `mapping`, named as `side` names it. */
export interface LookupRef {
  readonly mapping: MappingName;
  readonly side: Side;
  /** `id`: the record's GUID; `key`: its number or code (Business Central only). */
  readonly by: "id" | "key";
  readonly ref: string;
  /** For people, where it is known: what the record is called, and the field that leads to it. */
  readonly title?: string | undefined;
  readonly field?: string | undefined;
}

/** A coupled pair as lookups need it. */
export interface LinkedPair {
  readonly ids: PerSide<RecordId>;
  readonly key: string;
}

export const lookupRefKey = ({ mapping, side, by, ref }: LookupRef): string =>
  `${mapping}/${side}/${by}/${ref}`;

/** Why the record of a coupling on `side` cannot be coupled once more, and what to do first. */
export const alreadyCoupled = (side: Side, { id, title, ids }: Coupling): string =>
  `The record in ${appName[side]} is already coupled: "${title}" (${id}) couples it with ${ids[otherSide[side]]} in ${appName[otherSide[side]]}. Delete that coupling first.`;
