import { describe, expect, test } from "vitest";
import { regexTrouble } from "../../../lib/domain/mapping-checks/regex-safety.ts";
import { aField, read, write, written } from "../a-field.ts";

describe("one-way fields", () => {
  const oneWay = (transform: readonly unknown[]) =>
    aField("text", { direction: "toDataverse", transform });

  test("T1 all steps run in their order on the way from the origin, and none on the other side", () => {
    const field = oneWay([
      { kind: "trim" },
      { kind: "upper" },
      { kind: "replace", find: " ", with: "-" },
      { kind: "regex", pattern: "^(\\w)\\w*", with: "$1." },
      { kind: "substring", start: 1, length: 3 },
    ]);
    expect(read(field, "businessCentral", " ida birk ")).toBe(".-B");
    expect(read(field, "dataverse", " ida birk ")).toBe(" ida birk ");
    expect(written(field, "dataverse", ".-B")).toEqual({ dv: ".-B" });
  });

  test("T1 lower, and a text cut out without halving a character", () => {
    expect(read(oneWay([{ kind: "lower" }]), "businessCentral", "ÆB")).toBe("æb");
    expect(read(oneWay([{ kind: "substring", start: 1 }]), "businessCentral", "😀b")).toBe("b");
  });

  test("T1 a blank can become something", () => {
    expect(read(oneWay([{ kind: "regex", pattern: "^$", with: "¤" }]), "businessCentral", "")).toBe(
      "¤",
    );
  });

  test("T4 a map refuses what it does not name, keeps it if told so, and leaves blanks alone", () => {
    const map = { kind: "map", values: { DK: "Denmark" } };
    expect(read(oneWay([map]), "businessCentral", "DK")).toBe("Denmark");
    expect(read(oneWay([map]), "businessCentral", "")).toBeNull();
    expect(read(oneWay([map]), "businessCentral", "constructor")).toMatchObject({
      message: 'Field "field": "constructor" is not in the field\'s map of values.',
    });
    expect(read(oneWay([{ ...map, otherwise: "keep" }]), "businessCentral", "SE")).toBe("SE");
    expect(read(oneWay([{ kind: "map", values: { "": "None" } }]), "businessCentral", "")).toBe(
      "None",
    );
  });
});

test("T1 a one-way field from Dataverse runs all its steps there, and none is undone", () => {
  const values = { DK: "Denmark", DEN: "Denmark" };
  const inwards = aField("text", {
    direction: "toBusinessCentral",
    transform: [{ kind: "trim" }, { kind: "map", values, otherwise: "keep" }, { kind: "upper" }],
  });

  expect(read(inwards, "dataverse", "DEN ")).toBe("DENMARK");
  expect(read(inwards, "dataverse", "Norway")).toBe("NORWAY");
  expect(read(inwards, "businessCentral", " Norway")).toBe(" Norway");
  expect(written(inwards, "businessCentral", "NORWAY")).toEqual({ bc: "NORWAY" });
});

describe("two-way fields", () => {
  const country = aField("text", {
    transform: [{ kind: "trim" }, { kind: "map", values: { DK: "Denmark", SE: "Sweden" } }],
  });

  test("T1 a map leads to Dataverse's text and back again", () => {
    expect(read(country, "businessCentral", "DK ")).toBe("Denmark");
    expect(read(country, "dataverse", "Denmark")).toBe("Denmark");
    expect(written(country, "businessCentral", "Denmark")).toEqual({ bc: "DK" });
    expect(written(country, "dataverse", "Denmark")).toEqual({ dv: "Denmark" });
  });

  test("T1 a text that no map leads to is a problem as soon as it is read", () => {
    expect(read(country, "dataverse", "Norway")).toMatchObject({
      hint: 'Add "Norway" to the map, or change the value in the app.',
    });
    expect(write(country, "businessCentral", "Norway").ok).toBe(false);
    expect(read(country, "dataverse", null)).toBeNull();
  });

  test("T1 spelling steps make both sides alike", () => {
    const email = aField("text", { transform: [{ kind: "trim" }, { kind: "lower" }] });
    expect(read(email, "businessCentral", "Ida@Adatum.com ")).toBe("ida@adatum.com");
    expect(read(email, "dataverse", "IDA@adatum.com")).toBe("ida@adatum.com");
  });
});

describe("regular expressions", () => {
  test.each([
    "@.*$",
    "^$",
    "\\s+",
    "(\\d+)-(\\d{1,3})",
    "^(\\d+)-(\\d+)-(\\d+)$",
    "(?:ab)+",
    "(-\\d+)?$",
    "[+*{]+",
    "\\p{L}+",
    "a".repeat(200),
  ])("T3 %s may stand in a mapping", (pattern) => expect(regexTrouble(pattern)).toBeUndefined());

  test.each([
    "(a+)+",
    "(a|a)*",
    "((a*))*",
    "(a?){30}",
    "(?:x{1,3}){2,}",
    ".*.*.*x",
    "(a)\\1",
    "(?=a)",
    "(?<!a)b",
    "(",
    "a".repeat(201),
    "x{1,100}y{1,100}z{1,1000}",
  ])("T3 %s is refused", (pattern) => expect(regexTrouble(pattern)).toEqual(expect.any(String)));

  test("T3 long text is not given to a regular expression", () => {
    const field = aField("text", {
      direction: "toDataverse",
      transform: [{ kind: "regex", pattern: "a*", with: "" }],
    });
    expect(read(field, "businessCentral", "b".repeat(1001))).toMatchObject({
      message: expect.stringContaining("1000 at most"),
    });
  });
});
