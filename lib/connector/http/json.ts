import { isNumber, isSafeNumber, parse, stringify } from "lossless-json";
import type { WireDecimal, WireValue } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";

/** A bare number that a double may not keep: many digits, or a large exponent. */
const delicateNumber = /(?:^|[:,[])\s*-?(?:[\d.]{16,}|[\d.]+[eE][+-]?\d{3})/;

/** Parses JSON; numbers with more digits than a double keeps become `{decimal: "…"}`. */
export function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(delicateNumber.test(text) ? parse(text, undefined, toWireNumber) : JSON.parse(text));
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** Prints JSON; a `{decimal: "…"}` goes out as a bare number with all its digits. */
export function printJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('"decimal":')) return text;
  return (
    stringify(value, undefined, undefined, [
      { test: isWireDecimal, stringify: (number) => (isWireDecimal(number) ? number.decimal : "") },
    ]) ?? text
  );
}

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
