import type { AppFailure, Refusal } from "../domain/error/app-failure.ts";
import type { RecordId } from "../domain/ids.ts";
import type { Instant } from "../domain/instant.ts";
import type { PlannedCreate } from "../domain/job/intent.ts";
import type { Entity } from "../domain/mapping/entity.ts";
import type { AppRecord, WireFields } from "../domain/record.ts";
import type { Result } from "../domain/result.ts";
import type { Side } from "../domain/side.ts";
import type { Metadata, Searchable } from "./metadata.ts";

/** Where reading starts: everything, all since a cursor, or a further page of either. */
export type ReadFrom =
  | { readonly kind: "beginning" }
  | { readonly kind: "cursor"; readonly position: string }
  | { readonly kind: "page"; readonly page: string };

export interface ChangePage {
  readonly records: readonly AppRecord[];
  /** The change feed's own entries of deletion (Dataverse change tracking): proof. Business Central never tells. */
  readonly deleted: readonly RecordId[];
  /** Opaque; absent on the last page. */
  readonly next?: string | undefined;
  /** Opaque position for the next run; present on the last page only. */
  readonly position?: string | undefined;
}

export type Write =
  | { readonly kind: "create"; readonly plannedId: RecordId; readonly fields: WireFields }
  | {
      readonly kind: "update";
      readonly id: RecordId;
      /** Goes out as If-Match: the write happens only if the record is still at this version. */
      readonly version: string;
      /** Only what changes. */
      readonly fields: WireFields;
      /** Mapped properties that stay, as far as known: asked for where an app blanks them as a side effect. */
      readonly keep: () => WireFields;
    }
  | { readonly kind: "delete"; readonly id: RecordId; readonly version: string };

/** What became of a write. No status of an answer alone makes a record `gone`: see lib/connector/README.md. */
export type WriteOutcome =
  /** This write was carried out; the record as the app holds it after it, with what the app made of the values. */
  | { readonly kind: "written"; readonly record: AppRecord }
  /** This write deleted the record. */
  | { readonly kind: "deleted" }
  /**
   * A create found a record under its planned id: an earlier try made it. The record as it is now;
   * where it differs from what was sent, somebody edited it since.
   */
  | { readonly kind: "exists"; readonly record: AppRecord }
  /** The write was refused, and the record, asked for by its id, is not there any more. */
  | { readonly kind: "gone" }
  /** The version was no longer current. Nothing was written. */
  | { readonly kind: "changedMeanwhile" }
  /** Nothing was written, in the app's own words, which may be about another record. */
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** Asked, but no answer came: it may or may not have happened. */
  | { readonly kind: "unknown" }
  /** Not asked, because of the report's failure. */
  | { readonly kind: "notTried" };

export interface WriteReport {
  /** One outcome per write, in the order of the writes. */
  readonly outcomes: readonly WriteOutcome[];
  /** App-wide trouble that ended the writing early. */
  readonly failure?: AppFailure | undefined;
}

/** What asking for records by their ids told. Each id that was asked for is in exactly one of the three. */
export interface ReadById {
  readonly records: ReadonlyMap<RecordId, AppRecord>;
  /** The app said of this very id that it is not there: proof of deletion. */
  readonly gone: ReadonlySet<RecordId>;
  /** The app does not show the record, in its own words. It may be there: proof of nothing. */
  readonly hidden: ReadonlyMap<RecordId, string>;
}

/** `doubtful`: it bears the name that was sent, but not all the other values. Never certain, even alone. */
export type FoundRecord = AppRecord & { readonly doubtful?: true | undefined };

/** One of the two apps. Never throws for what the app or the network may do. */
export interface BusinessApp {
  readonly side: Side;
  readonly url: string;
  readChanges(entity: Entity, from: ReadFrom): Promise<Result<ChangePage, AppFailure>>;
  readByIds(entity: Entity, ids: readonly RecordId[]): Promise<Result<ReadById, AppFailure>>;
  write(entity: Entity, writes: readonly Write[]): Promise<WriteReport>;
  /** All records whose text column holds one of the values; Dataverse does not heed their case. */
  findByValues(
    entity: Entity,
    column: string,
    values: readonly string[],
  ): Promise<Result<readonly AppRecord[], AppFailure>>;
  /** For each planned create the records that could have come of it, in the same order: none, one or several. */
  findCreated(
    entity: Entity,
    creates: readonly PlannedCreate[],
    since: Instant,
  ): Promise<Result<readonly (readonly FoundRecord[])[], AppFailure>>;
  /** The app's own clock as of its last answer (`Date` header); undefined before the first one. */
  serverTime(): Instant | undefined;
  /** One cheap authenticated request: is the app there, and are we let in? */
  check(): Promise<Result<void, AppFailure>>;
}

/** A Dataverse row named by one of its columns. */
export interface NamedRow {
  readonly set: string;
  readonly key: string;
  readonly column: string;
  readonly equals: string;
}

/** Facts of the Dataverse organisation that mappings refer to; read once per process. */
export interface DataverseFacts {
  baseCurrencyId(): Promise<Result<RecordId, AppFailure>>;
  rowId(row: NamedRow): Promise<Result<RecordId | undefined, AppFailure>>;
}

export interface SubscribeRequest {
  /** Where notices go. The app asks there first whether they are wanted. */
  readonly url: string;
  /** Comes back in every notice. */
  readonly secret: string;
  /** The subscription to renew. */
  readonly known?: string | undefined;
}

export interface Subscribed {
  readonly id: string;
  /** By the app's clock. */
  readonly expiresAt: Instant;
}

/** Business Central tells of changes; whom it tells is asked for table by table, and runs out. */
export interface ChangeNotices {
  /** Undefined where it does not want to: the table offers no notices, or the address did not answer. */
  subscribe(
    entity: Entity,
    request: SubscribeRequest,
  ): Promise<Result<Subscribed | undefined, AppFailure>>;
}

export interface BusinessApps {
  readonly businessCentral: BusinessApp & ChangeNotices & Metadata & Searchable;
  readonly dataverse: BusinessApp & DataverseFacts & Metadata & Searchable;
}
