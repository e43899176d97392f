import { describe, expect, test } from "vitest";
import { escapeEnumName, unescapeEnumName } from "../../../lib/domain/conversion/enum-name.ts";
import { sides } from "../../../lib/domain/side.ts";
import { aField, aTable, observed, read, readAll, write, written } from "../a-field.ts";

describe("text", () => {
  const name = aField("text", {
    businessCentral: { column: "bc", maxLength: 10 },
    dataverse: { column: "dv", maxLength: 8 },
  });

  test.each(sides)("C2 blank text and null are the same blank in %s", (side) => {
    expect(["", null, "  ", "\r\n"].map((wire) => read(name, side, wire))).toEqual(
      Array(4).fill(null),
    );
  });

  test("C2 a blank is sent as empty text to Business Central and as null to Dataverse", () => {
    expect(written(name, "businessCentral", null)).toEqual({ bc: "" });
    expect(written(name, "dataverse", null)).toEqual({ dv: null });
  });

  test("C2 all line ends are read as one", () => {
    expect(read(name, "dataverse", "a\r\nb\rc\nd")).toBe("a\nb\nc\nd");
  });

  test("C4 text that is too long is refused with field, length, limit and what to do", () => {
    expect(write(name, "dataverse", "123456789")).toEqual({
      ok: false,
      failure: {
        field: "field",
        kind: "rejected",
        message: 'Field "field": the text has 9 characters, but "dv" in Dataverse holds 8.',
        hint: 'Shorten the text to 8 characters, or set the field\'s length to "truncate".',
      },
    });
  });

  test("C4 text that is too long for the other side is no problem until it is to be sent", () => {
    expect(read(name, "businessCentral", "123456789")).toBe("123456789");
  });

  test("C4 with truncate, what is cut on the way is not seen as a change", () => {
    const cut = aField("text", {
      businessCentral: { column: "bc", maxLength: 10 },
      dataverse: { column: "dv", maxLength: 8 },
      length: "truncate",
    });
    expect(read(cut, "businessCentral", "1234567 9")).toBe("1234567");
    expect(read(cut, "dataverse", "1234567")).toBe("1234567");
    expect(written(cut, "dataverse", "123456789")).toEqual({ dv: "12345678" });
  });

  test("C4 lengths are counted in UTF-16 units and no character is cut in half", () => {
    const cut = aField("text", { dataverse: { column: "dv", maxLength: 4 }, length: "truncate" });
    expect(written(cut, "dataverse", "abc😀")).toEqual({ dv: "abc" });
    expect(written(cut, "dataverse", "ab😀")).toEqual({ dv: "ab😀" });
    expect(
      write(aField("text", { dataverse: { column: "dv", maxLength: 4 } }), "dataverse", "abc😀").ok,
    ).toBe(false);
  });

  test("C18 a code is trimmed and upper-cased on both sides", () => {
    const code = aField("code");
    expect(sides.map((side) => read(code, side, " joÆ "))).toEqual(["JOÆ", "JOÆ"]);
    expect(written(code, "businessCentral", "jo ")).toEqual({ bc: "JO" });
  });
});

describe("joined text", () => {
  const name = aField("text", {
    businessCentral: { column: "displayName", maxLength: 100 },
    dataverse: { columns: ["firstname", "lastname"], maxLength: 10 },
  });

  test("C14 the last word goes to the last column", () => {
    expect(written(name, "dataverse", "Ida Maria Birk")).toEqual({
      firstname: "Ida Maria",
      lastname: "Birk",
    });
    expect(written(name, "dataverse", "Birk")).toEqual({ firstname: null, lastname: "Birk" });
    expect(written(name, "dataverse", null)).toEqual({ firstname: null, lastname: null });
  });

  test("C14 with three columns the middle one gets what is left", () => {
    const three = aField("text", { dataverse: { columns: ["first", "middle", "last"] } });
    expect(written(three, "dataverse", "Ida Maria Luise Birk")).toEqual({
      first: "Ida",
      middle: "Maria Luise",
      last: "Birk",
    });
    expect(written(three, "dataverse", "Ida Birk")).toEqual({
      first: "Ida",
      middle: null,
      last: "Birk",
    });
  });

  test("C13 joined text has one form on both sides", () => {
    expect(readAll(name, "dataverse", { firstname: "Ida ", lastname: "Birk" })).toBe("Ida Birk");
    expect(readAll(name, "dataverse", { firstname: null, lastname: "Birk" })).toBe("Birk");
    expect(readAll(name, "businessCentral", { displayName: "Ida  Birk " })).toBe("Ida Birk");
  });

  test("C4 the limit of a joined place holds for each of its columns", () => {
    expect(write(name, "dataverse", "Ida Birk-Sørensen")).toMatchObject({
      ok: false,
      failure: {
        message: 'Field "field": the text has 13 characters, but "lastname" in Dataverse holds 10.',
      },
    });
  });
});

