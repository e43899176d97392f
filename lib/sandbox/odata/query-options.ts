import type { WireValue } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { Filter } from "./filter.ts";
import { compareValues } from "./match-filter.ts";
import { parseFilter } from "./parse-filter.ts";

export interface OrderTerm {
  readonly property: string;
  readonly descending: boolean;
}

/** The system query options of a read. What an app does not offer it refuses by `given`. */
export interface QueryOptions {
  /** Names of all system options in the URL, with their `$`. */
  readonly given: ReadonlySet<string>;
  readonly select?: readonly string[] | undefined;
  readonly filter?: Filter | undefined;
  readonly orderBy: readonly OrderTerm[];
  readonly top?: number | undefined;
  readonly skip?: number | undefined;
  readonly count: boolean;
  readonly expand?: string | undefined;
  readonly skipToken?: string | undefined;
  readonly deltaToken?: string | undefined;
}

export interface QueryComplaint {
  readonly option: string;
  readonly message: string;
}

/** Reads `$filter`, `$select`, `$orderby`, `$top`, `$skip`, `$count`, `$expand` and the two tokens. */
export function parseQueryOptions(params: URLSearchParams): Result<QueryOptions, QueryComplaint> {
  const filter = filterIn(params);
  if (!filter.ok) return filter;
  const top = wholeNumberIn(params, "$top");
  if (!top.ok) return top;
  const skip = wholeNumberIn(params, "$skip");
  if (!skip.ok) return skip;
  const orderBy = orderIn(params);
  if (!orderBy.ok) return orderBy;
  return ok({
    given: new Set([...params.keys()].filter((name) => name.startsWith("$"))),
    select: namesIn(params, "$select"),
    filter: filter.value,
    orderBy: orderBy.value,
    top: top.value,
    skip: skip.value,
    count: params.get("$count") === "true",
    expand: params.get("$expand") ?? undefined,
    skipToken: params.get("$skiptoken") ?? undefined,
    deltaToken: params.get("$deltatoken") ?? undefined,
  });
}

/** Orders rows by the terms; rows equal in all of them stay in the order they came. */
export function inOrder<Row>(
  rows: readonly Row[],
  terms: readonly OrderTerm[],
  read: { valueOf: (row: Row, property: string) => WireValue; ignoreCase: boolean },
): readonly Row[] {
  if (terms.length === 0) return rows;
  return rows.toSorted((left, right) => {
    for (const { property, descending } of terms) {
      const order = compareValues(
        read.valueOf(left, property),
        read.valueOf(right, property),
        read.ignoreCase,
      );
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

function filterIn(params: URLSearchParams): Result<Filter | undefined, QueryComplaint> {
  const text = params.get("$filter");
  if (text === null) return ok(undefined);
  const filter = parseFilter(text);
  return filter.ok ? filter : failed({ option: "$filter", message: filter.failure.message });
}

function namesIn(params: URLSearchParams, option: string): readonly string[] | undefined {
  const text = params.get(option);
  if (text === null || text.trim() === "" || text.trim() === "*") return undefined;
  return text.split(",").map((name) => name.trim());
}

function wholeNumberIn(
  params: URLSearchParams,
  option: string,
): Result<number | undefined, QueryComplaint> {
  const text = params.get(option);
  if (text === null) return ok(undefined);
  if (/^\d{1,9}$/.test(text)) return ok(Number(text));
  const message = `Invalid value '${text}' for ${option} query option found. The ${option} query option requires a non-negative integer value.`;
  return failed({ option, message });
}

function orderIn(params: URLSearchParams): Result<readonly OrderTerm[], QueryComplaint> {
  const terms: OrderTerm[] = [];
  for (const term of namesIn(params, "$orderby") ?? []) {
    const [property, direction, ...more] = term.split(/\s+/);
    if (!property || more.length > 0 || !["asc", "desc", undefined].includes(direction)) {
      return failed({ option: "$orderby", message: `Syntax error in $orderby: '${term}'.` });
    }
    terms.push({ property, descending: direction === "desc" });
  }
  return ok(terms);
}
