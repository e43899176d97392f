import { RecordId } from "../ids.ts";
import type { AppRecord } from "../record.ts";
import type { TableMapping } from "./mapping.ts";

/** What a row that lost a merge tells: that it did, and which row lives on. */
export const mergeColumns: readonly string[] = ["merged", "_masterid_value"];

/** D30: the Dataverse record that this one was merged into; undefined while it stands for itself. */
export function mergedInto({ dataverse }: TableMapping, record: AppRecord): RecordId | undefined {
  if (!dataverse.mergeable || record.fields["merged"] !== true) return undefined;
  const master = RecordId.safeParse(record.fields["_masterid_value"]);
  return master.success ? master.data : undefined;
}
