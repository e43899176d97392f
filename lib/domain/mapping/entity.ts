import type { MappingName } from "../ids.ts";
import type { Condition } from "./mapping.ts";

/** One table of one app as a mapping sees it: what a connector needs to read and write it. */
export interface Entity {
  readonly mapping: MappingName;
  /** Entity set: `customers`, `accounts`. */
  readonly set: string;
  /** Custom Business Central API, `publisher/group/version`; the standard API when absent. */
  readonly api?: string | undefined;
  /** Property that holds the record's GUID: `id`, `accountid`. */
  readonly id: string;
  /** Dataverse: whether the table offers change tracking. */
  readonly changeTracking: boolean;
  /** Properties to read, without the id. */
  readonly columns: readonly string[];
  /** May narrow a full read; the worker checks every record itself. */
  readonly filter: readonly Condition[];
}
