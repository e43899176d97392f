import { Big } from "big.js";
import { isLosslessNumber } from "lossless-json";
import { ok, type Result } from "../../../domain/result.ts";
import { badPayload, type Refusal, refuse } from "../refusals/refusal.ts";
import type { StoredValue } from "../tables/row.ts";
import type { Column, TableDefinition } from "../tables/table-definition.ts";

/** A value from a request's JSON as the column stores it; blank is null. */
export function readColumnValue(
  table: TableDefinition,
  name: string,
  column: Column,
  json: unknown,
): Result<StoredValue, Refusal> {
  if (json === null || json === "") return ok(null);
  const place = { table, name };
  switch (column.kind) {
    case "text":
    case "memo":
      return readText(place, column.max, json);
    case "id":
    case "guid":
      return readPattern(place, json, guid, "Edm.Guid", (text) => text.toLowerCase());
    case "date":
      return readPattern(place, json, date, "Edm.Date", (text) => text);
    case "dateTime":
      return readPattern(place, json, dateTime, "Edm.DateTimeOffset", wholeSeconds);
    case "boolean":
      return typeof json === "boolean" ? ok(json) : mismatch(place, json, "Edm.Boolean");
    case "whole":
      return readWhole(place, column, json);
    case "choice":
      return readChoice(place, Object.keys(column.options).map(Number), json);
    case "state":
      return readChoice(place, [...(table.states?.keys() ?? [])], json);
    case "status":
      return readChoice(place, statusesOf(table), json);
    case "decimal":
    case "money":
      return readDecimal(place, column.precision, json);
    case "version":
      return ok(null);
    case "lookup":
      return mismatch(place, json, "a navigation property");
  }
}

interface Place {
  readonly table: TableDefinition;
  readonly name: string;
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const date = /^(?:1[7-9]|[2-9]\d)\d\d-\d\d-\d\d$/;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/i;

const wholeSeconds = (text: string) => `${new Date(text).toISOString().slice(0, 19)}Z`;

const statusesOf = (table: TableDefinition): readonly number[] =>
  [...(table.states?.values() ?? [])].flatMap((state) => state.statuses.map(({ value }) => value));

function mismatch({ table }: Place, json: unknown, type: string) {
  const literal = isLosslessNumber(json) ? json.value : JSON.stringify(json);
  return badPayload(
    table.entitySet,
    `Cannot convert the literal '${literal}' to the expected type '${type}'.`,
  );
}

function readText(place: Place, max: number, json: unknown): Result<StoredValue, Refusal> {
  if (typeof json !== "string") return mismatch(place, json, "Edm.String");
  if (json.length <= max) return ok(json);
  return refuse(
    400,
    "0x80044331",
    `A validation error occurred.  The length of the '${place.name}' attribute of the '${place.table.logicalName}' entity exceeded the maximum allowed length of '${max}'.`,
  );
}

function readPattern(
  place: Place,
  json: unknown,
  pattern: RegExp,
  type: string,
  stored: (text: string) => string,
): Result<StoredValue, Refusal> {
  return typeof json === "string" && pattern.test(json) && !isImpossible(json)
    ? ok(stored(json))
    : mismatch(place, json, type);
}

const isImpossible = (text: string) =>
  /^\d{4}-\d\d-\d\d(?:T|$)/.test(text) && Number.isNaN(Date.parse(text));

function readWhole(
  place: Place,
  { min, max }: { readonly min: number; readonly max: number },
  json: unknown,
): Result<StoredValue, Refusal> {
  const value = wholeNumber(json);
  if (value === undefined) return mismatch(place, json, "Edm.Int32");
  if (value >= min && value <= max) return ok(value);
  return outOfRange(place, String(value), String(min), String(max));
}

function readChoice(
  place: Place,
  options: readonly number[],
  json: unknown,
): Result<StoredValue, Refusal> {
  const value = wholeNumber(json);
  if (value === undefined) return mismatch(place, json, "Edm.Int32");
  if (options.includes(value)) return ok(value);
  return refuse(
    400,
    "0x8004431a",
    `A validation error occurred. The value ${value} of '${place.name}' on record of type '${place.table.logicalName}' is outside the valid range. Accepted Values: ${options.join(",")}`,
  );
}

function wholeNumber(json: unknown): number | undefined {
  const value = isLosslessNumber(json) ? Number(json.value) : undefined;
  return Number.isInteger(value) ? value : undefined;
}

/** Money of the largest row still fits: 18 digits, four of them decimals. */
const largest = new Big("100000000000000");

function readDecimal(place: Place, precision: number, json: unknown): Result<StoredValue, Refusal> {
  if (!isLosslessNumber(json)) return mismatch(place, json, "Edm.Decimal");
  const value = new Big(json.value);
  if (value.abs().gt(largest)) {
    return outOfRange(place, json.value, `-${largest.toFixed()}`, largest.toFixed());
  }
  return ok({ decimal: value.toFixed(precision, Big.roundHalfUp) });
}

function outOfRange({ table, name }: Place, value: string, min: string, max: string) {
  return refuse(
    400,
    "0x80044330",
    `A validation error occurred. The value of '${name}' on record of type '${table.logicalName}' is outside the valid range. Value: ${value}, minimum: ${min}, maximum: ${max}.`,
  );
}
