import type { Condition } from "../../../../lib/domain/mapping/mapping.ts";

type ConditionValue = Condition["value"];
type Scalar = string | number | boolean | null;

const takesList: Readonly<Record<Condition["is"], boolean>> = {
  equal: false,
  notEqual: false,
  oneOf: true,
  noneOf: true,
  blank: false,
  notBlank: false,
  greater: false,
  less: false,
  startsWith: false,
};

export const takesNoValue = (is: Condition["is"]): boolean => is === "blank" || is === "notBlank";

/** A value as a person types it: a text that looks like a number, or has a comma, stands in quotes. */
export function textOfValue(value: ConditionValue): string {
  if (value === undefined) return "";
  return Array.isArray(value) ? value.map(textOfScalar).join(", ") : textOfScalar(value);
}

export function valueOfText(is: Condition["is"], text: string): ConditionValue {
  if (takesNoValue(is)) return undefined;
  return takesList[is] ? partsOf(text).map(scalarOf) : scalarOf(text);
}

/** What stands in quotes is one part, commas or not. */
const partsOf = (text: string): readonly string[] =>
  (text.match(/\s*"(?:[^"\\]|\\.)*"\s*(?=,|$)|[^,]+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== "");

const textOfScalar = (value: Scalar): string =>
  typeof value === "string" && value !== "" && scalarOf(value) === value && !/[",]/.test(value)
    ? value
    : JSON.stringify(value);

/** Numbers, true, false, null and texts in quotes are what JSON takes them for; all else is text. */
function scalarOf(text: string): Scalar {
  const trimmed = text.trim();
  try {
    const parsed: unknown = JSON.parse(trimmed);
    return isScalar(parsed) ? parsed : trimmed;
  } catch {
    return trimmed;
  }
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || ["string", "number", "boolean"].includes(typeof value);
