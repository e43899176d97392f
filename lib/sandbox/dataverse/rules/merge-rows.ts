import * as z from "zod/mini";
import { ok, type Result } from "../../../domain/result.ts";
import { invalidArgument, noSuchRow, type Refusal } from "../refusals/refusal.ts";
import { type Call, lacking, tableNamed } from "../store/organization.ts";
import type { Row } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { asJsonObject } from "../values/json-body.ts";
import { changeRow, updateRow } from "./write-row.ts";

const Typed = z.looseObject({ "@odata.type": z.string() });
const Merge = z.object({
  Target: Typed,
  Subordinate: Typed,
  UpdateContent: z.optional(z.looseObject({})),
});

/** D27: the loser stays, inactive and marked; its children move to the winner. */
export function mergeRows(
  call: Call,
  body: Readonly<Record<string, unknown>>,
): Result<undefined, Refusal> {
  const parsed = Merge.safeParse(body);
  if (!parsed.success) return invalidArgument("Target and Subordinate are required.");
  const { Target, Subordinate, UpdateContent } = parsed.data;
  const table = mergeableTable(call, Target["@odata.type"]);
  if (table === undefined || Subordinate["@odata.type"] !== Target["@odata.type"]) {
    return invalidArgument(`'${Target["@odata.type"]}' does not support the Merge message.`);
  }
  const forbidden = lacking(call, "Write", table);
  if (forbidden !== undefined) return forbidden;
  const winner = rowNamed(call, table, Target);
  if (!winner.ok) return winner;
  const loser = rowNamed(call, table, Subordinate);
  if (!loser.ok) return loser;
  if (winner.value.id === loser.value.id) {
    return invalidArgument("A row cannot be merged with itself.");
  }
  const content = asJsonObject(table.entitySet, UpdateContent ?? {});
  if (!content.ok) return content;
  if (Object.keys(content.value).some((name) => !name.startsWith("@"))) {
    const updated = updateRow(call, table, winner.value, content.value);
    if (!updated.ok) return updated;
  }
  return retire(call, table, winner.value.id, loser.value.id);
}

function retire(
  call: Call,
  table: TableDefinition,
  winnerId: string,
  loserId: string,
): Result<undefined, Refusal> {
  const { store } = call.organization;
  const winner = { table: table.logicalName, id: winnerId };
  for (const reference of store.referencesTo(loserId)) {
    const rows = store.table(reference.table);
    const child = rows.get(reference.id);
    if (child === undefined || reference.column === "masterid") continue;
    // The winner itself may point to the loser, as to its parent; it cannot point to itself.
    const value = reference.id === winnerId ? null : winner;
    const moved = changeRow(call, rows.definition, child, { [reference.column]: value });
    if (!moved.ok) return moved;
  }
  const loser = store.table(table.logicalName).get(loserId);
  if (loser === undefined) return noSuchRow(table.logicalName, loserId);
  const retired = changeRow(call, table, loser, { statecode: 1, merged: true, masterid: winner });
  return retired.ok ? ok(undefined) : retired;
}

function mergeableTable(call: Call, type: string): TableDefinition | undefined {
  const name = type.replace(/^#?Microsoft\.Dynamics\.CRM\./, "");
  const known = call.organization.tables.some((table) => table.logicalName === name);
  const table = known ? tableNamed(call.organization, name) : undefined;
  return table?.mergeable === true ? table : undefined;
}

function rowNamed(
  call: Call,
  table: TableDefinition,
  body: Readonly<Record<string, unknown>>,
): Result<Row, Refusal> {
  const id = String(body[table.idColumn]).toLowerCase();
  const row = call.organization.store.table(table.logicalName).get(id);
  return row === undefined ? noSuchRow(table.logicalName, id) : ok(row);
}
