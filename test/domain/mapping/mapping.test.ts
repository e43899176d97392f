import { describe, expect, test } from "vitest";
import { Condition, FieldMapping, TableMapping } from "../../../lib/domain/mapping/mapping.ts";

type Deps = Readonly<Record<string, unknown>>;

const place = { column: "bc" };
const aField = (parts: Deps): unknown => ({
  name: "field",
  kind: "text",
  direction: "bidirectional",
  businessCentral: place,
  dataverse: { column: "dv" },
  ...parts,
});
const businessCentral = { entity: "customers", key: "number", title: "displayName" };
const dataverse = { set: "accounts", table: "account", id: "accountid", title: "name" };
const aMapping = (parts: Deps = {}): unknown => ({
  name: "CUSTOMER",
  direction: "toDataverse",
  businessCentral,
  dataverse,
  fields: [aField({})],
  ...parts,
});
const isMapping = (parts: Deps): boolean => TableMapping.safeParse(aMapping(parts)).success;
const isField = (parts: Deps): boolean => FieldMapping.safeParse(aField(parts)).success;

describe("what a mapping does not say", () => {
  test("is careful: only what is coupled, people asked, a run each half hour", () => {
    expect(TableMapping.parse(aMapping())).toEqual({
      name: "CUSTOMER",
      enabled: true,
      direction: "toDataverse",
      businessCentral: { ...businessCentral, filter: [] },
      dataverse: { ...dataverse, changeTracking: true, mergeable: false, filter: [] },
      onlyCoupled: true,
      merge: "field",
      updateConflict: "manual",
      deleteConflict: "manual",
      parkAfter: 3,
      maxDeletedShare: 0.2,
      maxFailedShare: 0.5,
      dependsOn: [],
      schedule: { minutesBetweenRuns: 30, inactivityTimeoutMinutes: 720 },
      fields: [
        {
          name: "field",
          kind: "text",
          direction: "bidirectional",
          enabled: true,
          startsFrom: "origin",
          businessCentral: place,
          dataverse: { column: "dv" },
          length: "reject",
          transform: [],
        },
      ],
    });
  });

  test("is, of a link, its id, to be added when it can be, nothing for a blank", () => {
    const link = { column: "_dv_value", navigation: "dv", set: "contacts" };

    expect(
      FieldMapping.parse(aField({ kind: "lookup", mapping: "CONTACT", dataverse: link })),
    ).toMatchObject({
      businessCentral: { column: "bc", by: "id" },
      whenUncoupled: "defer",
      blankIs: "nothing",
      notNull: false,
    });
  });

  test("is, of joined text, a matching field, a map and a constant, the usual", () => {
    const columns = { columns: ["first", "last"] };
    const map = { kind: "map", values: {} };
    const constant = {
      name: "fixed",
      kind: "constant",
      direction: "toDataverse",
      side: "dataverse",
      column: "dv",
      value: 3,
    };

    expect(
      FieldMapping.parse(aField({ dataverse: columns, match: {}, transform: [map] })),
    ).toMatchObject({
      dataverse: { separator: " " },
      match: { priority: 0, caseSensitive: false },
      transform: [{ otherwise: "refuse" }],
    });
    expect(FieldMapping.parse(constant)).toMatchObject({ on: "always" });
  });
});

