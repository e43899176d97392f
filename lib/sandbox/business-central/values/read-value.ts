import { Big } from "big.js";
import { isLosslessNumber } from "lossless-json";

import { ok, type Result } from "../../../domain/result.ts";
import { badRequest, dialog, type Refusal, refuse } from "../refusals/refusal.ts";
import type { Column } from "../tables/columns.ts";
import type { Stored } from "../tables/row.ts";
import { escapedChoice } from "./wire-text.ts";

type Read = Result<Stored, Refusal>;

/** Takes a property of a request's body as the column would, or says what is wrong with it. */
export function readValue(name: string, column: Column, raw: unknown): Read {
  switch (column.kind) {
    case "text":
      return readText(name, column, raw);
    case "code":
      return readCode(raw, column.max);
    case "keyOfReference":
      return readCode(raw, 20);
    case "id":
    case "guid":
    case "reference":
    case "customerOfContact":
      return readGuid(raw);
    case "boolean":
      return typeof raw === "boolean" ? ok(raw) : unconvertible(raw, "Edm.Boolean");
    case "integer":
      return isLosslessNumber(raw) && /^-?\d{1,9}$/u.test(raw.value)
        ? ok(Number(raw.value))
        : unconvertible(raw, "Edm.Int32");
    case "date":
      return readDate(raw);
    case "decimal":
      return readDecimal(name, column, raw);
    case "choice":
      return readChoice(column.options, raw);
    case "modified":
    case "created":
    case "fieldOfReference":
    case "businessRelation":
      return ok("");
  }
}

const unconvertible = (raw: unknown, type: string): Read =>
  badRequest(`Cannot convert the literal '${shown(raw)}' to the expected type '${type}'.`);

const shown = (raw: unknown): string => (isLosslessNumber(raw) ? raw.value : JSON.stringify(raw));

function readText(name: string, column: Column & { kind: "text" }, raw: unknown): Read {
  if (typeof raw !== "string") return unconvertible(raw, "Edm.String");
  if (raw.length > column.max) return tooLong(raw, column.max);
  if (column.required === true && raw.trim() === "") {
    return dialog(`The blank "${name}" is not allowed.`);
  }
  if (column.format === "phone" && /\p{L}/u.test(raw)) {
    return dialog("Phone No. must not contain letters.");
  }
  if (column.format === "email" && !isEmailList(raw)) {
    return refuse(
      400,
      "Application_FieldValidationException",
      `The email address "${raw}" is not valid.`,
    );
  }
  return ok(raw);
}

const isEmailList = (text: string): boolean =>
  text === "" ||
  text.split(";").every((one) => /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*$/u.test(one.trim()));

function readCode(raw: unknown, max: number): Read {
  if (typeof raw !== "string") return unconvertible(raw, "Edm.String");
  const code = raw.trim().toUpperCase();
  return code.length > max ? tooLong(code, max) : ok(code);
}

const tooLong = (value: string, max: number): Read =>
  refuse(
    400,
    "Application_StringExceededLength",
    `The length of the string is ${value.length}, but it must be less than or equal to ${max} characters. Value: ${value}`,
  );

function readGuid(raw: unknown): Read {
  if (typeof raw !== "string") return unconvertible(raw, "Edm.Guid");
  return guidPattern.test(raw) ? ok(raw.toLowerCase()) : unconvertible(raw, "Edm.Guid");
}

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

function readDate(raw: unknown): Read {
  if (typeof raw !== "string" || !/^\d{4}-\d{2}-\d{2}$/u.test(raw)) {
    return badRequest("Unable to convert value to Date");
  }
  const day = new Date(`${raw}T00:00:00Z`);
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(raw);
  return exists ? ok(raw) : badRequest("Unable to convert value to Date");
}

/** AL decimals hold 18 significant digits. */
function readDecimal(name: string, column: Column & { kind: "decimal" }, raw: unknown): Read {
  if (!isLosslessNumber(raw)) return unconvertible(raw, "Edm.Decimal");
  const number = new Big(raw.value);
  if (number.c.length > 18) return unconvertible(raw, "Edm.Decimal");
  if (column.notNegative === true && number.lt(0)) {
    return dialog(`The value of ${name} must be greater than or equal to 0.`);
  }
  const rounded =
    column.decimals === undefined ? number : number.round(column.decimals, Big.roundHalfUp);
  return ok(rounded.eq(0) ? "0" : rounded.toFixed());
}

/** B30: the escaped name and the plain one are both taken. */
function readChoice(options: readonly string[], raw: unknown): Read {
  if (typeof raw !== "string") return unconvertible(raw, "Edm.String");
  const found = options.find((option) => option === raw || escapedChoice(option) === raw);
  if (found !== undefined) return ok(found);
  return refuse(
    400,
    "Unknown",
    `'${raw}' is not an option. The existing options are: ${options.join(",")}`,
  );
}
