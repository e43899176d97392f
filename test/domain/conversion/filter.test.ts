import { describe, expect, test } from "vitest";
import { filterTrouble, matches, obstacleIn } from "../../../lib/domain/conversion/filter.ts";
import { Condition } from "../../../lib/domain/mapping/mapping.ts";
import type { WireValue } from "../../../lib/domain/record.ts";
import { aField, aTable, observed } from "../a-field.ts";

const holds = (is: string, found: WireValue, value?: unknown): boolean =>
  matches([Condition.parse({ column: "x", is, ...(value === undefined ? {} : { value }) })], {
    x: found,
  });

describe("conditions", () => {
  test.each<[string, WireValue, unknown, boolean]>([
    ["equal", 0, 0, true],
    ["equal", { decimal: "0.0" }, 0, true],
    ["equal", null, 0, false],
    ["equal", null, false, true],
    ["equal", null, true, false],
    ["equal", "", null, true],
    ["equal", "0001-01-01", "", true],
    ["equal", "x", undefined, false],
    ["equal", "", undefined, true],
    ["oneOf", "", undefined, false],
    ["equal", "_x0020_", " ", true],
    ["equal", " ", "_x0020_", true],
    ["equal", "Ship", "_x0020_", false],
    ["equal", "Non_x002D_Inventory", "Non-Inventory", true],
    ["equal", "37FE3458-93E1-EF11-9344-6045BDE9CA09", "37fe3458-93e1-ef11-9344-6045bde9ca09", true],
    ["equal", "person", "Person", false],
    ["notEqual", 2, 1, true],
    ["notEqual", 1, 1, false],
    ["notEqual", null, 1, true],
    ["oneOf", 2, [0, 2], true],
    ["oneOf", 1, [0, 2], false],
    ["noneOf", 1, [0, 2], true],
    ["noneOf", 2, [0, 2], false],
    ["blank", "00000000-0000-0000-0000-000000000000", undefined, true],
    ["blank", "0001-01-01T00:00:00Z", undefined, true],
    ["blank", 0, undefined, false],
    ["notBlank", "x", undefined, true],
    ["notBlank", null, undefined, false],
    ["greater", { decimal: "12345678901234567890.1" }, 5, true],
    ["greater", 5, 5, false],
    ["less", "2026-03-01", "2026-03-02", true],
    ["less", "2026-03-02", "2026-03-02", false],
    ["greater", "2026-03-02", "2026-03-02", false],
    ["less", "0001-01-01", "2026-03-02", false],
    ["less", null, 5, false],
    ["startsWith", "ABC", "AB", true],
    ["startsWith", null, "AB", false],
    ["equal", false, false, true],
    ["equal", true, false, false],
    ["equal", 5, 5.0, true],
    ["equal", { decimal: "12345678901234567890" }, 5, false],
    ["equal", "", "x", false],
    ["equal", " ", null, true],
    ["equal", "x", "", false],
    ["equal", "{37FE3458-93E1-EF11-9344-6045BDE9CA09}", "", false],
    ["notEqual", "x", "x", false],
    ["notEqual", "x", null, true],
    ["notEqual", null, null, false],
    ["oneOf", null, [null, 1], true],
    ["oneOf", "b", ["a", "b"], true],
    ["oneOf", 1, 1, true],
    ["oneOf", 1, [], false],
    ["noneOf", 1, [], true],
    ["noneOf", 1, 1, false],
    ["blank", "", undefined, true],
    ["blank", "_x0020_", undefined, true],
    ["blank", "0001-01-01", undefined, true],
    ["blank", "1001-01-01", undefined, false],
    ["blank", false, undefined, false],
    ["notBlank", "", undefined, false],
    ["greater", 6, 5, true],
    ["greater", 4, 5, false],
    ["greater", "b", "a", true],
    ["greater", "a", "b", false],
    ["greater", "", "a", false],
    ["greater", null, "a", false],
    ["less", 4, 5, true],
    ["less", 5, 5, false],
    ["less", 6, 5, false],
    ["less", "", "a", false],
    ["less", "b", "a", false],
    ["startsWith", "ABC", "BC", false],
    ["startsWith", "", "AB", false],
  ])("F2 F3 F4 %s: %j against %j is %s", (is, found, value, expected) => {
    expect(holds(is, found, value)).toBe(expected);
  });

  test("F1 every condition must hold", () => {
    const filter = [
      Condition.parse({ column: "statecode", is: "equal", value: 0 }),
      Condition.parse({ column: "customertypecode", is: "equal", value: 3 }),
    ];
    expect(matches(filter, { statecode: 0, customertypecode: 3 })).toBe(true);
    expect(matches(filter, { statecode: 0, customertypecode: 8 })).toBe(false);
    expect(matches([], {})).toBe(true);
  });
});

