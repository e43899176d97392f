import { Big } from "big.js";
import type { WireValue } from "../../domain/record.ts";
import type { ComparisonOperator, Filter, Literal, Operand, TextTest } from "./filter.ts";

/** How an app reads a row's properties and compares its texts. */
export interface RowReading {
  readonly valueOf: (property: string) => WireValue | undefined;
  readonly ignoreCase: boolean;
}

/** Whether a row fulfils a filter. Nothing but null equals null, as in OData. */
export function matchesFilter(filter: Filter, row: RowReading): boolean {
  switch (filter.kind) {
    case "and":
      return filter.parts.every((part) => matchesFilter(part, row));
    case "or":
      return filter.parts.some((part) => matchesFilter(part, row));
    case "not":
      return !matchesFilter(filter.part, row);
    case "comparison":
      return compares(filter.operator, valueOf(filter.left, row), valueOf(filter.right, row), row);
    case "textTest":
      return passesTextTest(filter.test, valueOf(filter.text, row), valueOf(filter.part, row), row);
    case "oneOf": {
      const subject = valueOf(filter.subject, row);
      return filter.values.some((value) => compares("eq", subject, literalValue(value), row));
    }
  }
}

/** Negative, zero or positive; blanks come first. For `$orderby` as well. */
export function compareValues(left: WireValue, right: WireValue, ignoreCase: boolean): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (isNumeric(left) && isNumeric(right)) return compareNumbers(left, right);
  if (typeof left === "string" && typeof right === "string") {
    return compareTexts(left, right, ignoreCase);
  }
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  return compareTexts(textOf(left), textOf(right), ignoreCase);
}

function compares(
  operator: ComparisonOperator,
  left: WireValue,
  right: WireValue,
  row: RowReading,
): boolean {
  if (left === null || right === null) {
    if (operator === "eq") return left === right;
    return operator === "ne" && left !== right;
  }
  const order = compareValues(left, right, row.ignoreCase);
  switch (operator) {
    case "eq":
      return order === 0;
    case "ne":
      return order !== 0;
    case "gt":
      return order > 0;
    case "ge":
      return order >= 0;
    case "lt":
      return order < 0;
    case "le":
      return order <= 0;
  }
}

function passesTextTest(
  test: TextTest,
  text: WireValue,
  part: WireValue,
  row: RowReading,
): boolean {
  if (text === null || part === null) return false;
  const fold = (value: WireValue) => (row.ignoreCase ? textOf(value).toLowerCase() : textOf(value));
  switch (test) {
    case "startswith":
      return fold(text).startsWith(fold(part));
    case "endswith":
      return fold(text).endsWith(fold(part));
    case "contains":
      return fold(text).includes(fold(part));
  }
}

function valueOf(operand: Operand, row: RowReading): WireValue {
  switch (operand.kind) {
    case "literal":
      return literalValue(operand.literal);
    case "property":
      return row.valueOf(operand.name) ?? null;
    case "call": {
      const value = valueOf(operand.argument, row);
      if (typeof value !== "string") return value;
      if (operand.call === "trim") return value.trim();
      return operand.call === "tolower" ? value.toLowerCase() : value.toUpperCase();
    }
  }
}

function literalValue(literal: Literal): WireValue {
  switch (literal.kind) {
    case "text":
      return literal.text;
    case "number":
      return { decimal: literal.digits };
    case "guid":
      return literal.guid;
    case "date":
      return literal.date;
    case "dateTime":
      return literal.dateTime;
    case "boolean":
      return literal.boolean;
    case "null":
      return null;
  }
}

const isNumeric = (value: WireValue): value is number | { readonly decimal: string } =>
  typeof value === "number" || (typeof value === "object" && value !== null);

type Numeric = number | { readonly decimal: string };

const digitsOf = (value: Numeric) => (typeof value === "number" ? value : value.decimal);

function compareNumbers(left: Numeric, right: Numeric): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return new Big(digitsOf(left)).cmp(digitsOf(right));
}

const instant = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?$/i;

function compareTexts(left: string, right: string, ignoreCase: boolean): number {
  if (instant.test(left) && instant.test(right)) return compareInstants(left, right);
  const [a, b] = ignoreCase ? [left.toLowerCase(), right.toLowerCase()] : [left, right];
  return a < b ? -1 : Number(a > b);
}

/** A time without a zone is UTC in both apps; fractions finer than a millisecond are not kept. */
function compareInstants(left: string, right: string): number {
  const zoned = (text: string) =>
    /(?:Z|[+-]\d\d:\d\d)$/i.test(text) || text.length === 10 ? text : `${text}Z`;
  return Date.parse(zoned(left)) - Date.parse(zoned(right));
}

function textOf(value: WireValue): string {
  if (value === null) return "";
  return typeof value === "object" ? value.decimal : String(value);
}