describe("what a mapping may say", () => {
  test.each<Deps>([
    { direction: "bidirectional" },
    { direction: "toBusinessCentral" },
    { businessCentral: { ...businessCentral, api: "tandem/sales-x/v1.0" } },
    { merge: "record" },
    { updateConflict: "businessCentralWins" },
    { updateConflict: "dataverseWins" },
    { updateConflict: "latestWins" },
    { deleteConflict: "restore" },
    { deleteConflict: "removeCoupling" },
    { deleteConflict: "delete" },
    { parkAfter: 1 },
    { parkAfter: 100 },
    { maxDeletedShare: 0 },
    { maxDeletedShare: 1 },
    { maxFailedShare: 0 },
    { maxFailedShare: 1 },
    { dependsOn: ["CURRENCY"] },
    { schedule: { minutesBetweenRuns: 1 } },
    { schedule: { minutesBetweenRuns: 44640, inactivityTimeoutMinutes: 0 } },
    { schedule: { minutesBetweenRuns: 5, inactivityTimeoutMinutes: 44640 } },
    { fields: Array.from({ length: 200 }, () => aField({})) },
  ])("%j", (parts) => expect(isMapping(parts)).toBe(true));

  test.each<Deps>([
    { colour: "red" },
    { businessCentral: { ...businessCentral, colour: "red" } },
    { dataverse: { ...dataverse, colour: "red" } },
    { direction: "both" },
    { businessCentral: { ...businessCentral, entity: "" } },
    { businessCentral: { ...businessCentral, api: "sales/v1.0" } },
    { businessCentral: { ...businessCentral, api: "a/b/c/d" } },
    { businessCentral: { ...businessCentral, api: "../b/c" } },
    { businessCentral: { ...businessCentral, api: "a/b/c?d" } },
    { merge: "table" },
    { updateConflict: "newest" },
    { deleteConflict: "ask" },
    { parkAfter: 0 },
    { parkAfter: 101 },
    { parkAfter: 1.5 },
    { maxDeletedShare: -0.1 },
    { maxDeletedShare: 1.1 },
    { maxFailedShare: -0.1 },
    { maxFailedShare: 1.1 },
    { dependsOn: ["currency"] },
    { schedule: { minutesBetweenRuns: 0 } },
    { schedule: { minutesBetweenRuns: 44641 } },
    { schedule: { minutesBetweenRuns: 0.5 } },
    { schedule: { minutesBetweenRuns: 5, inactivityTimeoutMinutes: -1 } },
    { schedule: { minutesBetweenRuns: 5, inactivityTimeoutMinutes: 44641 } },
    { schedule: { minutesBetweenRuns: 5, colour: "red" } },
    { fields: [] },
    { fields: Array.from({ length: 201 }, () => aField({})) },
  ])("not %j", (parts) => expect(isMapping(parts)).toBe(false));
});

