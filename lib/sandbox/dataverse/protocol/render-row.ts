import { LosslessNumber } from "lossless-json";
import { nameOf } from "../rules/computed-columns.ts";
import type { Call } from "../store/organization.ts";
import { etagOf, isLookup, type Row, type StoredValue, textOf } from "../tables/row.ts";
import type { Column, TableDefinition } from "../tables/table-definition.ts";

/** A row as JSON properties: the asked columns, the id and the ETag. */
export function renderRow(
  call: Call,
  table: TableDefinition,
  row: Row,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  const wants = annotationsWanted(call);
  const rendered: Record<string, unknown> = { "@odata.etag": etagOf(row) };
  for (const property of propertiesOf(table, select)) {
    const column = columnOf(table, property);
    if (column === undefined) continue;
    const value = storedValue(table, row, column.name);
    rendered[property] = json(value);
    if (value === null || !wants.any) continue;
    for (const [annotation, text] of annotationsOf(call, table, column, value)) {
      if (wants.asks(annotation)) rendered[`${property}@${annotation}`] = text;
    }
  }
  return rendered;
}

/** `_x_value` for a lookup, else the column's own name. */
const propertyOf = (name: string, column: Column): string =>
  column.kind === "lookup" ? `_${name}_value` : name;

/** The column a property of the JSON shows. */
export function columnOf(
  table: TableDefinition,
  property: string,
): { readonly name: string; readonly column: Column } | undefined {
  const lookup = /^_(\w+)_value$/.exec(property)?.[1];
  const name = lookup ?? property;
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (column === undefined || (column.kind === "lookup") !== (lookup !== undefined))
    return undefined;
  return { name, column };
}

export function storedValue(table: TableDefinition, row: Row, name: string): StoredValue {
  if (name === table.idColumn) return row.id;
  if (name === "versionnumber") return row.version;
  return row.values[name] ?? null;
}

const allProperties = new WeakMap<TableDefinition, readonly string[]>();

function propertiesOf(
  table: TableDefinition,
  select: readonly string[] | undefined,
): readonly string[] {
  if (select !== undefined) return [...new Set([...select, table.idColumn])];
  const known = allProperties.get(table);
  if (known !== undefined) return known;
  const all = Object.entries(table.columns).map(([name, column]) => propertyOf(name, column));
  allProperties.set(table, all);
  return all;
}

function json(value: StoredValue): unknown {
  if (isLookup(value)) return value.id;
  if (typeof value === "object" && value !== null) return new LosslessNumber(value.decimal);
  return value;
}

const FORMATTED = "OData.Community.Display.V1.FormattedValue";
const NAVIGATION = "Microsoft.Dynamics.CRM.associatednavigationproperty";
const TARGET = "Microsoft.Dynamics.CRM.lookuplogicalname";

function annotationsWanted(call: Call): {
  readonly any: boolean;
  readonly asks: (annotation: string) => boolean;
} {
  const wanted = (call.preferences.get("include-annotations") ?? "").split(",").filter(Boolean);
  return {
    any: wanted.length > 0,
    asks: (annotation) =>
      wanted.some((pattern) =>
        pattern.endsWith("*")
          ? annotation.startsWith(pattern.slice(0, -1))
          : annotation === pattern,
      ),
  };
}

function annotationsOf(
  call: Call,
  table: TableDefinition,
  { name, column }: { readonly name: string; readonly column: Column },
  value: StoredValue,
): readonly (readonly [string, string])[] {
  if (isLookup(value) && column.kind === "lookup") {
    const navigation = column.targets.find((target) => target.table === value.table)?.navigation;
    return [
      [FORMATTED, nameOf(call.organization, value.table, value.id) ?? ""],
      [NAVIGATION, navigation ?? name],
      [TARGET, value.table],
    ];
  }
  const formatted = formattedValue(table, column, value);
  return formatted === undefined ? [] : [[FORMATTED, formatted]];
}

function formattedValue(
  table: TableDefinition,
  column: Column,
  value: StoredValue,
): string | undefined {
  switch (column.kind) {
    case "boolean":
      return value === true ? "Yes" : "No";
    case "choice":
      return typeof value === "number" ? column.options[value] : undefined;
    case "state":
      return typeof value === "number" ? table.states?.get(value)?.label : undefined;
    case "status":
      return [...(table.states?.values() ?? [])]
        .flatMap((state) => state.statuses)
        .find((status) => status.value === value)?.label;
    case "money":
      return typeof value === "object" && value !== null && "decimal" in value
        ? `$${withThousands(value.decimal)}`
        : undefined;
    case "date":
    case "dateTime":
    case "whole":
    case "decimal":
    case "version":
      return textOf(value);
    case "id":
    case "guid":
    case "text":
    case "memo":
    case "lookup":
      return undefined;
  }
}

const withThousands = (digits: string) =>
  digits.replace(
    /^(-?\d+)\.(\d\d).*$/,
    (_all, whole: string, cents: string) => `${whole.replace(/\B(?=(?:\d{3})+$)/g, ",")}.${cents}`,
  );
