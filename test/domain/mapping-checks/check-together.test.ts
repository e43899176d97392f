import { describe, expect, test } from "vitest";
import type { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import { checkMapping } from "../../../lib/domain/mapping-checks/check-mapping.ts";
import { aField, aTable } from "../a-field.ts";

type Deps = Readonly<Record<string, unknown>>;

const faultsOf = (mapping: TableMapping, others: readonly TableMapping[] = []) =>
  checkMapping(mapping, others).map(({ path, message }) => `${path}: ${message}`);

const currencies = aTable([aField("text")], { name: "CURRENCY" });
const link = {
  mapping: "CURRENCY",
  dataverse: { column: "_dv_value", navigation: "dv", set: "contacts" },
};
const constant = {
  name: "fixed",
  kind: "constant",
  direction: "toDataverse",
  side: "dataverse",
  column: "x",
  value: 3,
};
const toDataverse = { direction: "toDataverse" };

describe("fields that get in each other's way", () => {
  const twin = (more: Deps) =>
    aField("boolean", { name: "twin", businessCentral: { column: "x" }, ...more });

  test("M5 a constant is written where its direction leads", () => {
    const wrong = { ...constant, direction: "toBusinessCentral" };

    expect(faultsOf(aTable([aField("text"), wrong]))).toEqual([
      'fields/fixed: Constant "fixed" is written to Dataverse, where its direction (toBusinessCentral, table mapping bidirectional) does not lead. Change the side or the direction.',
    ]);
    expect(faultsOf(aTable([aField("text"), constant]))).toEqual([]);
    expect(
      faultsOf(
        aTable([
          aField("text"),
          { ...constant, side: "businessCentral", value: null, direction: "bidirectional" },
        ]),
      ),
    ).toEqual([]);
  });

  test("M6 each later field is told of the first that writes the same", () => {
    const third = twin({ name: "third", businessCentral: { column: "y" } });

    expect(faultsOf(aTable([aField("text"), twin({}), third]))).toEqual(
      ["twin", "third"].map(
        (name) =>
          `fields/${name}: Field "${name}" writes "dv" in Dataverse, which field "field" writes too. Remove or disable one of the fields.`,
      ),
    );
  });

  test("M6 a link writes its navigation property, not the column it is read from", () => {
    const reads = aField("lookup", {
      ...link,
      dataverse: { ...link.dataverse, column: "dv", navigation: "nav" },
    });
    const writes = aField("lookup", {
      ...link,
      dataverse: { ...link.dataverse, navigation: "dv" },
    });

    expect(faultsOf(aTable([reads, twin({})]), [currencies])).toEqual([]);
    expect(faultsOf(aTable([writes, twin({})]), [currencies])).toHaveLength(1);
  });

  test("M6 a joined text writes all its columns", () => {
    const names = aField("text", { dataverse: { columns: ["first", "dv"] } });

    expect(faultsOf(aTable([names, twin({})]))).toHaveLength(1);
  });

  test("M6 a constant and a field do not share a column, whenever it is written", () => {
    for (const on of ["create", "afterCreate", "always"]) {
      expect(faultsOf(aTable([aField("text"), { ...constant, column: "dv", on }]))).toHaveLength(1);
    }
    const once = aField("code", { ...toDataverse, on: "create" });
    expect(faultsOf(aTable([once, { ...constant, column: "dv", on: "always" }]))).toHaveLength(1);
    expect(faultsOf(aTable([aField("text"), { ...constant, column: "bc" }]))).toEqual([]);
  });

  test("M6 two constants for one column at the same moment are one too many", () => {
    const [first, second] = ["first", "second"].map((name) => ({ ...constant, name }));
    const faults = (on: string, other: string) =>
      faultsOf(aTable([aField("text"), { ...first, on }, { ...second, on: other }])).length;

    expect(faults("create", "create")).toBe(1);
    expect(faults("always", "create")).toBe(1);
    expect(faults("afterCreate", "always")).toBe(1);
    expect(faults("afterCreate", "create")).toBe(0);
  });

  test("M14 a constant begins as nothing", () => {
    expect(faultsOf(aTable([aField("text"), { ...constant, startsFrom: "receiver" }]))).toEqual([
      'fields/fixed: Field "fixed" has startsFrom "receiver", but is a constant. Remove startsFrom.',
    ]);
  });

  test("M14 a two-way field of a one-way mapping has an origin", () => {
    const begins = aField("text", { startsFrom: "receiver" });

    expect(faultsOf(aTable([begins], toDataverse))).toEqual([]);
  });

  test("M1 a name that stands three times is told once", () => {
    const same = ["a", "b", "c"].map((column) =>
      aField("boolean", { businessCentral: { column }, dataverse: { column } }),
    );

    expect(faultsOf(aTable(same))).toHaveLength(1);
  });
});

describe("mappings that lean on each other", () => {
  const named = (name: string, more: Deps = {}, fields: readonly unknown[] = [aField("text")]) =>
    aTable(fields, { name, ...more });
  const waits = (mapping: string) => aField("lookup", { ...link, mapping, whenUncoupled: "wait" });

  test("M8 a mapping that is edited counts as it will be, not as it was", () => {
    const before = named("CUSTOMER", { dependsOn: ["CUSTOMER"] });

    expect(faultsOf(named("CUSTOMER"), [before])).toEqual([]);
    expect(faultsOf(before)).toEqual([
      "dependsOn: The mappings CUSTOMER → CUSTOMER depend on each other. Remove one link of the circle.",
    ]);
  });

  test("M8 what is missing and what goes round are both told", () => {
    const back = named("B", { dependsOn: ["A", "C"] });

    expect(faultsOf(named("A", { dependsOn: ["B", "D"] }), [back])).toEqual([
      "dependsOn: Mapping A depends on D, which does not exist. Add D, or remove it from dependsOn.",
      "dependsOn: The mappings A → B → A depend on each other. Remove one link of the circle.",
    ]);
  });

  test("M10 a circle of waiting is told with all its mappings, and how it opens", () => {
    const [a, b, c] = [
      named("A", {}, [waits("B")]),
      named("B", {}, [waits("C")]),
      named("C", {}, [waits("A")]),
    ];

    expect(faultsOf(a, [b, c])).toEqual([
      'fields: The mappings A → B → C → A wait for each other\'s records. Remove one link of the circle. Set whenUncoupled of one of these lookups to "defer".',
    ]);
  });

  test("M10 a hierarchy waits for nobody in the end", () => {
    expect(faultsOf(named("A", {}, [waits("A")]))).toEqual([]);
  });

  test("M10 a field that is disabled waits for nobody", () => {
    const off = { ...waits("A"), enabled: false };

    expect(
      faultsOf(named("A", {}, [waits("B")]), [
        named("B", {}, [off, aField("text", { name: "on" })]),
      ]),
    ).toEqual([]);
  });
});

test("M2 the place of a condition in its filter is told", () => {
  const filter = [
    { column: "a", is: "blank" },
    { column: "b", is: "less", value: "" },
    { column: "c", is: "startsWith", value: "" },
    { column: "d", is: "oneOf" },
    { column: "e", is: "notEqual", value: 0 },
  ];
  const businessCentral = { entity: "customers", key: "number", title: "displayName", filter };

  expect(faultsOf(aTable([aField("text")], { businessCentral }))).toEqual([
    'businessCentral/filter/1: The condition on "b" with "less" needs a number, or a text or date.',
    'businessCentral/filter/2: The condition on "c" with "startsWith" needs a text.',
    'businessCentral/filter/3: The condition on "d" with "oneOf" needs a list of at least one value.',
  ]);
});

test("K6 a group of matching fields that cannot be searched is told with its fields", () => {
  const match = { priority: 2 };
  const active = aField("boolean", { name: "active", match });
  const born = aField("date", {
    name: "born",
    match,
    businessCentral: { column: "b" },
    dataverse: { column: "d" },
  });

  expect(faultsOf(aTable([active, born]))).toEqual([
    "fields/active: Match priority 2 (active, born) has no field that Dataverse can be searched by. Add a text, code, GUID or whole number that stands unchanged in one column of Dataverse, or remove the match.",
  ]);
});
