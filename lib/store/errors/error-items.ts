import type { ErrorFilter, ErrorItems, Search } from "../../ports/store.ts";
import type { ListCursors } from "../list/list-cursor.ts";
import { fillPage, listPage } from "../list/list-page.ts";
import { mapInFlight } from "../table/in-flight.ts";
import { atRevision, type Table } from "../table/table.ts";
import { errorItemOf, errorItemRow, errorKey, partitionsOf } from "./error-item-row.ts";
import { readDue, readNewest } from "./error-lists.ts";

export const errorItemsOf = (table: Table, cursors: ListCursors): ErrorItems => ({
  async get(ids) {
    const rows = await table.getMany(ids.map(errorKey), "consistent");
    return new Map(rows.map(errorItemOf).map((error) => [error.id, error]));
  },

  save: (items) =>
    mapInFlight(items, 32, async (error) => {
      const written = await table.put(errorItemRow(error), atRevision(error.revision));
      return written === "done" ? "saved" : "stale";
    }),

  remove: (items) => table.removeMany(items.map(({ id }) => errorKey(id))),

  list: (filter, page) =>
    listPage({
      cursors,
      list: listName(filter),
      page,
      sparse: filter.search !== undefined,
      read: readNewest(table, filter),
    }),

  async due(mapping, page) {
    const { items, next } = await fillPage(readDue(table, mapping), page.cursor, page.limit);
    return next === undefined ? { items } : { items, cursor: next };
  },

  async count(filter) {
    const counts = partitionsOf(filter).map((partition) => table.count(partition));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  },
});

const listName = ({ mapping, kind, status, search }: ErrorFilter & Search): string =>
  `errors ${mapping ?? "*"} ${kind ?? "*"} ${status ?? "*"}${search === undefined ? "" : ` ${search}`}`;
