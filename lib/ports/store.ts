import type {
  Coupling,
  CouplingStatus,
  FormerCoupling,
  LinkedPair,
  LookupRef,
} from "../domain/coupling.ts";
import type { ErrorItem, ErrorKind, ErrorStatus } from "../domain/error/error-item.ts";
import type {
  CouplingId,
  ErrorId,
  HistoryRef,
  JobId,
  MappingName,
  RecordId,
} from "../domain/ids.ts";
import type { Instant } from "../domain/instant.ts";
import type { HistoryEntry } from "../domain/job/history.ts";
import type { Intent } from "../domain/job/intent.ts";
import type { Job, JobState, JobType, Outcome } from "../domain/job/job.ts";
import type { MappingState } from "../domain/job/mapping-state.ts";
import type { TableMapping } from "../domain/mapping/mapping.ts";
import type { Result } from "../domain/result.ts";
import type { Side } from "../domain/side.ts";
import type { Descriptions, Looks } from "./looks.ts";

/** A page of a list. `cursor` is opaque and tamper-proof; absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string | undefined;
  /** How many lines a search looked at. Where there is a cursor there may be more, even on an empty page. */
  readonly looked?: number | undefined;
}

export interface PageRequest {
  /** 1 to 500. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** How many lines a search may look at; 500 unless told. */
  readonly look?: number | undefined;
}

/** Part of a text, whatever its letters' case. Found in bounded work: see `Page.looked`. */
export interface Search {
  readonly search?: string | undefined;
}

/** The cursor was not one of ours, or belongs to another list. */
export type ListAnswer<T> = Result<Page<T>, "badCursor">;

/** `stale`: someone else changed it since it was read; nothing was written. */
export type Saved = "saved" | "stale";

export type CouplingChange =
  /** `taken`: a record of the pair is already coupled in this mapping. A repeat of the same pair is `saved`. */
  | {
      readonly kind: "create";
      readonly coupling: Coupling;
      /** A person wants the two together: that they were taken apart before is forgotten. */
      readonly endsApart?: true | undefined;
    }
  /** Under the revision that `before` carries. */
  | { readonly kind: "update"; readonly before: Coupling; readonly after: Coupling }
  /** `former`: what is kept of it. Stored before the coupling goes, so that its log is never lost. */
  | {
      readonly kind: "remove";
      readonly coupling: Coupling;
      readonly former?: FormerCoupling | undefined;
      /** A person took the two apart: both are marked before the coupling goes. */
      readonly apart?: true | undefined;
    };

export type CouplingSaved = Saved | "taken";

export interface Couplings {
  get(id: CouplingId): Promise<Coupling | undefined>;
  /** By either side's record ids, in as few reads as possible. Absent = not coupled. */
  bySide(
    mapping: MappingName,
    side: Side,
    ids: readonly RecordId[],
  ): Promise<ReadonlyMap<RecordId, Coupling>>;
  /** Those of the records that a person took apart from their counterparts. */
  apart(mapping: MappingName, side: Side, ids: readonly RecordId[]): Promise<ReadonlySet<RecordId>>;
  /** Keyed by `lookupRefKey`. Absent = not coupled. */
  links(refs: readonly LookupRef[]): Promise<ReadonlyMap<string, LinkedPair>>;
  /** What is kept of removed ones; also of those that were coupled again since. */
  former(ids: readonly CouplingId[]): Promise<ReadonlyMap<CouplingId, FormerCoupling>>;
  /** One conditional write each; answers in the order of the changes. `revision` is raised by the store. */
  save(changes: readonly CouplingChange[]): Promise<readonly CouplingSaved[]>;
  list(
    /** Searched are title and key. */
    filter: Search & {
      readonly mapping: MappingName;
      readonly status?: CouplingStatus | undefined;
    },
    page: PageRequest,
  ): Promise<ListAnswer<Coupling>>;
}

export interface ErrorFilter {
  readonly mapping?: MappingName | undefined;
  readonly kind?: ErrorKind | undefined;
  readonly status?: ErrorStatus | undefined;
}

export interface ErrorItems {
  get(ids: readonly ErrorId[]): Promise<ReadonlyMap<ErrorId, ErrorItem>>;
  /** Creates (revision 0) or changes under the revision read. */
  save(items: readonly ErrorItem[]): Promise<readonly Saved[]>;
  remove(items: readonly ErrorItem[]): Promise<void>;
  /**
   * Newest first (by `firstFailedAt`); constant work per page whatever the filter and the size. Searched
   * are both records' titles and the message.
   */
  list(filter: ErrorFilter & Search, page: PageRequest): Promise<ListAnswer<ErrorItem>>;
  /** What the mapping's next run takes up again: `retrying`, or retry requested. */
  due(mapping: MappingName, page: PageRequest): Promise<Page<ErrorItem>>;
  /** The key of each is read: work grows with what is counted. */
  count(filter: ErrorFilter): Promise<number>;
}