describe("what a field may say", () => {
  const columns = (...names: readonly string[]) => ({ columns: names });
  const link = { column: "_dv_value", navigation: "dv", set: "contacts" };
  const lookup = { kind: "lookup", mapping: "CONTACT", dataverse: link };
  const row = { set: "uoms", key: "uomid", column: "name", equals: "Primary Unit" };

  test.each<Deps>([
    { businessCentral: { column: "_a1" } },
    { businessCentral: { column: "a".repeat(128) } },
    { businessCentral: { column: "bc", maxLength: 1 } },
    { dataverse: columns("a", "b") },
    { dataverse: columns("a", "b", "c", "d") },
    { dataverse: { ...columns("a", "b"), separator: ", ", maxLength: 1 } },
    { updateConflict: "latestWins" },
    { startsFrom: "receiver" },
    { match: { priority: 0, caseSensitive: true } },
    { length: "truncate" },
    { on: "create" },
    { transform: [{ kind: "trim" }, { kind: "upper" }, { kind: "lower" }] },
    { transform: [{ kind: "replace", find: "a", with: "" }] },
    { transform: [{ kind: "regex", pattern: "a", with: "" }] },
    { transform: [{ kind: "map", values: { "": "" }, otherwise: "keep" }] },
    { transform: [{ kind: "substring", start: 0, length: 1 }] },
    { kind: "code", on: "create" },
    { kind: "guid" },
    { kind: "boolean" },
    { kind: "integer" },
    { kind: "decimal", scale: 0 },
    { kind: "decimal", scale: 10 },
    { kind: "date" },
    { kind: "dateTime" },
    { kind: "choice", values: { A: 1, B: true }, blank: "" },
    lookup,
    { ...lookup, businessCentral: { column: "bc", by: "key" } },
    { ...lookup, whenUncoupled: "wait", blankIs: "baseCurrency", notNull: true },
    { ...lookup, whenUncoupled: "clear" },
    { ...lookup, whenUncoupled: "leave" },
  ])("%j", (parts) => expect(isField(parts)).toBe(true));

  test.each<Deps>([
    { colour: "red" },
    { kind: "number" },
    { name: "Field" },
    { direction: "both" },
    { businessCentral: { column: "" } },
    { businessCentral: { column: "1a" } },
    { businessCentral: { column: "a b" } },
    { businessCentral: { column: "a/b" } },
    { businessCentral: { column: "a".repeat(129) } },
    { businessCentral: { column: "bc", maxLength: 0 } },
    { businessCentral: { column: "bc", maxLength: 1.5 } },
    { businessCentral: { column: "bc", colour: "red" } },
    { dataverse: columns("a") },
    { dataverse: columns("a", "b", "c", "d", "e") },
    { dataverse: { ...columns("a", "b"), separator: "" } },
    { dataverse: { ...columns("a", "b"), maxLength: 0 } },
    { dataverse: { ...columns("a", "b"), colour: "red" } },
    { updateConflict: "newest" },
    { startsFrom: "nobody" },
    { match: { priority: -1 } },
    { match: { priority: 0.5 } },
    { match: { colour: "red" } },
    { length: "wrap" },
    { on: "update" },
    { transform: [{ kind: "trim", colour: "red" }] },
    { transform: [{ kind: "upper", colour: "red" }] },
    { transform: [{ kind: "lower", colour: "red" }] },
    { transform: [{ kind: "reverse" }] },
    { transform: [{ kind: "replace", find: "", with: "" }] },
    { transform: [{ kind: "replace", find: "a", with: "", colour: "red" }] },
    { transform: [{ kind: "regex", pattern: "", with: "" }] },
    { transform: [{ kind: "regex", pattern: "a", with: "", colour: "red" }] },
    { transform: [{ kind: "map", values: {}, otherwise: "guess" }] },
    { transform: [{ kind: "map", values: {}, colour: "red" }] },
    { transform: [{ kind: "map", values: { A: 1 } }] },
    { transform: [{ kind: "substring", start: -1 }] },
    { transform: [{ kind: "substring", start: 0, length: 0 }] },
    { transform: [{ kind: "substring", start: 0, colour: "red" }] },
    { kind: "guid", length: "truncate" },
    { kind: "guid", dataverse: columns("a", "b") },
    { kind: "guid", dataverse: { column: "dv", maxLength: 3 } },
    { kind: "boolean", transform: [] },
    { kind: "integer", transform: [] },
    { kind: "decimal" },
    { kind: "decimal", scale: -1 },
    { kind: "decimal", scale: 11 },
    { kind: "decimal", scale: 2, transform: [] },
    { kind: "date", transform: [] },
    { kind: "dateTime", transform: [] },
    { kind: "choice", values: { A: "1" } },
    { kind: "choice", values: { A: 1.5 } },
    { kind: "choice", values: { A: 1 }, transform: [] },
    { ...lookup, mapping: "contact" },
    { ...lookup, dataverse: { column: "_dv_value" } },
    { ...lookup, dataverse: { ...link, colour: "red" } },
    { ...lookup, businessCentral: { column: "bc", by: "name" } },
    { ...lookup, businessCentral: { column: "bc", colour: "red" } },
    { ...lookup, whenUncoupled: "ask" },
    { ...lookup, blankIs: "zero" },
    { ...lookup, transform: [] },
    { kind: "code", colour: "red" },
  ])("not %j", (parts) => expect(isField(parts)).toBe(false));

  const constant = (parts: Deps) => ({
    name: "fixed",
    kind: "constant",
    direction: "toDataverse",
    side: "dataverse",
    column: "dv",
    value: 3,
    ...parts,
  });

  test.each<Deps>([
    { value: "three" },
    { value: null },
    { value: true },
    { value: { row } },
    { on: "create" },
    { on: "afterCreate" },
    { side: "businessCentral" },
  ])("a constant %j", (parts) => {
    expect(FieldMapping.safeParse(constant(parts)).success).toBe(true);
  });

  test.each<Deps>([
    { value: undefined },
    { value: [3] },
    { value: { row, colour: "red" } },
    { value: { row: { ...row, colour: "red" } } },
    { value: { row: { set: "uoms" } } },
    { on: "update" },
    { side: "both" },
    { match: {} },
    { businessCentral: place },
  ])("not a constant %j", (parts) => {
    expect(FieldMapping.safeParse(constant(parts)).success).toBe(false);
  });
});

test.each<[Deps, boolean]>([
  [{ is: "blank" }, true],
  [{ is: "notBlank" }, true],
  [{ is: "equal", value: null }, true],
  [{ is: "notEqual", value: true }, true],
  [{ is: "oneOf", value: ["A", 1, false, null] }, true],
  [{ is: "noneOf", value: [] }, true],
  [{ is: "greater", value: 1 }, true],
  [{ is: "less", value: "2026-01-01" }, true],
  [{ is: "startsWith", value: "A" }, true],
  [{ is: "contains", value: "A" }, false],
  [{ is: "equal", value: { row: 1 } }, false],
  [{ is: "equal", value: 1, colour: "red" }, false],
  [{ is: "oneOf", value: [["A"]] }, false],
])("M2 whether %j can be a condition: %s", (parts, expected) => {
  expect(Condition.safeParse({ column: "x", ...parts }).success).toBe(expected);
});

test("what is no name of a property, and no path of a custom API, is told as such", () => {
  const wrong = TableMapping.safeParse(
    aMapping({ businessCentral: { ...businessCentral, entity: "a b", api: "v2.0" } }),
  );

  expect(wrong.error?.issues.map(({ path, message }) => [path.join("/"), message])).toEqual([
    ["businessCentral/entity", "This must be the name of a property: letters, digits and _."],
    ["businessCentral/api", "This must be publisher/group/version of a custom API."],
  ]);
});
