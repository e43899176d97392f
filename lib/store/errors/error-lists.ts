import * as z from "zod/mini";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import type { MappingName } from "../../domain/ids.ts";
import { isFoundIn } from "../../domain/search.ts";
import type { ErrorFilter, Search } from "../../ports/store.ts";
import type { ReadBehind } from "../list/list-page.ts";
import { mergeNewest, type ReadNewest } from "../list/merge-newest.ts";
import { type Key, type Table, TableKey } from "../table/table.ts";
import {
  duePartition,
  type ErrorPartition,
  errorItemOf,
  isDue,
  partitionsOf,
  placeOf,
} from "./error-item-row.ts";

/** Newest first, from all partitions that the filter leaves. */
export const readNewest = (table: Table, filter: ErrorFilter & Search): ReadBehind<ErrorItem> => {
  const partitions = partitionsOf(filter).map((partition) => newestKeys(table, partition));
  return async (position, limit) => {
    const { lines, next } = await mergeNewest(partitions, position, limit);
    const errors = await readLines(
      table,
      lines.map(({ value }) => value),
    );
    const rows = lines.map(({ at, value }) => {
      const error = errors.get(value.sk);
      const stillHere = error !== undefined && placeOf(error) === at && matches(error, filter);
      return { at, item: stillHere ? error : undefined };
    });
    return { rows, next };
  };
};

const newestKeys =
  (table: Table, partition: ErrorPartition): ReadNewest<Key> =>
  async (before, limit) => {
    const { rows, next } = await table.query({
      ...partition,
      sort: before === undefined ? undefined : { is: "below", value: before },
      newestFirst: true,
      limit,
    });
    const places = rows.map((row) => Place.parse(row));
    const lines = places.map(({ pk, sk, g1sk, g2sk }) => ({
      at: g1sk ?? g2sk ?? sk,
      value: { pk, sk },
    }));
    return { lines, next };
  };

const Place = z.extend(TableKey, { g1sk: z.optional(z.string()), g2sk: z.optional(z.string()) });

/** The index may be behind the item. */
const matches = (error: ErrorItem, { kind, status, search }: ErrorFilter & Search): boolean =>
  (kind === undefined || error.kind === kind) &&
  (status === undefined || error.status === status) &&
  isFoundIn(search, [
    error.sides.businessCentral.title,
    error.sides.dataverse.title,
    error.message,
  ]);

export const readDue =
  (table: Table, mapping: MappingName): ReadBehind<ErrorItem> =>
  async (position, limit) => {
    const { rows, next } = await table.query({
      index: "to-do",
      partition: duePartition(mapping),
      sort: position === undefined ? undefined : { is: "above", value: position },
      limit,
    });
    const keys = rows.map((row) => TableKey.parse(row));
    const errors = await readLines(table, keys);
    const placed = keys.map(({ sk }) => {
      const error = errors.get(sk);
      return { at: sk, item: error !== undefined && isDue(error) ? error : undefined };
    });
    return { rows: placed, next };
  };

const readLines = async (
  table: Table,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, ErrorItem>> => {
  const rows = await table.getMany(keys, "eventual");
  return new Map(rows.map(errorItemOf).map((error) => [error.id, error]));
};
