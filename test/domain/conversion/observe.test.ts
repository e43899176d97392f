import { describe, expect, test } from "vitest";
import { constantsFor } from "../../../lib/domain/conversion/constants.ts";
import type { MappingContext } from "../../../lib/domain/conversion/context.ts";
import { isAnsweredBy, unlinkedValue } from "../../../lib/domain/conversion/lookup.ts";
import { lookupRefsOf } from "../../../lib/domain/conversion/observe.ts";
import { type LinkedPair, lookupRefKey } from "../../../lib/domain/coupling.ts";
import { fieldsWithoutBase } from "../../../lib/domain/decision/field-pairs.ts";
import { FieldName, MappingName } from "../../../lib/domain/ids.ts";
import type { Value, WireFields } from "../../../lib/domain/record.ts";
import { aField, anId, aTable, emptyContext, observed, write, written } from "../a-field.ts";
import { aMapping, decideOn, text } from "../model-pair.ts";

const mapping = MappingName.parse("CURRENCY");
const field = FieldName.parse("field");
const dataverse = { column: "dv", navigation: "nav", set: "transactioncurrencies" };
const byId = aField("lookup", { mapping, dataverse });
const byKey = aField("lookup", {
  mapping,
  dataverse,
  businessCentral: { column: "bc", by: "key" },
});
const base = aField("lookup", { mapping, dataverse, blankIs: "baseCurrency" });
const zero = "00000000-0000-0000-0000-000000000000";

describe("references that have to be looked up", () => {
  const refsOf = (one: typeof byId, fields: WireFields) =>
    lookupRefsOf(
      aTable([one, aField("text", { name: "text" })]),
      "businessCentral",
      {
        id: anId(1),
        version: "1",
        fields,
      },
      {},
    );

  test("C10 are those of links that name a record", () => {
    expect(refsOf(byKey, { bc: " usd" })).toEqual([
      { mapping, side: "businessCentral", by: "key", ref: "USD" },
    ]);
    expect(refsOf(byKey, { bc: "  " })).toEqual([]);
    expect(refsOf(byKey, { bc: null })).toEqual([]);
    expect(refsOf(byId, { bc: zero })).toEqual([]);
  });

  test("C1, C17 are none where the property is missing or wrong: it is told when it is observed", () => {
    expect(refsOf(byKey, {})).toEqual([]);
    expect(refsOf(byKey, { bc: 5 })).toEqual([]);
    expect(refsOf(byId, { bc: "USD" })).toEqual([]);
  });
});

describe("a link by key", () => {
  const dollar: LinkedPair = {
    ids: { businessCentral: anId(11), dataverse: anId(21) },
    key: " usd ",
  };
  const context: MappingContext = {
    ...emptyContext,
    links: new Map([
      [lookupRefKey({ mapping, side: "dataverse", by: "id", ref: anId(21) }), dollar],
    ]),
  };

  test("C10 is spelled in one way, however the coupled record's key is", () => {
    expect(
      observed(aTable([byKey]), "dataverse", { dv: anId(21) }, { context }).values[field],
    ).toBe(`USD|${anId(21)}`);
  });

  test("C10 is blank where there are only blanks", () => {
    for (const bc of [null, "", "  "]) {
      expect(observed(aTable([byKey]), "businessCentral", { bc }).values[field]).toBeNull();
    }
  });
});

describe("C12 the base currency", () => {
  const context: MappingContext = { ...emptyContext, baseCurrencyId: anId(29) };

  test("is a blank only in a field that says so, and only in Dataverse", () => {
    const seen = (one: typeof base, side: "businessCentral" | "dataverse") =>
      observed(aTable([one]), side, { bc: anId(29), dv: anId(29) }, { context });

    expect(seen(base, "dataverse").values[field]).toBeNull();
    expect(seen(byId, "dataverse").unresolved[field]).toMatchObject({ ref: anId(29) });
    expect(seen(base, "businessCentral").unresolved[field]).toMatchObject({ ref: anId(29) });
  });

  test("is not asked for where a blank is nothing", () => {
    expect(written(byId, "dataverse", null)).toEqual({ "nav@odata.bind": null });
    expect(write(base, "dataverse", null, emptyContext).ok).toBe(false);
  });
});

test("C11 a base that is no reference answers nothing", () => {
  const ref = { mapping, side: "dataverse", by: "id", ref: anId(1) } as const;

  for (const agreed of [undefined, null, true, 5, anId(2)]) {
    expect(isAnsweredBy(agreed, ref)).toBe(false);
  }
  expect(isAnsweredBy(`USD|${anId(1)}`, ref)).toBe(true);
  expect(isAnsweredBy(`USD|0${anId(1)}`, ref)).toBe(false);
  const usd = { ...ref, side: "businessCentral", by: "key", ref: "USD" } as const;
  expect(isAnsweredBy(`USD|${anId(1)}`, usd)).toBe(true);
  expect(isAnsweredBy(`USDX|${anId(1)}`, usd)).toBe(false);
  expect(unlinkedValue(ref)).toBe(`|${anId(1)}`);
  expect(unlinkedValue({ ...ref, side: "businessCentral" })).toBe(`${anId(1)}|`);
});

test("D12 fields that the base says nothing about are named; a blank in it says something", () => {
  const mapped = aMapping([
    text("name"),
    text("city"),
    text("phone", { enabled: false }),
    text("code", { direction: "toDataverse", on: "create" }),
  ]);

  const missingIn = (known: Readonly<Record<string, Value>>) => fieldsWithoutBase(mapped, known);

  expect(missingIn({})).toEqual(["name", "city"]);
  expect(missingIn({ name: null })).toEqual(["city"]);
  expect(missingIn({ name: "Adatum", city: "" })).toEqual([]);
});

test("M12 D18 a value that is only for new records blocks no pair, whatever it is", () => {
  const map = { kind: "map", values: { A: "B" } };
  const onlyForNew = text("code", { direction: "toDataverse", on: "create", transform: [map] });
  const pair = {
    mapping: aMapping([text("name"), onlyForNew]),
    base: { name: "Adatum" },
    businessCentral: { fields: { name: "Adatum AS", code: "X" } },
    dataverse: { fields: { name: "Adatum", code: null } },
  };

  expect(decideOn(pair)).toMatchObject({ kind: "write", changes: [{ field: "name" }] });
  expect(decideOn({ ...pair, base: undefined, dataverse: "none" })).toMatchObject({
    kind: "refuse",
    error: "rejected",
  });
});

test("M5 a constant may be a blank, and goes to its own side only", () => {
  const constant = (side: string) => ({
    name: side,
    kind: "constant",
    direction: "bidirectional",
    side,
    column: side,
    value: null,
  });
  const both = aTable([aField("text"), constant("businessCentral"), constant("dataverse")]);

  expect(constantsFor(both, "dataverse", "create", emptyContext)).toEqual({ dataverse: null });
  expect(constantsFor(both, "businessCentral", "update", emptyContext)).toEqual({
    businessCentral: null,
  });
});
