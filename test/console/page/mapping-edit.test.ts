import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedParts } from "../../../functions/console/page/mappings/changed-parts.ts";
import {
  textOfValue,
  valueOfText,
} from "../../../functions/console/page/mappings/condition-text.ts";
import { partsOffDefault } from "../../../functions/console/page/mappings/off-default.ts";
import { customer } from "../../../lib/domain/mapping/default-mappings/customer.ts";
import { type Condition, TableMapping } from "../../../lib/domain/mapping/mapping.ts";

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom("3", "true", "null", "a, b", '"quoted"', "", " ", "_x0020_"),
);

describe("the value of a condition, as a person types it", () => {
  test("whatever a condition says reads the same after it was shown", () => {
    fc.assert(
      fc.property(scalar, (value) => {
        expect(valueOfText("equal", textOfValue(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.array(scalar), (values) => {
        expect(valueOfText("oneOf", textOfValue(values))).toEqual(values);
      }),
    );
  });

  test.each<[Condition["is"], string, Condition["value"]]>([
    ["equal", "3", 3],
    ["equal", '"3"', "3"],
    ["equal", "Person", "Person"],
    ["equal", "true", true],
    ["oneOf", "1, 2", [1, 2]],
    ["oneOf", 'Oslo, "Bergen, Vest"', ["Oslo", "Bergen, Vest"]],
    ["blank", "left over", undefined],
  ])("%s %s", (is, text, value) => {
    expect(valueOfText(is, text)).toEqual(value);
  });
});

describe("what differs between two states of a mapping", () => {
  const other = TableMapping.parse({
    ...customer,
    parkAfter: customer.parkAfter + 1,
    fields: customer.fields.map((field) =>
      field.name === "email" ? { ...field, updateConflict: "latestWins" } : field,
    ),
  });

  test("is named by its part, and fields by their name", () => {
    expect(changedParts(customer, other)).toEqual(["parkAfter", "fields/email"]);
    expect(changedParts(customer, customer)).toEqual([]);
  });

  test("a shipped mapping knows its default, any other has none", () => {
    expect(partsOffDefault(other)).toEqual(["parkAfter", "fields/email"]);
    expect(partsOffDefault(TableMapping.parse({ ...other, name: "VENDOR" }))).toBeUndefined();
  });
});
