import type { JobId, MappingName, RecordId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { WireFields } from "../record.ts";
import type { Side } from "../side.ts";

/** A record about to be created: written before the app is asked, looked up before it is asked again. */
export interface PlannedCreate {
  /** The record that gets a counterpart, on the other side. */
  readonly sourceId: RecordId;
  /** The id we ask the app to give the new record. Dataverse keeps it; Business Central may not. */
  readonly plannedId: RecordId;
  readonly fields: WireFields;
  /** The record of an existing pair that was lost, and whose place the new one takes. */
  readonly replaces?: RecordId | undefined;
}

/** All creates of one step on one side. While it exists, some of them may or may not have happened. */
export interface Intent {
  readonly mapping: MappingName;
  readonly jobId: JobId;
  readonly step: number;
  /** A step may create on the same side more than once. */
  readonly round: number;
  /** The side the records are created on. */
  readonly side: Side;
  /** The app's own clock before the first create. */
  readonly since: Instant;
  readonly creates: readonly PlannedCreate[];
}
