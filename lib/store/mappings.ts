import * as z from "zod/mini";
import type { MappingName } from "../domain/ids.ts";
import { TableMapping } from "../domain/mapping/mapping.ts";
import type { Mappings, StoredMapping } from "../ports/store.ts";
import { pack, packed } from "./table/packed.ts";
import { storedShape } from "./table/stored-shape.ts";
import { atRevision, type Key, type Row, type Table } from "./table/table.ts";
import { tableFacts } from "./table/table-facts.ts";

const partition = tableFacts.partitions.mappings;
const mappingKey = (name: MappingName): Key => ({ pk: partition, sk: name });

export const StoredTableMapping = storedShape({
  r: z.number(),
  z: packed(TableMapping),
});

const mappingOf = (row: Row): StoredMapping => {
  const stored = StoredTableMapping.parse(row);
  return { mapping: stored.z, revision: stored.r };
};

export const mappingsOf = (table: Table): Mappings => ({
  async all() {
    return (await table.queryAll({ partition, consistent: true })).map(mappingOf);
  },

  async get(name) {
    const row = await table.get(mappingKey(name));
    return row && mappingOf(row);
  },

  async save(mapping, revision) {
    const item = {
      ...mappingKey(mapping.name),
      v: StoredTableMapping.version,
      r: revision + 1,
      z: pack(mapping),
    };
    return (await table.put(item, atRevision(revision))) === "done" ? "saved" : "stale";
  },

  async remove(name, revision) {
    const removed = await table.remove(mappingKey(name), atRevision(revision));
    return removed === "done" ? "saved" : "stale";
  },
});
