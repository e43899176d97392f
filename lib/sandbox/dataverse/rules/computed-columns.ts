import { Big } from "big.js";
import { ok, type Result } from "../../../domain/result.ts";
import { businessError, invalidArgument, type Refusal, refuse } from "../refusals/refusal.ts";
import { type Call, type Organization, tableNamed } from "../store/organization.ts";
import { lookupIn, type Row, type StoredValue, textOf, type Values } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";

/** A row about to be stored: what its table adds to it, or why it cannot be. */
export function complete(
  call: Call,
  table: TableDefinition,
  values: Values,
  before: Row | undefined,
): Result<Values, Refusal> {
  const problem = lack(table, values) ?? misfit(call, table, values, before);
  if (problem !== undefined) return problem;
  return ok(withMoney(call.organization, table, withNames(table, withCustomer(table, values))));
}

function lack(table: TableDefinition, values: Values) {
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.required === true && (values[name] ?? null) === null) {
      return invalidArgument(
        `A required value is missing: '${name}' of '${table.logicalName}' cannot be empty.`,
      );
    }
  }
  return undefined;
}

function misfit(call: Call, table: TableDefinition, values: Values, before: Row | undefined) {
  switch (table.logicalName) {
    case "product":
      return unitOutsideGroup(call.organization, values);
    case "opportunity":
      return closedByHand(values, before);
    default:
      return undefined;
  }
}

function unitOutsideGroup({ store }: Organization, values: Values) {
  const unit = lookupIn(values, "defaultuomid");
  const group = lookupIn(values, "defaultuomscheduleid");
  const unitRow = unit === undefined ? undefined : store.table("uom").get(unit.id);
  const groupOfUnit = unitRow === undefined ? undefined : lookupIn(unitRow.values, "uomscheduleid");
  if (groupOfUnit?.id === group?.id) return undefined;
  return invalidArgument("The default unit must belong to the unit group of the product.");
}

function closedByHand(values: Values, before: Row | undefined) {
  const isOpen = before === undefined || before.values["statecode"] === 0;
  if (!isOpen || values["statecode"] === 0) return undefined;
  return businessError(
    "This message can not be used to set the state of opportunity to Won or Lost. Use the WinOpportunity or LoseOpportunity message instead.",
  );
}

/** The state and status of a row after a change: a status alone must fit, a state alone picks one. */
export function withState(
  table: TableDefinition,
  values: Values,
  given: Values,
  before: Row | undefined,
): Result<Values, Refusal> {
  if (table.states === undefined) return ok(values);
  const current = before?.values["statecode"] ?? table.initialState ?? 0;
  const state = given["statecode"] ?? current;
  const stays = before !== undefined && state === current;
  const offered = typeof state === "number" ? table.states.get(state) : undefined;
  const status =
    given["statuscode"] ?? (stays ? before.values["statuscode"] : offered?.statuses[0]?.value);
  if (!offered?.statuses.some(({ value }) => value === status)) {
    const label = offered?.label ?? textOf(state);
    return refuse(
      400,
      "0x80048408",
      `${textOf(status ?? null)} is not a valid status code for state code ${table.schemaName}State.${label} on ${table.logicalName} with Id ${before?.id ?? ""}.`,
    );
  }
  return ok({ ...values, statecode: state, statuscode: status ?? null });
}

/** A contact's and a user's full name, by "first middle last". */
function withNames(table: TableDefinition, values: Values): Values {
  if (table.logicalName !== "contact" && table.logicalName !== "systemuser") return values;
  const parts = [values["firstname"], values["middlename"], values["lastname"]];
  const fullname = parts.filter((part) => typeof part === "string").join(" ");
  return { ...values, fullname: fullname === "" ? null : fullname };
}

/** An opportunity's customer is its account, or else its contact, unless bound itself. */
function withCustomer(table: TableDefinition, values: Values): Values {
  if (table.logicalName !== "opportunity" || (values["customerid"] ?? null) !== null) return values;
  const customerid = values["parentaccountid"] ?? values["parentcontactid"] ?? null;
  return { ...values, customerid };
}

/** Money stands in the row's currency, by default the organisation's; `_base` is computed. */
function withMoney(organization: Organization, table: TableDefinition, values: Values): Values {
  const amounts = Object.keys(table.columns).filter(
    (name) => `${name}_base` in table.columns && (values[name] ?? null) !== null,
  );
  const given = values["transactioncurrencyid"] ?? null;
  if (!("exchangerate" in table.columns) || table.logicalName === "transactioncurrency") {
    return values;
  }
  if (given === null && amounts.length === 0) return { ...values, ...blankBases(table, amounts) };
  const transactioncurrencyid = given ?? baseCurrency(organization);
  const currency = lookupIn({ transactioncurrencyid }, "transactioncurrencyid");
  const row = organization.store.table("transactioncurrency").get(currency?.id ?? "");
  const rate = digitsOf(row?.values["exchangerate"]) ?? "1";
  const bases = amounts.map((name): [string, StoredValue] => {
    const base = new Big(digitsOf(values[name]) ?? "0").div(rate).toFixed(4, Big.roundHalfUp);
    return [`${name}_base`, { decimal: base }];
  });
  return {
    ...values,
    transactioncurrencyid,
    exchangerate: { decimal: new Big(rate).toFixed(10) },
    ...blankBases(table, amounts),
    ...Object.fromEntries(bases),
  };
}

const blankBases = (table: TableDefinition, amounts: readonly string[]): Values =>
  Object.fromEntries(
    Object.keys(table.columns)
      .filter((name) => name.endsWith("_base") && !amounts.includes(name.slice(0, -5)))
      .map((name) => [name, null]),
  );

const digitsOf = (value: StoredValue | undefined) =>
  typeof value === "object" && value !== null && "decimal" in value ? value.decimal : undefined;

function baseCurrency({ store }: Organization): StoredValue {
  for (const row of store.table("organization").inKeyOrder()) {
    return row.values["basecurrencyid"] ?? null;
  }
  return null;
}

export const nameOf = (organization: Organization, logicalName: string, id: string) => {
  const row = organization.store.table(logicalName).get(id);
  const name = row?.values[tableNamed(organization, logicalName).nameColumn];
  return typeof name === "string" ? name : undefined;
};
