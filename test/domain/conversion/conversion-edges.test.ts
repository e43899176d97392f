import { describe, expect, test } from "vitest";
import { aField, aTable, observed, read, readAll, write, written } from "../a-field.ts";

describe("dates and moments", () => {
  const date = aField("date");
  const moment = aField("dateTime");

  test("C7, C8 empty text is a blank", () => {
    expect(read(date, "dataverse", "")).toBeNull();
    expect(read(moment, "dataverse", "")).toBeNull();
    expect(read(moment, "dataverse", null)).toBeNull();
  });

  test.each([
    "2026-03-01T09:15:07",
    "2026-03-01 09:15:07Z",
    "2026-03-01T09:15Z",
    "2026-02-30T09:15:07Z",
    "2026-03-01T24:15:07Z",
    "2026-03-01T09:60:07Z",
    "2026-03-01T09:15:07+99:99",
    "2026-03-01T09:15:07.Z",
    "2026-03-01T09:15:07Zulu",
    "at 2026-03-01T09:15:07Z",
    "12026-03-01T09:15:07Z",
  ])("C8 %s is no moment", (wire) => {
    expect(read(moment, "dataverse", wire)).toMatchObject({ drift: true });
  });

  test("XB7, C7 a day from a column that answers with a time is the day it names", () => {
    expect(read(date, "dataverse", "2026-03-01T00:00:00Z")).toBe("2026-03-01");
    expect(read(date, "dataverse", "2026-03-01T23:30:00-05:00")).toBe("2026-03-01");
    expect(read(date, "dataverse", "0001-01-01T00:00:00Z")).toBeNull();
    expect(read(date, "dataverse", "2026-02-30T00:00:00Z")).toMatchObject({ drift: true });
  });

  test("C8 a moment that leaves the years of four digits in UTC is none that an app can hold", () => {
    expect(read(moment, "dataverse", "9999-12-31T23:30:00-01:00")).toMatchObject({ drift: true });
    expect(read(moment, "dataverse", "0000-01-01T00:30:00+01:00")).toMatchObject({ drift: true });
    expect(read(moment, "dataverse", "9999-12-31T23:30:00+01:00")).toBe("9999-12-31T22:30:00Z");
  });

  test.each(["2026-03-01T00:00:00Z", " 2026-03-01", "2026-03-01 ", "12026-03-01", "2026-02-29"])(
    "C7 %s is no day",
    (wire) => expect(read(date, "businessCentral", wire)).toMatchObject({ drift: true }),
  );

  test("C7 29 February is a day in a leap year", () => {
    expect(read(date, "businessCentral", "2028-02-29")).toBe("2028-02-29");
  });

  test("C8 what is sent is in UTC, whole seconds", () => {
    expect(written(moment, "dataverse", "2026-03-01T10:15:07.9+01:00")).toEqual({
      dv: "2026-03-01T09:15:07Z",
    });
  });
});

describe("numbers", () => {
  test("C6 a whole number is read as it is", () => {
    for (const value of [7, -7, 0, 2 ** 40]) {
      expect(read(aField("integer"), "dataverse", value)).toBe(value);
    }
    expect(Object.is(read(aField("integer"), "dataverse", -0), 0)).toBe(true);
    expect(read(aField("integer"), "dataverse", 2 ** 53)).toMatchObject({ drift: true });
  });

  test("C5 a blank is sent as 0", () => {
    expect(written(aField("decimal", { scale: 2 }), "dataverse", null)).toEqual({ dv: 0 });
  });

  test.each(["1e", "e1", "1.", ".1", "--1", "1 ", " 1", "1,5", "0x1", "1e1000", "NaN"])(
    "C5 %j is no number",
    (text) => {
      expect(write(aField("decimal", { scale: 2 }), "dataverse", text).ok).toBe(false);
      expect(read(aField("decimal", { scale: 2 }), "dataverse", { decimal: text })).toMatchObject({
        kind: "rejected",
      });
    },
  );

  test.each([
    ["1e3", 2, 1000],
    ["1E+3", 2, 1000],
    ["15e-1", 2, 1.5],
    ["-0.5", 0, -1],
    ["0.05", 1, 0.1],
    ["-0.04", 1, 0],
  ])("C5 %s at scale %i is sent as %d", (text, scale, number) => {
    expect(written(aField("decimal", { scale }), "dataverse", text)).toEqual({ dv: number });
  });

  test("C5 the 18 digits are those before and after the point, without a leading zero or sign", () => {
    const most = `0.${"1".repeat(10)}`;
    const scale = aField("decimal", { scale: 10 });

    expect(read(scale, "dataverse", { decimal: most })).toBe(most);
    for (const sign of ["", "-"]) {
      const full = `${sign}12345678.${"1".repeat(10)}`;
      expect(read(scale, "dataverse", { decimal: full })).toBe(full);
      expect(
        read(scale, "dataverse", { decimal: `${sign}1${full.slice(sign.length)}` }),
      ).toMatchObject({ message: expect.stringContaining("18 digits") });
    }
  });
});

