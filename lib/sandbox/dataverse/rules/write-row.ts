import { ok, type Result } from "../../../domain/result.ts";
import { businessError, duplicateKey, type Refusal, refuse } from "../refusals/refusal.ts";
import { type Call, heldUntil, lacking, nowOf, troubleWith } from "../store/organization.ts";
import { etagOf, type Row, type StoredValue, type Values } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { type JsonObject, readPayload } from "../values/payload.ts";
import { noteCreated } from "./after-create.ts";
import { complete, withState } from "./computed-columns.ts";
import { hasDuplicate } from "./duplicates.ts";

/** Creates a row; `fixed` are the id or the key columns that stand in the URL. */
export function createRow(
  call: Call,
  table: TableDefinition,
  body: JsonObject,
  fixed: Values = {},
): Result<Row, Refusal> {
  const { organization } = call;
  const forbidden = lacking(call, "Create", table);
  if (forbidden !== undefined) return forbidden;
  const changes = readPayload(call, table, body, "create");
  if (!changes.ok) return changes;
  const { [table.idColumn]: bodyId, ...given } = { ...fixed, ...changes.value };
  const urlId = fixed[table.idColumn];
  const id = textOr(urlId, textOr(bodyId, organization.newId()));
  if (organization.store.table(table.logicalName).get(id) !== undefined) return duplicateKey();
  if (hasDuplicate(call, table, given, undefined)) return duplicateFound(call);

  const now = nowOf(organization);
  const initial = { ...initialValues(table), ...ownership(call, table), ...given };
  const state = withState(table, initial, given, undefined);
  if (!state.ok) return state;
  const stored = store(call, table, id, undefined, {
    ...state.value,
    createdon: given["overriddencreatedon"] ?? now,
    createdby: { table: "systemuser", id: call.userId },
  });
  if (stored.ok) noteCreated(call, table, stored.value);
  return stored;
}

export function updateRow(
  call: Call,
  table: TableDefinition,
  before: Row,
  body: JsonObject,
): Result<Row, Refusal> {
  const forbidden = lacking(call, "Write", table) ?? troubleWith(call, before.id);
  if (forbidden !== undefined) return forbidden;
  if (isClosed(call, table, before)) {
    return businessError(
      `The ${table.logicalName} with Id ${before.id} is closed and cannot be changed.`,
    );
  }
  const changes = readPayload(call, table, body, "update");
  if (!changes.ok) return changes;
  if (hasDuplicate(call, table, { ...before.values, ...changes.value }, before.id)) {
    return duplicateFound(call);
  }
  return changeRow(call, table, before, changes.value);
}

/** For the service's own changes too: no privilege and no closed state stands against them. */
export function changeRow(
  call: Call,
  table: TableDefinition,
  before: Row,
  changes: Values,
): Result<Row, Refusal> {
  const state = withState(table, { ...before.values, ...changes }, changes, before);
  return state.ok ? store(call, table, before.id, before, state.value) : state;
}

function store(
  call: Call,
  table: TableDefinition,
  id: string,
  before: Row | undefined,
  values: Values,
): Result<Row, Refusal> {
  const { organization } = call;
  const completed = complete(call, table, values, before);
  if (!completed.ok) return completed;
  const clash = organization.store.table(table.logicalName).clash({ id, values: completed.value });
  if (clash !== undefined) return keyTaken(table, clash);
  const stamped = {
    ...completed.value,
    modifiedon: nowOf(organization),
    modifiedby: { table: "systemuser", id: call.userId },
  };
  return ok(
    organization.store.put(table.logicalName, id, filled(stamped), heldUntil(organization)),
  );
}

function keyTaken(table: TableDefinition, columns: readonly string[]) {
  const isAlternateKey = (table.alternateKeys ?? []).some((key) => key === columns);
  if (!isAlternateKey) return duplicateKey();
  return refuse(
    412,
    "0x80060892",
    `A record that has the attribute values ${columns.join(", ")} already exists. The entity key requires that this set of attributes contains unique values. Select unique values and try again.`,
  );
}

const duplicateFound = (call: Call) =>
  refuse(
    call.organization.faults.variant("duplicateIs500") ? 500 : 412,
    "0x80040333",
    "A record was not created or updated because a duplicate of the current record already exists.",
  );

function isClosed(call: Call, table: TableDefinition, row: Row): boolean {
  if (call.organization.faults.variant("closedRowsWritable")) return false;
  return (table.closedStates ?? []).some((state) => state === row.values["statecode"]);
}

function initialValues(table: TableDefinition): Values {
  const values: Record<string, StoredValue> = {};
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.initial !== undefined) values[name] = column.initial;
  }
  return values;
}

const ownership = (call: Call, table: TableDefinition): Values =>
  "ownerid" in table.columns ? { ownerid: { table: "systemuser", id: call.userId } } : {};

const filled = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

const textOr = (value: StoredValue | undefined, otherwise: string) =>
  typeof value === "string" ? value : otherwise;

/** Whether the `If-Match` of a request allows to change this row. */
export const versionFits = (ifMatch: string | undefined, row: Row): boolean =>
  ifMatch === undefined || ifMatch === "*" || ifMatch === etagOf(row);
