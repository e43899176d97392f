import type { Call } from "../store/organization.ts";
import type { StoredValue, Values } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";

/** The published duplicate rules, which are asked only when the request wants it. */
export function hasDuplicate(
  call: Call,
  table: TableDefinition,
  values: Values,
  ownId: string | undefined,
): boolean {
  if (call.headers["mscrm.suppressduplicatedetection"] !== "false") return false;
  const rules = (table.duplicateRules ?? []).filter((columns) =>
    columns.every((column) => (values[column] ?? null) !== null),
  );
  if (rules.length === 0) return false;
  for (const row of call.organization.store.table(table.logicalName).inKeyOrder()) {
    if (row.id !== ownId && rules.some((columns) => isAlike(columns, row.values, values))) {
      return true;
    }
  }
  return false;
}

const isAlike = (columns: readonly string[], one: Values, other: Values) =>
  columns.every((column) => folded(one[column]) === folded(other[column]));

const folded = (value: StoredValue | undefined) =>
  typeof value === "string" ? value.trim().toLowerCase() : value;
