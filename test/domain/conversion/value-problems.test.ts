import { describe, expect, test } from "vitest";
import type { FieldMapping } from "../../../lib/domain/mapping/mapping.ts";
import type { Value, WireValue } from "../../../lib/domain/record.ts";
import type { Side } from "../../../lib/domain/side.ts";
import { aField, anId, emptyContext, read, readAll, write } from "../a-field.ts";

const terms = aField("choice", { values: { Net30: 1, Net60: 2 } });
const retired = aField("choice", { values: { false: 0, true: 1 } });
const link = { column: "dv", navigation: "nav", set: "transactioncurrencies" };
const currency = aField("lookup", {
  mapping: "CURRENCY",
  dataverse: link,
  blankIs: "baseCurrency",
});
const byKey = aField("lookup", {
  mapping: "CURRENCY",
  dataverse: link,
  businessCentral: { column: "bc", by: "key" },
});
const country = aField("text", {
  direction: "toDataverse",
  transform: [{ kind: "map", values: { DK: "Denmark" } }],
});
const shortened = aField("text", {
  direction: "toDataverse",
  transform: [{ kind: "regex", pattern: "a", with: "" }],
});
const long = "x".repeat(101);

const told = (problem: unknown, message: string, hint: string) =>
  expect(problem).toMatchObject({ message: `Field "field": ${message}`, hint });

describe("what an app sends", () => {
  test.each<[string, FieldMapping, WireValue, string]>([
    ["C1", aField("text"), 1, 'the number 1 in "dv", where the mapping expects text'],
    ["C1", aField("code"), true, 'the boolean true in "dv", where the mapping expects text'],
    [
      "C1",
      aField("text"),
      { decimal: "1.50" },
      'the number 1.50 in "dv", where the mapping expects text',
    ],
    [
      "C3",
      aField("guid"),
      "x".repeat(61),
      `the text "${"x".repeat(60)}" in "dv", where the mapping expects a GUID`,
    ],
    ["C15", aField("boolean"), 1, 'the number 1 in "dv", where the mapping expects true or false'],
    [
      "C6",
      aField("integer"),
      1.5,
      'the number 1.5 in "dv", where the mapping expects a whole number',
    ],
    [
      "C5",
      aField("decimal", { scale: 2 }),
      "1",
      'the text "1" in "dv", where the mapping expects a number',
    ],
    [
      "C5",
      aField("decimal", { scale: 2 }),
      true,
      'the boolean true in "dv", where the mapping expects a number',
    ],
    [
      "C7",
      aField("date"),
      "2026-3-1",
      'the text "2026-3-1" in "dv", where the mapping expects a date (YYYY-MM-DD)',
    ],
    [
      "C8",
      aField("dateTime"),
      5,
      'the number 5 in "dv", where the mapping expects a date and time in ISO 8601',
    ],
    [
      "C9",
      terms,
      "Net30",
      'the text "Net30" in "dv", where the mapping expects the number of an option',
    ],
    [
      "C9",
      terms,
      { decimal: "1" },
      'the number 1 in "dv", where the mapping expects the number of an option',
    ],
    ["C10", currency, 5, 'the number 5 in "dv", where the mapping expects a GUID'],
  ])("%s is told with its type where it has the wrong one: %j", (_, field, wire, what) => {
    const problem = read(field, "dataverse", wire);

    told(
      problem,
      `Dataverse sent ${what}.`,
      'Check the type of "dv" in Dataverse and the kind of the field mapping.',
    );
    expect(problem).toMatchObject({ drift: true });
  });

  test.each<[FieldMapping, WireValue, string]>([
    [terms, 1, "the number 1"],
    [terms, { decimal: "1" }, "the number 1"],
  ])("C9 Business Central names an option, not %o", (field, wire, what) => {
    told(
      read(field, "businessCentral", wire),
      `Business Central sent ${what} in "bc", where the mapping expects the name of an option.`,
      'Check the type of "bc" in Business Central and the kind of the field mapping.',
    );
  });

  test("C10 a key is text", () => {
    told(
      read(byKey, "businessCentral", 5),
      'Business Central sent the number 5 in "bc", where the mapping expects a number or code.',
      'Check the type of "bc" in Business Central and the kind of the field mapping.',
    );
  });

  test.each([aField("text"), aField("guid"), currency])("C17 %# is missed by its name", (field) => {
    told(
      readAll(field, "dataverse", { other: 1 }),
      'Dataverse sent no property "dv".',
      'Check the spelling of "dv" in the mapping, and whether Dataverse still has it.',
    );
  });

  test("C9 an option that is not in the map is told with the app that holds it", () => {
    told(
      read(terms, "businessCentral", "Net_x0039_0"),
      'Business Central holds the option "Net90", which the value map does not name.',
      'Add option "Net90" to the value map of field "field", or choose another option in Business Central.',
    );
    told(
      read(retired, "dataverse", 7),
      'Dataverse holds the option "7", which the value map does not name.',
      'Add option "7" to the value map of field "field", or choose another option in Dataverse.',
    );
  });

  test("C5 a number with too many digits", () => {
    const scale = aField("decimal", { scale: 0 });
    const many = (digits: string) =>
      [`${digits} has more than 18 digits.`, "Enter a number with fewer digits."] as const;

    told(read(scale, "dataverse", { decimal: "9".repeat(19) }), ...many("9".repeat(19)));
    told(read(scale, "dataverse", { decimal: "9".repeat(61) }), ...many("9".repeat(60)));
    expect(read(scale, "dataverse", { decimal: `-${"9".repeat(18)}` })).toBe(`-${"9".repeat(18)}`);
  });

  test("T4 a text that no map names, however long", () => {
    told(
      read(country, "businessCentral", long),
      `"${"x".repeat(100)}" is not in the field's map of values.`,
      `Add "${"x".repeat(100)}" to the map, or change the value in the app.`,
    );
  });

  test("T3 a text that is too long for a regular expression", () => {
    expect(read(shortened, "businessCentral", "b".repeat(1000))).toBe("b".repeat(1000));
    told(
      read(shortened, "businessCentral", "b".repeat(1001)),
      "the text has 1001 characters; a regular expression is applied to 1000 at most.",
      "Shorten the text, or remove the regular expression from the field mapping.",
    );
  });
});

