import { ok, type Result } from "../../../domain/result.ts";
import { badPayload, type Refusal } from "../refusals/refusal.ts";
import type { Call } from "../store/organization.ts";
import type { StoredValue } from "../tables/row.ts";
import type { Column, LookupTarget, TableDefinition } from "../tables/table-definition.ts";
import { readColumnValue } from "./column-value.ts";
import { followLink } from "./resource-path.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export type Changes = Readonly<Record<string, StoredValue>>;

/** The columns a body sets; what may not be set in this way is left out without a word. */
export function readPayload(
  call: Call,
  table: TableDefinition,
  body: JsonObject,
  mode: "create" | "update",
): Result<Changes, Refusal> {
  const changes: Record<string, StoredValue> = {};
  for (const [property, json] of Object.entries(body)) {
    const read = property.endsWith("@odata.bind")
      ? readBinding(call, table, property, json)
      : readProperty(table, property, json);
    if (!read.ok) return read;
    if (read.value === undefined) continue;
    const { column, value } = read.value;
    if (maySet(table.columns[column], mode)) changes[column] = value;
  }
  return ok(changes);
}

type Setting = { readonly column: string; readonly value: StoredValue } | undefined;

function maySet(column: Column | undefined, mode: "create" | "update"): boolean {
  switch (column?.write) {
    case "always":
      return true;
    case "onCreate":
      return mode === "create";
    case "onUpdate":
      return mode === "update";
    case "never":
    case undefined:
      return false;
  }
}

function readProperty(
  table: TableDefinition,
  property: string,
  json: unknown,
): Result<Setting, Refusal> {
  if (property.includes("@")) return ok(undefined);
  const column = table.columns[property];
  if (column !== undefined && column.kind !== "lookup") {
    const value = readColumnValue(table, property, column, json);
    return value.ok ? ok({ column: property, value: value.value }) : value;
  }
  const bound = navigationOf(table, property);
  if (bound !== undefined && json === null) return ok({ column: bound.column, value: null });
  if (bound !== undefined) {
    return badPayload(table.entitySet, `Deep insert through '${property}' is not offered here.`);
  }
  if (/^_\w+_value$/.test(property)) {
    return badPayload(
      table.entitySet,
      `A 'PrimitiveValue' node was found for the read-only property '${property}'. Use '@odata.bind' on its navigation property.`,
    );
  }
  return badPayload(
    table.entitySet,
    `The property '${property}' does not exist on type 'Microsoft.Dynamics.CRM.${table.logicalName}'. Make sure to only use property names that are defined by the type.`,
  );
}

function readBinding(
  call: Call,
  table: TableDefinition,
  property: string,
  json: unknown,
): Result<Setting, Refusal> {
  const navigation = property.slice(0, -"@odata.bind".length);
  const bound = navigationOf(table, navigation);
  if (bound === undefined) {
    return badPayload(
      table.entitySet,
      `An undeclared property '${navigation}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
    );
  }
  if (json === null) return ok({ column: bound.column, value: null });
  if (typeof json !== "string") {
    return badPayload(table.entitySet, `The value of '${property}' must be a resource link.`);
  }
  const linked = followLink(call, json);
  if (!linked.ok) return linked;
  const { logicalName } = linked.value.table;
  if (logicalName !== bound.target.table) {
    return badPayload(
      table.entitySet,
      `'${navigation}' takes a '${bound.target.table}', not a '${logicalName}'.`,
    );
  }
  return ok({ column: bound.column, value: { table: logicalName, id: linked.value.row.id } });
}

/** The lookup column behind the name of a navigation property. */
export function navigationOf(
  table: TableDefinition,
  navigation: string,
): { readonly column: string; readonly target: LookupTarget } | undefined {
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.kind !== "lookup") continue;
    const target = column.targets.find((candidate) => candidate.navigation === navigation);
    if (target !== undefined) return { column: name, target };
  }
  return undefined;
}
