import { obstacleIn } from "../../domain/conversion/filter.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { mergedInto } from "../../domain/mapping/merged-rows.ts";
import type { AppRecord } from "../../domain/record.ts";
import { appName, type Side } from "../../domain/side.ts";
import { titleOf } from "../pair/titles.ts";

/** D30: what it held is the survivor's business now. */
export function mergedAway(mapping: TableMapping, record: AppRecord): string | undefined {
  const survivor = mergedInto(mapping, record);
  return survivor === undefined
    ? undefined
    : `"${titleOf(mapping, "dataverse", record)}" in Dataverse was merged into another record (${survivor}). Couple with that one.`;
}

/** D15: what is outside is never synchronized, so whoever asks for just that is shown the condition. */
export function outsideFilter(
  mapping: TableMapping,
  side: Side,
  record: AppRecord,
): string | undefined {
  const obstacle = obstacleIn(mapping[side].filter, record.fields);
  const title = titleOf(mapping, side, record);
  return obstacle === undefined
    ? undefined
    : `"${title}" in ${appName[side]} is outside the filter of mapping ${mapping.name}: ${obstacle}. Change the record, or the mapping's filter.`;
}
