import { isNumber, isSafeNumber, parse } from "lossless-json";
import type { WireDecimal, WireFields, WireValue } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";

/** A bare number that a double may not keep: many digits, or a large exponent. */
const delicateNumber = /(?:^|[:,[])\s*-?(?:[\d.]{16,}|[\d.]+[eE][+-]?\d{3})/;

/** Parses JSON, with or without a byte order mark; numbers with more digits than a double keeps become `{decimal: "…"}`. */
export function parseJson(marked: string): Result<unknown, string> {
  const text = marked.startsWith("\uFEFF") ? marked.slice(1) : marked;
  try {
    return ok(delicateNumber.test(text) ? parse(text, undefined, toWireNumber) : JSON.parse(text));
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Prints the fields of a record; a `{decimal: "…"}` among them goes out as a bare number with all its
 * digits. A column that is called `decimal` is a column like any other.
 */
export const printFields = (fields: WireFields): string =>
  `{${Object.entries(fields)
    .map(([column, value]) => `${JSON.stringify(column)}:${printValue(value)}`)
    .join(",")}}`;

const printValue = (value: WireValue): string =>
  isWireDecimal(value) ? value.decimal : JSON.stringify(value);

const toWireNumber = (text: string): number | WireDecimal =>
  isSafeNumber(text) ? Number(text) : { decimal: text };

const isWireDecimal = (value: unknown): value is WireDecimal =>
  typeof value === "object" &&
  value !== null &&
  "decimal" in value &&
  typeof value.decimal === "string" &&
  isNumber(value.decimal) &&
  Object.keys(value).length === 1;

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value of a row: neither a list nor an object. */
export const isWireValue = (value: unknown): value is WireValue =>
  value === null ||
  typeof value === "string" ||
  typeof value === "number" ||
  typeof value === "boolean" ||
  isWireDecimal(value);