export interface Jobs {
  get(id: JobId): Promise<Job | undefined>;
  /** `exists`: a job of this id is already there (a schedule's due run has one fixed id). */
  create(job: Job): Promise<"created" | "exists">;
  /** Under the revision that `before` carries. */
  update(before: Job, after: Job): Promise<Saved>;
  list(
    filter: {
      readonly mapping?: MappingName | undefined;
      readonly type?: JobType | undefined;
      readonly state?: JobState | undefined;
    },
    mappings: readonly MappingName[],
    page: PageRequest,
  ): Promise<ListAnswer<Job>>;
  /** Jobs that have not ended, oldest first. */
  open(): Promise<readonly Job[]>;
}

export interface History {
  /**
   * Keeps the entries of many records, one group per record (oldest first, linked by the store behind
   * the `previous` of the first), in chunks. Answers where each record's newest entry is; undefined
   * for an empty group.
   */
  append(
    jobId: JobId,
    groups: readonly (readonly HistoryEntry[])[],
    expiresAt: Instant,
  ): Promise<readonly (HistoryRef | undefined)[]>;
  /** Oldest first; all outcomes unless one is named. */
  ofJob(jobId: JobId, page: PageRequest, outcome?: Outcome): Promise<ListAnswer<HistoryEntry>>;
  /** Newest first, from the newest entry's place backwards. Ends where retention removed older ones. */
  ofRecord(newest: HistoryRef, page: PageRequest): Promise<ListAnswer<HistoryEntry>>;
}

export interface StoredMapping {
  readonly mapping: TableMapping;
  readonly revision: number;
}

export interface Mappings {
  /** All of them in one query, by name. */
  all(): Promise<readonly StoredMapping[]>;
  get(name: MappingName): Promise<StoredMapping | undefined>;
  save(mapping: TableMapping, revision: number): Promise<Saved>;
  remove(name: MappingName, revision: number): Promise<Saved>;
}

export interface MappingStates {
  all(): Promise<readonly MappingState[]>;
  get(mapping: MappingName): Promise<MappingState | undefined>;
  /** Under the revision that `state` carries (0 = new). */
  save(state: MappingState): Promise<Saved>;
}

export interface Intents {
  open(mapping: MappingName): Promise<readonly Intent[]>;
  put(intent: Intent): Promise<void>;
  remove(intent: Intent): Promise<void>;
}

/** Whether an app was reachable when the worker last talked to it. Written only when it changes. */
export interface AppHealth {
  readonly side: Side;
  readonly reachable: boolean;
  readonly at: Instant;
  readonly throttledUntil?: Instant | undefined;
  readonly message?: string | undefined;
}

export interface AppHealths {
  all(): Promise<readonly AppHealth[]>;
  save(health: AppHealth): Promise<void>;
}

/** What a request was answered, as it was put on the wire. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Who asks what with which key, and with which content: two digests. */
export interface KeyedRequest {
  readonly key: string;
  readonly content: string;
}

export type KeyClaim =
  /** `since`: when the key was first used, also by a try that never got to an answer. */
  | { readonly kind: "claimed"; readonly since: Instant }
  | { readonly kind: "answered"; readonly answer: KeptAnswer }
  | { readonly kind: "inProgress" }
  /** The key was used for other content. */
  | { readonly kind: "otherContent" };

/** Keys that make a repeated request do nothing twice. */
export interface IdempotencyKeys {
  /** Of many at the same moment one gets the claim. It lasts a minute, or until an answer is kept. */
  claim(request: KeyedRequest): Promise<KeyClaim>;
  keep(request: KeyedRequest, since: Instant, answer: KeptAnswer): Promise<void>;
  /** Gave no answer worth keeping: the next one with the key tries again. */
  release(request: KeyedRequest, since: Instant): Promise<void>;
}

export interface Store {
  readonly couplings: Couplings;
  readonly errors: ErrorItems;
  readonly jobs: Jobs;
  readonly history: History;
  readonly mappings: Mappings;
  readonly states: MappingStates;
  readonly intents: Intents;
  readonly apps: AppHealths;
  readonly keys: IdempotencyKeys;
  readonly looks: Looks;
  readonly descriptions: Descriptions;
}
