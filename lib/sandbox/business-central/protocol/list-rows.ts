import type { WireValue } from "../../../domain/record.ts";
import { type Filter, type Operand, propertiesIn } from "../../odata/filter.ts";
import { matchesFilter } from "../../odata/match-filter.ts";
import { inOrder, type QueryOptions } from "../../odata/query-options.ts";
import type { Company } from "../store/company.ts";
import type { Page } from "../tables/pages.ts";
import { idIn, type Row } from "../tables/row.ts";
import { wireValue } from "../values/wire-text.ts";

export interface ListPage {
  readonly rows: readonly Row[];
  /** All that match, only when it was asked for. */
  readonly count: number | undefined;
  /** Where the next page starts: after this key (B40). */
  readonly skipToken: string | undefined;
}

/** At most this many rows come in one page, whatever is asked. */
export const PAGE_LIMIT = 20_000;

export function listRows(
  company: Company,
  page: Page,
  query: QueryOptions,
  options: { readonly pageSize: number; readonly parent?: string | undefined },
): ListPage {
  const ignoreCase = query.filter !== undefined && isOnlyAboutCodes(page, query.filter);
  const fits = (row: Row) =>
    isOnPage(page, row, options.parent) && matches(company, page, query, row, ignoreCase);
  const wanted = Math.min(options.pageSize, query.top ?? Number.POSITIVE_INFINITY);
  // B41: a $top within one page never gets a link to a next one.
  const mayContinue = query.top === undefined || query.top > options.pageSize;

  const rows: Row[] = [];
  let skip = query.skipToken === undefined ? (query.skip ?? 0) : 0;
  for (const row of candidates(company, page, query, query.skipToken)) {
    if (!fits(row)) continue;
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    rows.push(row);
    if (rows.length > wanted) break;
  }
  const more = rows.length > wanted && mayContinue;
  const kept = rows.slice(0, wanted);
  return {
    rows: kept,
    count: query.count ? countOf(candidates(company, page, query, undefined), fits) : undefined,
    skipToken: more ? kept.at(-1)?.id : undefined,
  };
}

/** Codes are stored in capitals, so that they are found however they are written. */
const isOnlyAboutCodes = (page: Page, filter: Filter): boolean =>
  propertiesIn(filter).every((name) =>
    ["code", "keyOfReference"].includes(page.columns.get(name)?.kind ?? ""),
  );

const isOnPage = (page: Page, row: Row, parent: string | undefined): boolean =>
  (page.personsOnly !== true || row.fields["type"] === "Person") &&
  (parent === undefined ||
    page.childOf === undefined ||
    idIn(row, page.childOf.reference) === parent);

function matches(
  company: Company,
  page: Page,
  query: QueryOptions,
  row: Row,
  ignoreCase: boolean,
): boolean {
  if (query.filter === undefined) return true;
  return matchesFilter(query.filter, {
    valueOf: (name) => valueOf(company, page, row, name),
    ignoreCase,
  });
}

function valueOf(company: Company, page: Page, row: Row, name: string): WireValue {
  const column = page.columns.get(name);
  return column === undefined ? null : wireValue(company, row, name, column);
}

/** Few enough rows to look at: the filter's stamp or ids choose an index, else all in key order. */
function candidates(
  company: Company,
  page: Page,
  query: QueryOptions,
  after: string | undefined,
): Iterable<Row> {
  const rows = company.store.rows(page.table);
  const ids = query.filter === undefined ? undefined : idsIn(query.filter);
  const from = query.filter === undefined ? undefined : oldestStampIn(query.filter);
  const isLater = (row: Row) => after === undefined || row.id > after;
  const found =
    ids !== undefined
      ? ids.flatMap((id) => rows.get(id) ?? [])
      : from !== undefined
        ? [...rows.modifiedFrom(from)]
        : undefined;
  if (query.orderBy.length > 0) {
    return ordered(company, page, query, found ?? [...rows.afterId(undefined)], after);
  }
  return found === undefined ? rows.afterId(after) : byId(found).filter(isLater);
}

const byId = (rows: readonly Row[]): readonly Row[] =>
  [...new Set(rows)].toSorted((left, right) =>
    left.id < right.id ? -1 : Number(left.id > right.id),
  );

/** With an order of its own the walk goes on after the last row sent, wherever that stands now. */
function ordered(
  company: Company,
  page: Page,
  query: QueryOptions,
  found: readonly Row[],
  after: string | undefined,
): readonly Row[] {
  const read = {
    valueOf: (row: Row, name: string) => valueOf(company, page, row, name),
    ignoreCase: false,
  };
  const rows = inOrder(byId(found), query.orderBy, read);
  if (after === undefined) return rows;
  return rows.slice(rows.findIndex((row) => row.id === after) + 1);
}

function countOf(rows: Iterable<Row>, fits: (row: Row) => boolean): number {
  let count = 0;
  for (const row of rows) count += fits(row) ? 1 : 0;
  return count;
}

/** `id eq a or id eq b …`: the rows to look at, when the filter names them. */
function idsIn(filter: Filter): readonly string[] | undefined {
  switch (filter.kind) {
    case "comparison":
      return filter.operator === "eq" && isProperty(filter.left, "id")
        ? guidsOf([filter.right])
        : undefined;
    case "or": {
      const parts = filter.parts.map(idsIn);
      return parts.every((ids) => ids !== undefined) ? parts.flat() : undefined;
    }
    case "and":
      return filter.parts.map(idsIn).find((ids) => ids !== undefined);
    case "oneOf":
      return isProperty(filter.subject, "id")
        ? guidsOf(filter.values.map((literal) => ({ kind: "literal", literal })))
        : undefined;
    case "not":
    case "textTest":
      return undefined;
  }
}

const isProperty = (operand: Operand, name: string): boolean =>
  operand.kind === "property" && operand.name === name;

function guidsOf(operands: readonly Operand[]): readonly string[] | undefined {
  const guids = operands.flatMap((operand) =>
    operand.kind === "literal" && operand.literal.kind === "guid"
      ? [operand.literal.guid.toLowerCase()]
      : [],
  );
  return guids.length === operands.length ? guids : undefined;
}

/** `lastModifiedDateTime gt …`: nothing older can match. */
function oldestStampIn(filter: Filter): number | undefined {
  if (filter.kind === "and") {
    return filter.parts.map(oldestStampIn).find((stamp) => stamp !== undefined);
  }
  if (filter.kind !== "comparison" || !["gt", "ge", "eq"].includes(filter.operator)) {
    return undefined;
  }
  if (!isProperty(filter.left, "lastModifiedDateTime")) return undefined;
  const literal = filter.right.kind === "literal" ? filter.right.literal : undefined;
  return literal?.kind === "dateTime" ? Date.parse(literal.dateTime) : undefined;
}
