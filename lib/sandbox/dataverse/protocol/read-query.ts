import { failed, type Result } from "../../../domain/result.ts";
import { type Filter, propertiesIn } from "../../odata/filter.ts";
import { parseQueryOptions, type QueryOptions } from "../../odata/query-options.ts";
import { badRequest, noSuchProperty, type Refusal } from "../refusals/refusal.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { columnOf } from "./render-row.ts";

/** The query options of a read, with every name known to the table. */
export function readQuery(
  table: TableDefinition,
  params: URLSearchParams,
): Result<QueryOptions, Refusal> {
  const options = parseQueryOptions(params);
  if (!options.ok) return failed(badRequest(options.failure.message).failure);
  const { given, select, filter, orderBy } = options.value;
  const unknownOption = [...given].find((name) => !offered.has(name));
  if (unknownOption !== undefined) {
    return badRequest(`The query parameter ${unknownOption} is not supported.`);
  }
  const names = [
    ...(select ?? []),
    ...(filter === undefined ? [] : propertiesIn(filter)),
    ...orderBy.map((term) => term.property),
  ];
  const unknown = names.find((name) => columnOf(table, name) === undefined);
  return unknown === undefined ? options : noSuchProperty(unknown, table.logicalName);
}

const offered = new Set([
  "$select",
  "$filter",
  "$orderby",
  "$top",
  "$count",
  "$expand",
  "$skiptoken",
  "$deltatoken",
]);

/**
 * The values a filter ties a column to, when it does: then rows are looked up instead of searched. A list of
 * hundreds of ids over a hundred thousand rows would take seconds otherwise.
 */
export function pinnedValues(filter: Filter, column: string): readonly string[] | undefined {
  switch (filter.kind) {
    case "comparison": {
      const { left, right, operator } = filter;
      if (operator !== "eq" || left.kind !== "property" || left.name !== column) return undefined;
      if (right.kind !== "literal") return undefined;
      return textsOf([right.literal]);
    }
    case "oneOf":
      return filter.subject.kind === "property" && filter.subject.name === column
        ? textsOf(filter.values)
        : undefined;
    case "and":
      for (const part of filter.parts) {
        const pinned = pinnedValues(part, column);
        if (pinned !== undefined) return pinned;
      }
      return undefined;
    case "or": {
      const all: string[] = [];
      for (const part of filter.parts) {
        const pinned = pinnedValues(part, column);
        if (pinned === undefined) return undefined;
        all.push(...pinned);
      }
      return all;
    }
    case "not":
    case "textTest":
      return undefined;
  }
}

type Literals = Extract<Filter, { kind: "oneOf" }>["values"];

function textsOf(literals: Literals): readonly string[] | undefined {
  const texts: string[] = [];
  for (const literal of literals) {
    if (literal.kind === "guid") texts.push(literal.guid);
    else if (literal.kind === "text") texts.push(literal.text);
    else return undefined;
  }
  return texts;
}
