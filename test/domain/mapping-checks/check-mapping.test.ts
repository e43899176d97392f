import { expect, test } from "vitest";
import type { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import { checkMapping } from "../../../lib/domain/mapping-checks/check-mapping.ts";
import { aField, aTable } from "../a-field.ts";

const faultsOf = (mapping: TableMapping, others: readonly TableMapping[] = []): readonly string[] =>
  checkMapping(mapping, others).map(({ path, message }) => `${path}: ${message}`);

/** Faults of a mapping that is sound but for this one field. */
const faultsOfField = (kind: string, more: Readonly<Record<string, unknown>>): readonly string[] =>
  faultsOf(
    aTable([
      aField("boolean", {
        name: "sound",
        businessCentral: { column: "a" },
        dataverse: { column: "a" },
      }),
      aField(kind, more),
    ]),
  );

const currencies = aTable([aField("text")], { name: "CURRENCY" });
const link = {
  mapping: "CURRENCY",
  dataverse: { column: "_dv_value", navigation: "dv", set: "transactioncurrencies" },
};
const constant = {
  name: "fixed",
  kind: "constant",
  direction: "toDataverse",
  side: "dataverse",
  column: "dv",
  value: 3,
};

test("a sound mapping has no faults", () => {
  expect(faultsOf(aTable([aField("text")]))).toEqual([]);
});

test("M1 field names are unique", () => {
  expect(
    faultsOf(
      aTable([
        aField("text"),
        aField("boolean", { businessCentral: { column: "a" }, dataverse: { column: "a" } }),
      ]),
    ),
  ).toEqual(['fields/field: Two fields are called "field". Give each field its own name.']);
});

test.each([
  ["equal", undefined, "one value"],
  ["equal", [1], "one value"],
  ["oneOf", 1, "a list of at least one value"],
  ["noneOf", [], "a list of at least one value"],
  ["blank", 1, "no value"],
  ["greater", true, "a number, or a text or date"],
  ["startsWith", 5, "a text"],
])("M2 a condition with %s and %j is refused", (is, value, needed) => {
  const filter = [{ column: "x", is, ...(value === undefined ? {} : { value }) }];
  const mapping = aTable([aField("text")], {
    dataverse: { set: "accounts", table: "account", id: "accountid", title: "name", filter },
  });
  expect(faultsOf(mapping)).toEqual([
    `dataverse/filter/0: The condition on "x" with "${is}" needs ${needed}.`,
  ]);
});

test("M2 conditions with fitting values are accepted", () => {
  const filter = [
    { column: "a", is: "equal", value: null },
    { column: "b", is: "oneOf", value: [1, 2] },
    { column: "c", is: "notBlank" },
    { column: "d", is: "less", value: "2026-01-01" },
    { column: "e", is: "startsWith", value: "A" },
  ];
  const businessCentral = { entity: "customers", key: "number", title: "displayName", filter };
  expect(faultsOf(aTable([aField("text")], { businessCentral }))).toEqual([]);
});

test("M4 a field must be usable in the table mapping's direction", () => {
  const against = aField("text", {
    name: "against",
    direction: "toBusinessCentral",
    businessCentral: { column: "a" },
    dataverse: { column: "a" },
  });
  expect(faultsOf(aTable([aField("text"), against], { direction: "toDataverse" }))).toEqual([
    'fields/against: Field "against" goes toBusinessCentral, but the table mapping goes toDataverse. Change the field\'s direction, or disable it.',
  ]);
});

test("M5 a constant is written where its direction leads, and binds rows only in Dataverse", () => {
  expect(
    faultsOf(
      aTable([
        aField("text", { direction: "toBusinessCentral" }),
        { ...constant, direction: "toBusinessCentral" },
      ]),
    ),
  ).toEqual([
    expect.stringContaining(
      'fields/fixed: Constant "fixed" is written to Dataverse, where its direction',
    ),
  ]);
  const row = { row: { set: "uoms", key: "uomid", column: "name", equals: "Primary Unit" } };
  const wrongSide = {
    ...constant,
    side: "businessCentral",
    direction: "toBusinessCentral",
    column: "x",
    value: row,
  };
  expect(faultsOf(aTable([aField("text"), wrongSide]))).toEqual([
    'fields/fixed: Constant "fixed" binds a Dataverse row in Business Central. Give it a plain value.',
  ]);
});

test("M6 no property is written by two fields of one side", () => {
  const twin = aField("text", { name: "twin", businessCentral: { column: "other" } });
  expect(faultsOf(aTable([aField("text"), twin]))).toEqual([
    'fields/twin: Field "twin" writes "dv" in Dataverse, which field "field" writes too. Remove or disable one of the fields.',
  ]);
  expect(faultsOf(aTable([aField("text"), { ...twin, enabled: false }]))).toEqual([]);
  expect(faultsOf(aTable([aField("text"), { ...twin, direction: "toBusinessCentral" }]))).toEqual(
    [],
  );
  expect(faultsOf(aTable([aField("text"), constant]))).toHaveLength(1);
});

test("M6 one column may get one constant with the create and another after it", () => {
  const draft = { ...constant, column: "x", on: "create" };
  const active = { ...constant, name: "active", column: "x", on: "afterCreate" };
  expect(faultsOf(aTable([aField("text"), draft, active]))).toEqual([]);
  expect(faultsOf(aTable([aField("text"), draft, { ...active, on: "always" }]))).toHaveLength(1);
});

test("M6 a record's id is not written", () => {
  expect(faultsOfField("guid", { dataverse: { column: "accountid" } })).toEqual([
    expect.stringContaining('writes the record\'s id "accountid" in Dataverse'),
  ]);
});

test("M7 scenario 44: a mapping needs an enabled field mapping that can be used", () => {
  const fault =
    "fields: Mapping CUSTOMER has no enabled field mappings. Enable or add at least one field.";
  expect(faultsOf(aTable([aField("text", { enabled: false })]))).toEqual([fault]);
  expect(faultsOf(aTable([constant]))).toEqual([fault]);
});

test("M8 what a mapping depends on exists and does not depend on it", () => {
  const customer = aTable([aField("text")], { dependsOn: ["CURRENCY"] });
  expect(faultsOf(customer)).toEqual([
    "dependsOn: Mapping CUSTOMER depends on CURRENCY, which does not exist. Add CURRENCY, or remove it from dependsOn.",
  ]);
  expect(faultsOf(customer, [currencies])).toEqual([]);
  const back = aTable([aField("text")], { name: "CURRENCY", dependsOn: ["CUSTOMER"] });
  expect(faultsOf(customer, [back])).toEqual([
    "dependsOn: The mappings CUSTOMER → CURRENCY → CUSTOMER depend on each other. Remove one link of the circle.",
  ]);
});

test("M9 the mapping that a lookup refers to exists", () => {
  const mapping = aTable([aField("lookup", link)]);
  expect(faultsOf(mapping)).toEqual([
    'fields/field: Field "field" refers to mapping CURRENCY, which does not exist. Add mapping CURRENCY, or change the field.',
  ]);
  expect(faultsOf(mapping, [currencies])).toEqual([]);
});

test("M10 records of two mappings must not wait for each other", () => {
  const customer = aTable([
    aField("lookup", { ...link, mapping: "CONTACT", whenUncoupled: "wait" }),
  ]);
  const contact = aTable(
    [aField("lookup", { ...link, mapping: "CUSTOMER", whenUncoupled: "wait" })],
    { name: "CONTACT" },
  );
  expect(faultsOf(customer, [contact])).toEqual([
    expect.stringContaining("CUSTOMER → CONTACT → CUSTOMER wait for each other's records"),
  ]);
  const defers = aTable([aField("lookup", { ...link, mapping: "CUSTOMER" })], { name: "CONTACT" });
  expect(faultsOf(customer, [defers])).toEqual([]);
});

test("M11 scenario 227: notNull and whenUncoupled clear contradict each other", () => {
  const both = aTable([aField("lookup", { ...link, notNull: true, whenUncoupled: "clear" })]);
  expect(faultsOf(both, [currencies])).toEqual([
    'fields/field: Field "field" has notNull and also whenUncoupled "clear", which contradict each other. Remove notNull, or set whenUncoupled to "leave".',
  ]);
  const leave = aTable([aField("lookup", { ...link, notNull: true, whenUncoupled: "leave" })]);
  expect(faultsOf(leave, [currencies])).toEqual([]);
  expect(() => aField("text", { notNull: true })).toThrow();
});

test("M11 only currencies have a base currency", () => {
  const dataverse = { column: "_dv_value", navigation: "dv", set: "contacts" };
  const mapping = aTable([aField("lookup", { ...link, dataverse, blankIs: "baseCurrency" })]);
  expect(faultsOf(mapping, [currencies])).toEqual([expect.stringContaining("has a base currency")]);
});

test("M12 a field that is only for creates has one direction", () => {
  expect(faultsOfField("code", { on: "create" })).toEqual([
    expect.stringContaining("needs one direction"),
  ]);
  expect(faultsOfField("code", { on: "create", direction: "toDataverse" })).toEqual([]);
});

test("M14 only a one-way field begins as its receiver", () => {
  const begins = { startsFrom: "receiver" };
  expect(faultsOfField("integer", { ...begins, direction: "toDataverse" })).toEqual([]);
  expect(faultsOfField("integer", begins)).toEqual([
    expect.stringContaining("is synchronized both ways. Remove startsFrom"),
  ]);
  expect(faultsOf(aTable([aField("text"), { ...constant, column: "x", ...begins }]))).toEqual([
    expect.stringContaining("is a constant. Remove startsFrom"),
  ]);
});

test("C9 a value map must be clear in every direction it is used", () => {
  const many = { values: { Ship: 1, Invoice: 1 } };
  expect(faultsOfField("choice", many)).toEqual([expect.stringContaining("Make it one to one")]);
  expect(faultsOfField("choice", { ...many, direction: "toDataverse" })).toEqual([]);
  expect(faultsOfField("choice", { values: {} })).toEqual([
    expect.stringContaining("empty value map"),
  ]);
  expect(faultsOfField("choice", { values: { " ": 0, _x0020_: 1 } })).toEqual([
    expect.stringContaining("names one option twice"),
  ]);
  expect(faultsOfField("choice", { values: { A: 0, B: true } })).toEqual([
    expect.stringContaining("mixes numbers and booleans"),
  ]);
  expect(faultsOfField("choice", { values: { A: 0 }, blank: "A" })).toEqual([
    expect.stringContaining("both as its blank"),
  ]);
});

test("C13 both sides of a joined text use one separator", () => {
  const places = {
    businessCentral: { columns: ["a1", "a2"], separator: ", " },
    dataverse: { columns: ["b1", "b2"] },
  };
  expect(faultsOfField("text", places)).toEqual([
    expect.stringContaining("two different separators"),
  ]);
});

test.each([
  { kind: "replace", find: "a", with: "b" },
  { kind: "regex", pattern: "a", with: "b" },
  { kind: "substring", start: 0, length: 2 },
])("T2 $kind cannot be undone, so it stands in one-way fields only", (step) => {
  expect(faultsOfField("text", { transform: [step] })).toEqual([
    expect.stringContaining(`goes both ways, but "${step.kind}" cannot be undone`),
  ]);
  expect(faultsOfField("text", { transform: [step], direction: "toDataverse" })).toEqual([]);
});

test("T2 a two-way map is one to one, complete and untouched by the other steps", () => {
  const map = { kind: "map", values: { DK: "Denmark", SE: "Sweden" } };
  expect(faultsOfField("text", { transform: [{ kind: "trim" }, map] })).toEqual([]);
  expect(faultsOfField("text", { transform: [{ ...map, otherwise: "keep" }] })).toEqual([
    expect.stringContaining('otherwise to "refuse"'),
  ]);
  expect(
    faultsOfField("text", { transform: [{ kind: "map", values: { A: "x", B: "x" } }] }),
  ).toEqual([expect.stringContaining("not one to one")]);
  expect(faultsOfField("text", { transform: [{ kind: "map", values: { "": "none" } }] })).toEqual([
    expect.stringContaining("not one to one"),
  ]);
  expect(faultsOfField("text", { transform: [map, { kind: "upper" }] })).toEqual([
    expect.stringContaining('has "Denmark", which the other transformations change'),
  ]);
  expect(faultsOfField("code", { transform: [{ kind: "map", values: { dk: "DK" } }] })).toEqual([
    expect.stringContaining('has "dk"'),
  ]);
  expect(faultsOfField("text", { transform: [map], length: "truncate" })).toEqual([
    expect.stringContaining("a cut text is not in the map"),
  ]);
});

test("T3 a regular expression that could run for ever is refused with the reason", () => {
  const transform = [{ kind: "regex", pattern: "(a+)+$", with: "" }];
  expect(faultsOfField("text", { transform, direction: "toDataverse" })).toEqual([
    expect.stringContaining(
      'The regular expression of field "field" is refused: it repeats a group',
    ),
  ]);
});

test("M1 a disabled field may be unfinished", () => {
  const unfinished = { enabled: false, mapping: "NOWHERE", dataverse: link.dataverse };
  expect(faultsOfField("lookup", unfinished)).toEqual([]);
});
