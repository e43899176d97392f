import { Big } from "big.js";
import type { Condition } from "../mapping/mapping.ts";
import type { WireFields, WireValue } from "../record.ts";
import { failed, ok, type Result } from "../result.ts";
import { appName, type Side } from "../side.ts";
import { plainName } from "./choice.ts";
import { type Trouble, textOfWire } from "./conversion-error.ts";
import { tidyGuid } from "./guid.ts";

/** F1: every condition must hold. One that cannot be decided does not hold; `filterTrouble` says so. */
export const matches = (filter: readonly Condition[], record: WireFields): boolean =>
  filter.every((condition) => {
    const holds = judged(condition, record);
    return holds.ok && holds.value;
  });

/** The first condition that does not fit the kind of value found: the mapping or the schema is wrong. */
export function filterTrouble(
  filter: readonly Condition[],
  side: Side,
  record: WireFields,
): Trouble | undefined {
  for (const condition of filter) {
    const holds = judged(condition, record);
    if (!holds.ok) {
      return {
        message: `The filter on "${condition.column}" in ${appName[side]} cannot be applied: ${holds.failure}.`,
        hint: `Correct the filter of the table mapping, or the type of "${condition.column}".`,
        drift: true,
      };
    }
  }
  return undefined;
}

/** For people: the first condition that keeps a record outside; undefined when none does, or none can be decided. */
export function obstacleIn(filter: readonly Condition[], record: WireFields): string | undefined {
  const failing = filter.find((condition) => {
    const holds = judged(condition, record);
    return holds.ok && !holds.value;
  });
  if (failing === undefined) return undefined;
  const { column, is, value } = failing;
  const found = record[column] ?? null;
  const present = typeof found === "string" ? JSON.stringify(found) : textOfWire(found);
  const wanted = value === undefined ? words[is] : `${words[is]} ${JSON.stringify(value)}`;
  return `"${column}" has to be ${wanted}, and it is ${found === null ? "blank" : present}`;
}

const words: Readonly<Record<Condition["is"], string>> = {
  blank: "blank",
  notBlank: "filled in",
  equal: "equal to",
  notEqual: "other than",
  oneOf: "one of",
  noneOf: "none of",
  greater: "greater than",
  less: "less than",
  startsWith: "a text that starts with",
};

type Judged = Result<boolean, string>;
type Scalar = string | number | boolean | null;

function judged(condition: Condition, record: WireFields): Judged {
  const found = record[condition.column];
  if (found === undefined) return failed("the record has no such property");
  switch (condition.is) {
    case "blank":
      return ok(isBlank(found));
    case "notBlank":
      return ok(!isBlank(found));
    case "equal":
      return isOneOf(found, [scalarOf(condition)]);
    case "notEqual":
      return negated(isOneOf(found, [scalarOf(condition)]));
    case "oneOf":
      return isOneOf(found, listOf(condition));
    case "noneOf":
      return negated(isOneOf(found, listOf(condition)));
    case "greater":
      return compared(found, scalarOf(condition), (order) => order > 0);
    case "less":
      return compared(found, scalarOf(condition), (order) => order < 0);
    case "startsWith":
      return startsWith(found, scalarOf(condition));
  }
}

function isOneOf(found: WireValue, wanted: readonly Scalar[]): Judged {
  let isFound = false;
  for (const each of wanted) {
    const same = isSame(found, each);
    if (!same.ok) return same;
    isFound ||= same.value;
  }
  return ok(isFound);
}

/** F2: blanks are equal to each other, a blank boolean is false, a blank number is no number. */
function isSame(found: WireValue, wanted: Scalar): Judged {
  if (wanted === null || wanted === "") return ok(isBlank(found));
  if (typeof wanted === "boolean") {
    if (found === null) return ok(!wanted);
    return typeof found === "boolean" ? ok(found === wanted) : unfit(found, wanted);
  }
  if (found === null) return ok(false);
  if (found === wanted) return ok(true);
  if (typeof wanted === "number") {
    return isNumber(found) ? ok(new Big(textOfWire(found)).eq(wanted)) : unfit(found, wanted);
  }
  return typeof found === "string"
    ? ok(textForm(found) === textForm(wanted))
    : unfit(found, wanted);
}

/** F3: numbers by size; texts and dates as text, which for ISO dates is their order. */
function compared(found: WireValue, limit: Scalar, holds: (order: number) => boolean): Judged {
  if (found === null) return ok(false);
  if (typeof limit === "number" && isNumber(found)) {
    return ok(holds(new Big(textOfWire(found)).cmp(limit)));
  }
  if (typeof limit === "string" && typeof found === "string") {
    return ok(!isBlank(found) && holds(found < limit ? -1 : found > limit ? 1 : 0));
  }
  return unfit(found, limit);
}

function startsWith(found: WireValue, start: Scalar): Judged {
  if (found === null) return ok(false);
  return typeof found === "string" && typeof start === "string"
    ? ok(found.startsWith(start))
    : unfit(found, start);
}

/** F4: enum names with or without escapes and GUIDs in any case are the same. */
const textForm = (text: string): string => tidyGuid(text) ?? plainName(text);

const isBlank = (found: WireValue): boolean =>
  found === null ||
  (typeof found === "string" && (blanks.has(textForm(found)) || found.startsWith("0001-01-01")));

const blanks: ReadonlySet<string> = new Set(["", "00000000-0000-0000-0000-000000000000"]);

const isNumber = (found: WireValue): boolean =>
  typeof found === "number" || (typeof found === "object" && found !== null);

const scalarOf = ({ value }: Condition): Scalar =>
  Array.isArray(value) || value === undefined ? null : value;

const listOf = ({ value }: Condition): readonly Scalar[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const negated = (judgement: Judged): Judged => (judgement.ok ? ok(!judgement.value) : judgement);

const unfit = (found: WireValue, wanted: Scalar): Judged =>
  failed(
    `it compares with ${JSON.stringify(wanted)}, but found ${JSON.stringify(textOfWire(found).slice(0, 60))}`,
  );