describe("GUIDs", () => {
  const guid = "37fe3458-93e1-ef11-9344-6045bde9ca09";

  test("C3 blanks around it do not matter, anything else does", () => {
    expect(read(aField("guid"), "dataverse", ` ${guid} `)).toBe(guid);
    expect(read(aField("guid"), "dataverse", "")).toBeNull();
    for (const wrong of [`x${guid}`, `${guid}x`, guid.slice(1), 5]) {
      expect(read(aField("guid"), "dataverse", wrong)).toMatchObject({ drift: true });
    }
  });

  test("C3 an empty one is sent as the zero GUID or null, another as it is", () => {
    expect(written(aField("guid"), "businessCentral", "")).toEqual({
      bc: "00000000-0000-0000-0000-000000000000",
    });
    expect(written(aField("guid"), "dataverse", "")).toEqual({ dv: null });
    expect(written(aField("guid"), "dataverse", guid)).toEqual({ dv: guid });
  });
});

test("C15 a boolean is read as it is, and anything but true is sent as false", () => {
  for (const value of [true, false]) {
    expect(read(aField("boolean"), "dataverse", value)).toBe(value);
    expect(written(aField("boolean"), "dataverse", value)).toEqual({ dv: value });
  }
  expect(written(aField("boolean"), "dataverse", null)).toEqual({ dv: false });
});

describe("options", () => {
  test("C9 the blank that a field names of its own is null", () => {
    const terms = aField("choice", { values: { Net30: 1 }, blank: "None" });

    expect(read(terms, "businessCentral", "None")).toBeNull();
    expect(read(terms, "businessCentral", "")).toBeNull();
    expect(written(terms, "businessCentral", null)).toEqual({ bc: "None" });
    expect(read(terms, "businessCentral", "Net30 ")).toBe(1);
  });

  test("XB8, C9 a column of GUIDs gets and gives them as they are, both ways", () => {
    const terms = "db88e25c-0a3f-4f7e-9d0c-2f1f8a0b6c11";
    const field = aField("choice", { values: { [terms]: 1 } });
    expect(written(field, "businessCentral", 1)).toEqual({ bc: terms });
    expect(read(field, "businessCentral", terms.toUpperCase())).toBe(1);
    expect(read(field, "businessCentral", "00000000-0000-0000-0000-000000000000")).toBeNull();
    expect(written(field, "businessCentral", null)).toEqual({
      bc: "00000000-0000-0000-0000-000000000000",
    });
  });

  test("C9 a column of booleans is one only where all its names are true and false", () => {
    const mixed = aField("choice", { values: { true: 1, Other: 2 } });

    expect(written(mixed, "businessCentral", 1)).toEqual({ bc: "true" });
    expect(written(mixed, "businessCentral", null)).toEqual({ bc: "_x0020_" });
    expect(read(mixed, "dataverse", null)).toBeNull();
  });

  test("C9 a boolean column is false for the option that false stands for, and when blank", () => {
    const retired = aField("choice", { values: { false: 5, true: 6 } });

    expect(written(retired, "businessCentral", 5)).toEqual({ bc: false });
    expect(written(retired, "businessCentral", null)).toEqual({ bc: false });
    expect(read(retired, "businessCentral", false)).toBe(5);
  });

  test("C9 Dataverse may hold booleans as options", () => {
    const flag = aField("choice", { values: { No: false, Yes: true } });

    expect(read(flag, "dataverse", true)).toBe(true);
    expect(read(flag, "businessCentral", "No")).toBe(false);
    expect(written(flag, "businessCentral", false)).toEqual({ bc: "No" });
  });
});

