import { ok, type Result } from "../../../domain/result.ts";
import { type Refusal, refuse } from "../refusals/refusal.ts";
import { type Call, heldUntil, lacking, tableNamed, troubleWith } from "../store/organization.ts";
import type { Reference } from "../store/row-store.ts";
import type { Row } from "../tables/row.ts";
import type { OnDelete, TableDefinition } from "../tables/table-definition.ts";
import { changeRow } from "./write-row.ts";

/** Deletes a row; what points to it stands against it, goes with it or loses the link. */
export function deleteRow(
  call: Call,
  table: TableDefinition,
  row: Row,
): Result<undefined, Refusal> {
  const forbidden = lacking(call, "Delete", table) ?? troubleWith(call, row.id);
  return forbidden ?? call.organization.store.atomically(() => removeRow(call, table, row));
}

function removeRow(call: Call, table: TableDefinition, row: Row): Result<undefined, Refusal> {
  const { store } = call.organization;
  const references = store.referencesTo(row.id);
  if (references.some((reference) => onDelete(call, reference) === "restrict")) {
    return refuse(
      405,
      "0x80040227",
      `The ${table.schemaName} cannot be deleted because it is associated with another object.`,
    );
  }
  store.remove(table.logicalName, row.id, heldUntil(call.organization));
  for (const reference of references) {
    const followed = followReference(call, reference);
    if (!followed.ok) return followed;
  }
  return ok(undefined);
}

function onDelete(call: Call, reference: Reference): OnDelete {
  const column = tableNamed(call.organization, reference.table).columns[reference.column];
  return column?.kind === "lookup" ? column.onDelete : "removeLink";
}

function followReference(call: Call, reference: Reference): Result<undefined, Refusal> {
  const rows = call.organization.store.table(reference.table);
  const child = rows.get(reference.id);
  if (child === undefined) return ok(undefined);
  if (onDelete(call, reference) === "cascade") return removeRow(call, rows.definition, child);
  const unlinked = changeRow(call, rows.definition, child, { [reference.column]: null });
  return unlinked.ok ? ok(undefined) : unlinked;
}