describe("GUID, boolean, whole number", () => {
  test("C3 the zero GUID is blank, and case and braces do not matter", () => {
    const id = aField("guid");
    const guid = "37FE3458-93E1-EF11-9344-6045BDE9CA09";
    expect(read(id, "businessCentral", "00000000-0000-0000-0000-000000000000")).toBeNull();
    expect(read(id, "dataverse", guid)).toBe(guid.toLowerCase());
    expect(read(id, "dataverse", `{${guid}}`)).toBe(guid.toLowerCase());
    expect(written(id, "businessCentral", null)).toEqual({
      bc: "00000000-0000-0000-0000-000000000000",
    });
    expect(written(id, "dataverse", null)).toEqual({ dv: null });
  });

  test("C15 a blank boolean is false", () => {
    const flag = aField("boolean");
    expect(read(flag, "dataverse", null)).toBe(false);
    expect(written(flag, "businessCentral", true)).toEqual({ bc: true });
  });

  test("C6 a blank number is 0, and a number beyond 32 bits is refused before it is sent", () => {
    const count = aField("integer");
    expect(read(count, "dataverse", null)).toBe(0);
    expect(read(count, "dataverse", -0)).toBe(0);
    expect(written(count, "dataverse", 2147483647)).toEqual({ dv: 2147483647 });
    expect(write(count, "dataverse", 2147483648)).toMatchObject({
      ok: false,
      failure: { kind: "rejected" },
    });
  });
});

describe("dates", () => {
  const date = aField("date");
  const moment = aField("dateTime");

  test("C7 Business Central's 0001-01-01 and null are the same blank", () => {
    expect(read(date, "businessCentral", "0001-01-01")).toBeNull();
    expect(read(date, "dataverse", null)).toBeNull();
    expect(written(date, "businessCentral", null)).toEqual({ bc: "0001-01-01" });
    expect(written(date, "dataverse", null)).toEqual({ dv: null });
    expect(read(moment, "businessCentral", "0001-01-01T00:00:00Z")).toBeNull();
    expect(written(moment, "businessCentral", null)).toEqual({ bc: "0001-01-01T00:00:00Z" });
  });

  test("C7 a day before 1753 is not sent to Dataverse", () => {
    expect(write(date, "dataverse", "1752-12-31")).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining("before 1753-01-01") },
    });
    expect(write(moment, "dataverse", "1752-12-31T00:00:00Z").ok).toBe(false);
    expect(written(date, "dataverse", "1753-01-01")).toEqual({ dv: "1753-01-01" });
    expect(written(date, "businessCentral", "1752-12-31")).toEqual({ bc: "1752-12-31" });
  });

  test("C8 moments are compared at whole seconds in UTC", () => {
    expect(read(moment, "businessCentral", "2026-03-01T09:15:07.61Z")).toBe("2026-03-01T09:15:07Z");
    expect(read(moment, "dataverse", "2026-03-01T10:15:07+01:00")).toBe("2026-03-01T09:15:07Z");
    expect(read(moment, "businessCentral", "1969-12-31T23:59:59.9Z")).toBe("1969-12-31T23:59:59Z");
  });

  test.each(["2026-02-30", "2026-13-01", "01-03-2026", 20260301])("C1 %s is no date", (wire) => {
    expect(read(date, "dataverse", wire)).toMatchObject({ drift: true });
  });
});