describe("text", () => {
  test("C2 blanks around a text stay, and blanks only are a blank after all steps", () => {
    expect(read(aField("text"), "dataverse", " a ")).toBe(" a ");
    const emptied = aField("text", {
      direction: "toDataverse",
      transform: [{ kind: "replace", find: "x", with: " " }],
    });
    expect(read(emptied, "businessCentral", "xx")).toBeNull();
  });

  test("C2 blanks only are a blank before any step", () => {
    const marked = aField("text", {
      direction: "toDataverse",
      transform: [{ kind: "replace", find: " ", with: "_" }],
    });
    expect(read(marked, "businessCentral", "  ")).toBeNull();
  });

  test("C4 a one-way field is cut to its receiver's limit only", () => {
    const cut = (direction: string) =>
      aField("text", {
        direction,
        length: "truncate",
        businessCentral: { column: "bc", maxLength: 6 },
        dataverse: { column: "dv", maxLength: 4 },
      });

    expect(read(cut("toDataverse"), "businessCentral", "12345678")).toBe("1234");
    expect(read(cut("toBusinessCentral"), "dataverse", "12345678")).toBe("123456");
    expect(read(cut("bidirectional"), "dataverse", "12345678")).toBe("1234");
  });

  test("C4 a text that is cut ends without a blank, one that fits keeps its own", () => {
    const cut = aField("text", { length: "truncate", dataverse: { column: "dv", maxLength: 4 } });

    expect(read(cut, "businessCentral", "123 5")).toBe("123");
    expect(read(cut, "businessCentral", "123 ")).toBe("123 ");
    expect(read(aField("text", { length: "truncate" }), "dataverse", "123 ")).toBe("123 ");
  });

  test("C4 each column of a joined text is cut to its limit", () => {
    const names = aField("text", {
      length: "truncate",
      dataverse: { columns: ["first", "last"], maxLength: 4 },
    });

    expect(read(names, "businessCentral", "Alexander Birkeland")).toBe("Alex Birk");
    expect(written(names, "dataverse", "Alexander Birkeland")).toEqual({
      first: "Alex",
      last: "Birk",
    });
  });

  test("C4 a column without a limit takes any text, a text of the limit fits", () => {
    const long = "x".repeat(5000);

    expect(written(aField("text"), "dataverse", long)).toEqual({ dv: long });
    const four = aField("text", { dataverse: { column: "dv", maxLength: 4 } });
    expect(written(four, "dataverse", "1234")).toEqual({ dv: "1234" });
  });

  test("C1 one column of a joined text that is no text, or missing, is told by its name", () => {
    const names = aField("text", { dataverse: { columns: ["first", "last"] } });

    expect(readAll(names, "dataverse", { first: "Ida", last: 5 })).toMatchObject({
      message: expect.stringContaining('"last"'),
      drift: true,
    });
    expect(readAll(names, "dataverse", { first: "Ida" })).toMatchObject({
      message: 'Field "field": Dataverse sent no property "last".',
    });
  });

  test("C13 a separator of more than one character is one too", () => {
    const places = aField("text", {
      businessCentral: { column: "bc" },
      dataverse: { columns: ["city", "county"], separator: ", " },
    });

    expect(readAll(places, "dataverse", { city: "Oslo", county: "Viken" })).toBe("Oslo, Viken");
    expect(written(places, "dataverse", "Oslo,  Viken, ")).toEqual({
      city: "Oslo",
      county: "Viken",
    });
    expect(written(places, "businessCentral", "Oslo, Viken")).toEqual({ bc: "Oslo, Viken" });
  });
});

test("C17 each kind of field misses its property", () => {
  for (const kind of ["guid", "boolean", "integer", "date", "dateTime"]) {
    expect(readAll(aField(kind), "dataverse", {})).toMatchObject({
      drift: true,
      message: 'Field "field": Dataverse sent no property "dv".',
    });
  }
});

test("C16 a receiver's missing property and its wrong type are drift all the same", () => {
  const one = aField("choice", { values: { Ship: 1 }, direction: "toDataverse" });

  expect(readAll(one, "dataverse", {})).toMatchObject({ drift: true });
  expect(readAll(one, "dataverse", { dv: "1" })).toMatchObject({ drift: true });
});

test("D18 a problem is told by its field, and all of a record's at once", () => {
  const fields = ["one", "two"].map((name) => aField("choice", { name, values: { Ship: 1 } }));
  const seen = observed(aTable(fields), "dataverse", { dv: 7 });

  expect(seen.values).toEqual({});
  expect(seen.problems.map(({ field, kind }) => [field, kind])).toEqual([
    ["one", "rejected"],
    ["two", "rejected"],
  ]);
});