test.each<[WireValue, string, unknown]>([
  ["0", "equal", 0],
  [0, "equal", "0"],
  ["true", "equal", true],
  [true, "greater", 1],
  [5, "startsWith", "5"],
])(
  "F5 a condition that does not fit %j is reported as drift, and nothing is in the filter",
  (found, is, value) => {
    const mapping = aTable([aField("text", { dataverse: { column: "name" } })], {
      dataverse: {
        set: "accounts",
        table: "account",
        id: "accountid",
        title: "name",
        filter: [{ column: "x", is, value }],
      },
    });
    const seen = observed(mapping, "dataverse", { name: "Adatum", x: found });
    expect(seen.inFilter).toBe(false);
    expect(seen.problems).toMatchObject([
      {
        field: "filter",
        kind: "rejected",
        drift: true,
        message: expect.stringContaining('The filter on "x" in Dataverse cannot be applied'),
      },
    ]);
  },
);

test.each<[WireValue, string, unknown, string]>([
  ["0", "equal", 0, 'it compares with 0, but found "0"'],
  ["0", "notEqual", 0, 'it compares with 0, but found "0"'],
  [0, "equal", "x", 'it compares with "x", but found "0"'],
  [true, "equal", 1, 'it compares with 1, but found "true"'],
  ["true", "equal", true, 'it compares with true, but found "true"'],
  [{ decimal: "1.50" }, "equal", true, 'it compares with true, but found "1.50"'],
  ["y".repeat(61), "oneOf", ["y", 0], `it compares with 0, but found "${"y".repeat(60)}"`],
  [0, "noneOf", ["x"], 'it compares with "x", but found "0"'],
  ["5", "greater", 5, 'it compares with 5, but found "5"'],
  [5, "less", "5", 'it compares with "5", but found "5"'],
  [5, "startsWith", "5", 'it compares with "5", but found "5"'],
  ["5", "startsWith", 5, 'it compares with 5, but found "5"'],
])("F5 %j with %s %j is told as what it compares and what it found", (x, is, value, why) => {
  const filter = [
    Condition.parse({ column: "y", is: "blank" }),
    Condition.parse({ column: "x", is, value }),
  ];

  expect(filterTrouble(filter, "dataverse", { x, y: null })).toEqual({
    message: `The filter on "x" in Dataverse cannot be applied: ${why}.`,
    hint: 'Correct the filter of the table mapping, or the type of "x".',
    drift: true,
  });
  expect(matches(filter, { x, y: null })).toBe(false);
});

test("F5 a missing property is told as such, and a filter that can be decided is no trouble", () => {
  const filter = [Condition.parse({ column: "x", is: "notBlank" })];

  expect(filterTrouble(filter, "businessCentral", {})?.message).toBe(
    'The filter on "x" in Business Central cannot be applied: the record has no such property.',
  );
  expect(filterTrouble(filter, "businessCentral", { x: null })).toBeUndefined();
  for (const is of ["greater", "less", "startsWith", "equal", "oneOf"]) {
    const condition = Condition.parse({ column: "x", is, value: is === "oneOf" ? ["a"] : "a" });
    expect(filterTrouble([condition], "businessCentral", { x: null })).toBeUndefined();
  }
});

test("F5 a filter on a property that the record does not have is reported", () => {
  const filter = [{ column: "gone", is: "blank" }];
  const mapping = aTable([aField("text", { dataverse: { column: "name" } })], {
    dataverse: { set: "accounts", table: "account", id: "accountid", title: "name", filter },
  });
  expect(observed(mapping, "dataverse", { name: "Adatum" })).toMatchObject({
    inFilter: false,
    problems: [{ drift: true }],
  });
});

describe("what people are told of a record outside", () => {
  test.each<[string, WireValue, unknown, string]>([
    ["equal", 2, 3, '"x" has to be equal to 3, and it is 2'],
    ["oneOf", null, ["A", "B"], '"x" has to be one of ["A","B"], and it is blank'],
    ["blank", "x", undefined, '"x" has to be blank, and it is "x"'],
    ["notEqual", "A", "A", '"x" has to be other than "A", and it is "A"'],
    ["noneOf", 1, [1], '"x" has to be none of [1], and it is 1'],
    ["less", 7, 5, '"x" has to be less than 5, and it is 7'],
    ["equal", true, false, '"x" has to be equal to false, and it is true'],
    ["notBlank", null, undefined, '"x" has to be filled in, and it is blank'],
    ["greater", { decimal: "0.5" }, 1, '"x" has to be greater than 1, and it is 0.5'],
    ["startsWith", "No", "Yes", '"x" has to be a text that starts with "Yes", and it is "No"'],
  ])("%s %j %j", (is, x, value, told) => {
    const condition = Condition.parse({ column: "x", is, ...(value !== undefined && { value }) });

    expect(obstacleIn([condition], { x })).toBe(told);
  });

  test("is the first condition that does not hold", () => {
    const conditions = ["a", "b", "c"].map((column) =>
      Condition.parse({ column, is: "equal", value: 1 }),
    );

    expect(obstacleIn(conditions, { a: 1, b: 2, c: 3 })).toContain('"b" has to be equal to 1');
  });

  test("nothing of one inside, and of a condition that cannot be decided", () => {
    const condition = Condition.parse({ column: "x", is: "equal", value: 3 });

    expect(obstacleIn([condition], { x: 3 })).toBeUndefined();
    expect(obstacleIn([condition], { x: "three" })).toBeUndefined();
  });
});
