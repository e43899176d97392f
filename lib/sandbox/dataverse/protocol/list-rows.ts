import type { WireValue } from "../../../domain/record.ts";
import { failed, ok, type Result } from "../../../domain/result.ts";
import { compareValues, matchesFilter } from "../../odata/match-filter.ts";
import { inOrder, type QueryOptions } from "../../odata/query-options.ts";
import type { SandboxAnswer } from "../../web/exchange.ts";
import { badRequest, type Refusal } from "../refusals/refusal.ts";
import { type Call, lacking } from "../store/organization.ts";
import { isLookup, type Row } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { applied, jsonBody } from "./answer.ts";
import { type Position, readCookie } from "./cookie.ts";
import { expandRow } from "./expand.ts";
import { answerChanges } from "./list-changes.ts";
import { contextOf, LARGEST_PAGE, nextLink, type PageRequest, pageSizeOf } from "./page.ts";
import { pinnedValues, readQuery } from "./read-query.ts";
import { columnOf, renderRow, storedValue } from "./render-row.ts";

/** Rows of a table by the query options of the URL, a page at a time. */
export function listRows(
  call: Call,
  table: TableDefinition,
  url: URL,
  belongs: (row: Row) => boolean = () => true,
): Result<SandboxAnswer, Refusal> {
  const forbidden = lacking(call, "Read", table);
  if (forbidden !== undefined) return forbidden;
  const query = readQuery(table, url.searchParams);
  if (!query.ok) return query;
  const position = positionIn(query.value);
  if (!position.ok) return position;
  if (isTracked(call, query.value, position.value)) {
    return answerChanges(call, table, { url, query: query.value, position: position.value });
  }
  return answerPage(call, table, { url, query: query.value, position: position.value, belongs });
}

/** How many rows match, for `…/$count`. */
export function countRows(call: Call, table: TableDefinition, url: URL): Result<number, Refusal> {
  const query = readQuery(table, url.searchParams);
  if (!query.ok) return query;
  return ok(Math.min([...matching(call, table, query.value)].length, LARGEST_PAGE));
}

function positionIn(query: QueryOptions): Result<Position | undefined, Refusal> {
  if (query.skipToken === undefined) return ok(undefined);
  const position = readCookie(query.skipToken);
  return position === undefined
    ? failed(badRequest("Malformed XML in paging cookie.").failure)
    : ok(position);
}

const isTracked = (call: Call, query: QueryOptions, position: Position | undefined) =>
  query.deltaToken !== undefined ||
  position?.upTo !== undefined ||
  (call.preferences.has("track-changes") && position === undefined);

function answerPage(
  call: Call,
  table: TableDefinition,
  request: PageRequest & { readonly belongs: (row: Row) => boolean },
): Result<SandboxAnswer, Refusal> {
  const { url, query, position, belongs } = request;
  const isPaged = call.preferences.has("maxpagesize");
  const size = isPaged ? pageSizeOf(call) : Math.min(query.top ?? LARGEST_PAGE, LARGEST_PAGE);
  const rows: Row[] = [];
  let hasMore = false;
  for (const row of ordered(call, table, query, position)) {
    if (!belongs(row)) continue;
    hasMore = rows.length === size;
    if (hasMore) break;
    rows.push(row);
  }
  const value: Record<string, unknown>[] = [];
  for (const row of rows) {
    const rendered = renderRow(call, table, row, query.select);
    const expanded = expandRow(call, table, row, query.expand);
    if (!expanded.ok) return expanded;
    value.push({ ...rendered, ...expanded.value });
  }
  const last = rows.at(-1);
  const isCapped = query.top !== undefined && !isPaged;
  const next =
    hasMore && !isCapped && last !== undefined
      ? nextLink(call, url, { page: (position?.page ?? 1) + 1, afterId: last.id })
      : undefined;
  const body = {
    "@odata.context": contextOf(call, table, query),
    ...(query.count ? counted(call, table, query) : {}),
    value,
    ...(next === undefined ? {} : { "@odata.nextLink": next }),
  };
  return ok(jsonBody(200, body, applied(call, ["maxpagesize", "include-annotations"])));
}

function counted(call: Call, table: TableDefinition, query: QueryOptions) {
  const found = [...matching(call, table, query)].length;
  return { "@odata.count": Math.min(found, LARGEST_PAGE) };
}

const readProperty = (table: TableDefinition, row: Row, property: string): WireValue => {
  const column = columnOf(table, property);
  const value = column === undefined ? null : storedValue(table, row, column.name);
  return isLookup(value) ? value.id : value;
};

function* matching(
  call: Call,
  table: TableDefinition,
  query: QueryOptions,
  after?: string,
): Generator<Row> {
  const { filter } = query;
  for (const row of candidates(call, table, query, after)) {
    const valueOf = (property: string) => readProperty(table, row, property);
    if (filter === undefined || matchesFilter(filter, { valueOf, ignoreCase: true })) yield row;
  }
}

function candidates(
  call: Call,
  table: TableDefinition,
  { filter }: QueryOptions,
  after: string | undefined,
): Iterable<Row> {
  const rows = call.organization.store.table(table.logicalName);
  const found = (row: Row | undefined) =>
    row !== undefined && (after === undefined || row.id > after) ? [row] : [];
  const inIdOrder = (some: readonly Row[]) =>
    [...new Set(some)].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  if (filter === undefined) return rows.inKeyOrder(after);
  const ids = pinnedValues(filter, table.idColumn);
  if (ids !== undefined) return inIdOrder(ids.flatMap((id) => found(rows.get(id.toLowerCase()))));
  for (const [column, ...more] of table.alternateKeys ?? []) {
    const keys = column === undefined || more.length > 0 ? undefined : pinnedValues(filter, column);
    if (column === undefined || keys === undefined) continue;
    return inIdOrder(keys.flatMap((key) => found(rows.find([column], { [column]: key }))));
  }
  return rows.inKeyOrder(after);
}

/** By key, or in the order asked for with the key as its last term. */
function ordered(
  call: Call,
  table: TableDefinition,
  query: QueryOptions,
  position: Position | undefined,
): Iterable<Row> {
  if (query.orderBy.length === 0) return matching(call, table, query, position?.afterId);
  const valueOf = (row: Row, property: string) => readProperty(table, row, property);
  const terms = [...query.orderBy, { property: table.idColumn, descending: false }];
  const rows = inOrder([...matching(call, table, query)], terms, { valueOf, ignoreCase: true });
  if (position === undefined) return rows;
  const last = call.organization.store.table(table.logicalName).get(position.afterId ?? "");
  const afterValues =
    last === undefined ? undefined : terms.map((term) => valueOf(last, term.property));
  if (afterValues === undefined) return rows.slice((position.page - 1) * pageSizeOf(call));
  return rows.filter((row) => {
    for (const [at, { property, descending }] of terms.entries()) {
      const order = compareValues(valueOf(row, property), afterValues[at] ?? null, true);
      if (order !== 0) return descending ? order < 0 : order > 0;
    }
    return false;
  });
}
