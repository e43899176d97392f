import * as z from "zod/mini";
import { type MappingName, RecordId } from "../../domain/ids.ts";
import { type Side, sides } from "../../domain/side.ts";
import { storedShape } from "../table/stored-shape.ts";
import type { Item, Key, Table } from "../table/table.ts";
import type { Pair } from "./coupling-pointers.ts";

/**
 * Two records that a person took apart, marked one by one: neither gets a counterpart until a person
 * couples it again. Without a time to live, for a record may be edited years later.
 */
export const StoredApartMark = storedShape({
  pk: z.string(),
  sk: z.string(),
  /** The record it was coupled with. */
  o: RecordId,
});

const letterOf: Readonly<Record<Side, "b" | "d">> = { businessCentral: "b", dataverse: "d" };

const markKey = (mapping: MappingName, side: Side, id: RecordId): Key => ({
  pk: `apart#${mapping}`,
  sk: `${letterOf[side]}#${id}`,
});

export const apartMarks = ({ mapping, ids }: Pair): readonly Item[] => [
  { ...markKey(mapping, "businessCentral", ids.businessCentral), v, o: ids.dataverse },
  { ...markKey(mapping, "dataverse", ids.dataverse), v, o: ids.businessCentral },
];

const v = StoredApartMark.version;

export const removeApartMarks = async (table: Table, { mapping, ids }: Pair): Promise<void> => {
  await Promise.all(sides.map((side) => table.remove(markKey(mapping, side, ids[side]))));
};

/** Read consistently: a record that was taken apart a moment ago must not get a counterpart. */
export async function markedApart(
  table: Table,
  mapping: MappingName,
  side: Side,
  ids: readonly RecordId[],
): Promise<ReadonlySet<RecordId>> {
  const keys = ids.map((id) => markKey(mapping, side, id));
  const rows = await table.getMany(keys, "consistent");
  return new Set(rows.map((row) => RecordId.parse(StoredApartMark.parse(row).sk.slice(2))));
}