describe("what is to be sent", () => {
  const refused = (field: FieldMapping, side: Side, value: Value): unknown => {
    const result = write(field, side, value, emptyContext);
    return result.ok ? result.value : result.failure;
  };

  test("C5 and is no number", () => {
    told(
      refused(aField("decimal", { scale: 2 }), "dataverse", long),
      `"${"x".repeat(60)}" is not a number.`,
      "Enter a number.",
    );
  });

  test.each<Value>(["1", 1.5, true])("C6 and is no whole number: %j", (value) => {
    told(
      refused(aField("integer"), "dataverse", value),
      `"${String(value)}" is not a whole number.`,
      "Enter a whole number.",
    );
  });

  test.each([2147483648, -2147483649])("C6 and has more than 32 bits: %i", (value) => {
    told(
      refused(aField("integer"), "businessCentral", value),
      `${value} does not fit into a whole number column (-2147483648 to 2147483647).`,
      "Enter a number within these limits, or map the field as a decimal.",
    );
  });

  test("C6 and is the least and the most there is, or a blank", () => {
    for (const value of [-2147483648, 2147483647, 0]) {
      expect(refused(aField("integer"), "businessCentral", value)).toEqual({ bc: value });
    }
    expect(refused(aField("integer"), "businessCentral", null)).toEqual({ bc: 0 });
  });

  test("C7 and is no date, or one that Dataverse does not know", () => {
    told(
      refused(aField("date"), "dataverse", "soon"),
      '"soon" is not a date.',
      "Enter a date as YYYY-MM-DD.",
    );
    told(
      refused(aField("date"), "dataverse", "1752-12-31"),
      "1752-12-31 lies before 1753-01-01, the first day that Dataverse can hold.",
      "Correct the date in Business Central.",
    );
  });

  test("C8 and is no moment", () => {
    told(
      refused(aField("dateTime"), "dataverse", "soon"),
      '"soon" is not a date and time.',
      "Enter it as YYYY-MM-DDTHH:mm:ssZ.",
    );
    expect(refused(aField("dateTime"), "dataverse", null)).toEqual({ dv: null });
  });

  test("C9 and is no option that Business Central has a name for", () => {
    told(
      refused(terms, "businessCentral", 7),
      'Dataverse holds the option "7", which the value map does not name.',
      'Add option "7" to the value map of field "field", or choose another option in Dataverse.',
    );
    expect(refused(retired, "businessCentral", null)).toEqual({ bc: false });
    expect(refused(retired, "businessCentral", 0)).toEqual({ bc: false });
  });

  test("C10 and is half a reference", () => {
    told(
      refused(currency, "dataverse", `${anId(1)}|`),
      "the record it refers to in Business Central is not coupled.",
      "Couple the record in mapping CURRENCY, then synchronize again.",
    );
  });

  test("C12 and is the base currency, which nobody knows", () => {
    told(
      refused(currency, "dataverse", null),
      "the base currency of the Dataverse organisation is not known.",
      "Check that the application user may read the table organization in Dataverse.",
    );
  });
});
