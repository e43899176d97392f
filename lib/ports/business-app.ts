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
  /** Records known to be deleted (Dataverse change tracking; Business Central never tells). */
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

export type WriteOutcome =
  /** The record as the app holds it after the write. */
  | { readonly kind: "written"; readonly record: AppRecord }
  | { readonly kind: "deleted" }
  /** The version was no longer current. Nothing was written. */
  | { readonly kind: "changedMeanwhile" }
  | { readonly kind: "missing" }
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

/** `doubtful`: it bears the name that was sent, but not all the other values. Never certain, even alone. */
export type FoundRecord = AppRecord & { readonly doubtful?: true | undefined };

/** One of the two apps. Never throws for what the app or the network may do. */
export interface BusinessApp {
  readonly side: Side;
  readonly url: string;
  readChanges(entity: Entity, from: ReadFrom): Promise<Result<ChangePage, AppFailure>>;
  /** Ids that are not in the answer do not exist in the app. */
  readByIds(
    entity: Entity,
    ids: readonly RecordId[],
  ): Promise<Result<ReadonlyMap<RecordId, AppRecord>, AppFailure>>;
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