describe("choice", () => {
  const blocked = aField("choice", { values: { _x0020_: 0, Ship: 1, "Non-Inventory": 2 } });

  test("C9 a name is read with or without its escapes, and sent with them", () => {
    expect(
      [" ", "_x0020_", "", null].map((wire) => read(blocked, "businessCentral", wire)),
    ).toEqual([0, 0, 0, 0]);
    expect(read(blocked, "businessCentral", "Non_x002D_Inventory")).toBe(2);
    expect(written(blocked, "businessCentral", 2)).toEqual({ bc: "Non_x002D_Inventory" });
    expect(written(blocked, "businessCentral", 0)).toEqual({ bc: "_x0020_" });
    expect(written(blocked, "dataverse", 1)).toEqual({ dv: 1 });
  });

  test("C9 null in Dataverse is the blank option where the map names one", () => {
    expect(read(blocked, "dataverse", null)).toBe(0);
    const plain = aField("choice", { values: { Ship: 1 } });
    expect(read(plain, "dataverse", null)).toBeNull();
    expect(read(plain, "businessCentral", "_x0020_")).toBeNull();
    expect(written(plain, "businessCentral", null)).toEqual({ bc: "_x0020_" });
  });

  test("C9 an unknown option is a problem with a hint, never a guess", () => {
    expect(read(blocked, "dataverse", 7)).toEqual({
      field: "field",
      kind: "rejected",
      message: 'Field "field": Dataverse holds the option "7", which the value map does not name.',
      hint: 'Add option "7" to the value map of field "field", or choose another option in Dataverse.',
    });
    expect(read(blocked, "businessCentral", "Invoice")).toMatchObject({
      hint: expect.stringContaining('Add option "Invoice" to the value map of field "field"'),
    });
    expect(write(blocked, "businessCentral", 7).ok).toBe(false);
  });

  test("C9 codes are sent as they are, and a boolean column gets booleans", () => {
    const terms = aField("choice", { values: { "30 DAYS": 1, COD: 39 }, blank: "" });
    expect(written(terms, "businessCentral", 1)).toEqual({ bc: "30 DAYS" });
    expect(written(terms, "businessCentral", null)).toEqual({ bc: "" });
    const retired = aField("choice", { values: { false: 0, true: 1 } });
    expect(read(retired, "businessCentral", true)).toBe(1);
    expect(read(retired, "dataverse", null)).toBe(0);
    expect(written(retired, "businessCentral", 1)).toEqual({ bc: true });
  });

  test.each([
    ["", "_x0020_"],
    ["Not Started", "Not_x0020_Started"],
    ["Positive Adjmt.", "Positive_x0020_Adjmt_x002E_"],
  ])("C9 Business Central writes the enum name %j as %s", (plain, wire) => {
    expect(escapeEnumName(plain)).toBe(wire);
    expect(unescapeEnumName(wire).trim()).toBe(plain);
  });
});

describe("schema drift", () => {
  test.each([
    ["text", 1],
    ["code", true],
    ["guid", "not a GUID"],
    ["boolean", "true"],
    ["integer", "1"],
    ["integer", 1.5],
    ["integer", { decimal: "12345678901234567890" }],
    ["dateTime", "2026-03-01"],
  ])("C1 a %s that is %j on the wire is reported as drift, never converted", (kind, wire) => {
    expect(read(aField(kind), "dataverse", wire)).toMatchObject({
      drift: true,
      kind: "rejected",
      message: expect.stringContaining("Dataverse sent"),
    });
  });

  test("C1 a decimal as text and a choice as text are drift", () => {
    expect(read(aField("decimal", { scale: 2 }), "businessCentral", "1.5")).toMatchObject({
      drift: true,
    });
    expect(read(aField("choice", { values: { A: 1 } }), "dataverse", "1")).toMatchObject({
      drift: true,
    });
  });

  test("C17 a property that is missing is drift, not a blank", () => {
    expect(readAll(aField("text"), "businessCentral", {})).toMatchObject({
      drift: true,
      message: 'Field "field": Business Central sent no property "bc".',
    });
  });
});

test("C16 what the receiver of a one-way field holds is never a problem; it just differs", () => {
  const toDataverse = aField("choice", { values: { Ship: 1 }, direction: "toDataverse" });
  expect(read(toDataverse, "dataverse", 7)).toBe("7");
  expect(read(toDataverse, "businessCentral", "Invoice")).toMatchObject({ kind: "rejected" });
});

test("M4 scenario 226: disabled fields and fields against the direction are not read at all", () => {
  const mapping = aTable(
    [
      aField("text", { name: "on" }),
      aField("text", { name: "off", enabled: false }),
      aField("text", { name: "against", direction: "toBusinessCentral" }),
    ],
    { direction: "toDataverse" },
  );
  expect(observed(mapping, "businessCentral", { bc: "x" }).values).toEqual({ on: "x" });
});
