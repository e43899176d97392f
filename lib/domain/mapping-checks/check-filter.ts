import type { Condition } from "../mapping/mapping.ts";
import type { MappingFault } from "../mapping/mapping-fault.ts";
import type { Side } from "../side.ts";

/** M2: the value of a condition must be what its operator compares with. */
export const checkFilter = (side: Side, filter: readonly Condition[]): readonly MappingFault[] =>
  filter.flatMap((condition, index) => {
    const needed = needs[condition.is];
    return fits[needed](condition.value)
      ? []
      : [
          {
            path: `${side}/filter/${index}`,
            message: `The condition on "${condition.column}" with "${condition.is}" needs ${needed}.`,
          },
        ];
  });

type Needed =
  | "no value"
  | "one value"
  | "a list of at least one value"
  | "a number, or a text or date"
  | "a text";

const needs: Readonly<Record<Condition["is"], Needed>> = {
  equal: "one value",
  notEqual: "one value",
  oneOf: "a list of at least one value",
  noneOf: "a list of at least one value",
  blank: "no value",
  notBlank: "no value",
  greater: "a number, or a text or date",
  less: "a number, or a text or date",
  startsWith: "a text",
};

const fits: Readonly<Record<Needed, (value: Condition["value"]) => boolean>> = {
  "no value": (value) => value === undefined,
  "one value": (value) => value !== undefined && !Array.isArray(value),
  "a list of at least one value": (value) => Array.isArray(value) && value.length > 0,
  "a number, or a text or date": (value) =>
    typeof value === "number" || (typeof value === "string" && value !== ""),
  "a text": (value) => typeof value === "string" && value !== "",
};
