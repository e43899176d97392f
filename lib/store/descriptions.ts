import * as z from "zod/mini";
import { epochOf, Instant, plusMinutes } from "../domain/instant.ts";
import {
  TableDescription,
  type TableRef,
  TableTitle,
  tableKey,
} from "../domain/metadata/table-description.ts";
import type { Side } from "../domain/side.ts";
import type { Clock } from "../ports/clock.ts";
import type { Descriptions } from "../ports/looks.ts";
import { pack, packed, packedBytes } from "./table/packed.ts";
import { mostItemBytes } from "./table/shorten.ts";
import { storedShape } from "./table/stored-shape.ts";
import type { Key, Table } from "./table/table.ts";

/** A table that nobody has asked about for so long need not be remembered. */
const keptMinutes = 30 * 24 * 60;

export const StoredDescription = storedShape({ readAt: Instant, z: packed(TableDescription) });
export const StoredTables = storedShape({ readAt: Instant, z: packed(z.array(TableTitle)) });

const tablesKey = (app: Side): Key => ({ pk: `tables#${app}`, sk: "tables" });
const tableKeyOf = (app: Side, table: TableRef): Key => ({
  pk: `table#${app}`,
  sk: tableKey(table),
});

export const descriptionsOf = (table: Table, clock: Clock): Descriptions => {
  const keep = async (key: Key, version: number, content: unknown): Promise<void> => {
    const small = pack(content);
    if (packedBytes(small) > mostItemBytes) return;
    const readAt = clock.now();
    const expiresAt = Math.ceil(epochOf(plusMinutes(readAt, keptMinutes)) / 1000);
    await table.put({ ...key, v: version, readAt, z: small, expiresAt });
  };

  return {
    async tables(app) {
      const row = await table.get(tablesKey(app));
      if (row === undefined) return undefined;
      const { readAt, z: content } = StoredTables.parse(row);
      return { content, readAt };
    },

    async table(app, ref) {
      const row = await table.get(tableKeyOf(app, ref));
      if (row === undefined) return undefined;
      const { readAt, z: content } = StoredDescription.parse(row);
      return { content, readAt };
    },

    keepTables: (app, tables) => keep(tablesKey(app), StoredTables.version, tables),
    keepTable: (app, ref, description) =>
      keep(tableKeyOf(app, ref), StoredDescription.version, description),
  };
};
