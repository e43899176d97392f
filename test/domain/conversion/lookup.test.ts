import { describe, expect, test } from "vitest";
import type { MappingContext } from "../../../lib/domain/conversion/context.ts";
import { leadsToOneOf, lookupRefIn } from "../../../lib/domain/conversion/lookup.ts";
import { lookupRefsOf } from "../../../lib/domain/conversion/observe.ts";
import { type LinkedPair, lookupRefKey } from "../../../lib/domain/coupling.ts";
import { FieldName, MappingName } from "../../../lib/domain/ids.ts";
import { aField, anId, aTable, observed, read, write, written } from "../a-field.ts";

const field = FieldName.parse("field");
const mapping = MappingName.parse("CURRENCY");
const zero = "00000000-0000-0000-0000-000000000000";
const dataverse = {
  column: "dv",
  navigation: "transactioncurrencyid",
  set: "transactioncurrencies",
};
const currency = aField("lookup", { mapping, dataverse, blankIs: "baseCurrency" });
const owner = aField("lookup", {
  mapping,
  businessCentral: { column: "bc", by: "key" },
  dataverse: { column: "dv", navigation: "ownerid", set: "systemusers" },
});
const dollar: LinkedPair = { ids: { businessCentral: anId(11), dataverse: anId(21) }, key: "USD" };
const context: MappingContext = {
  links: new Map([
    [lookupRefKey({ mapping, side: "businessCentral", by: "id", ref: anId(11) }), dollar],
    [lookupRefKey({ mapping, side: "businessCentral", by: "key", ref: "USD" }), dollar],
    [lookupRefKey({ mapping, side: "dataverse", by: "id", ref: anId(21) }), dollar],
  ]),
  baseCurrencyId: anId(29),
  rows: new Map(),
};

const refIn = (lookup: typeof currency, value: string) =>
  lookup.kind === "lookup" ? lookupRefIn(lookup, value) : undefined;

describe("a reference", () => {
  test("C10 scenario 233: means the same from both sides once its record is coupled", () => {
    const value = `${anId(11)}|${anId(21)}`;
    const table = aTable([currency]);
    expect(observed(table, "businessCentral", { bc: anId(11) }, { context }).values[field]).toBe(
      value,
    );
    expect(observed(table, "dataverse", { dv: anId(21) }, { context }).values[field]).toBe(value);
    expect(written(currency, "businessCentral", value)).toEqual({ bc: anId(11) });
    expect(written(currency, "dataverse", value)).toEqual({
      "transactioncurrencyid@odata.bind": `/transactioncurrencies(${anId(21)})`,
    });
  });

  test("C10 by key, it is the other record's number or code in Business Central", () => {
    const table = aTable([owner]);
    expect(observed(table, "businessCentral", { bc: "usd " }, { context }).values[field]).toBe(
      `USD|${anId(21)}`,
    );
    expect(observed(table, "dataverse", { dv: anId(21) }, { context }).values[field]).toBe(
      `USD|${anId(21)}`,
    );
    expect(written(owner, "businessCentral", `A|B|${anId(21)}`)).toEqual({ bc: "A|B" });
    expect(written(owner, "businessCentral", null)).toEqual({ bc: "" });
    expect(written(owner, "dataverse", null)).toEqual({ "ownerid@odata.bind": null });
  });

  test("C10 to a record that is not coupled is unresolved and has no value", () => {
    const seen = observed(aTable([currency]), "businessCentral", { bc: anId(12) }, { context });
    expect(seen.values).toEqual({});
    expect(seen.unresolved).toEqual({
      field: { mapping, side: "businessCentral", by: "id", ref: anId(12) },
    });
  });

  test("C11 that did not move since the base is answered by the base", () => {
    const base = { [field]: `${anId(12)}|${anId(22)}` };
    const table = aTable([currency]);
    expect(
      observed(table, "businessCentral", { bc: anId(12) }, { context, base }).values[field],
    ).toBe(base[field]);
    expect(observed(table, "dataverse", { dv: anId(22) }, { context, base }).values[field]).toBe(
      base[field],
    );
    const record = { id: anId(1), version: "1", fields: { bc: anId(12) } };
    expect(lookupRefsOf(table, "businessCentral", record, base)).toEqual([]);
    expect(lookupRefsOf(table, "businessCentral", record, {})).toEqual([
      { mapping, side: "businessCentral", by: "id", ref: anId(12) },
    ]);
  });

  test("C12 scenario 233: Business Central's blank is the base currency, and null too", () => {
    const table = aTable([currency]);
    expect(observed(table, "businessCentral", { bc: zero }, { context }).values[field]).toBeNull();
    expect(observed(table, "dataverse", { dv: anId(29) }, { context }).values[field]).toBeNull();
    expect(observed(table, "dataverse", { dv: null }, { context }).values[field]).toBeNull();
    expect(written(currency, "dataverse", null, context)).toEqual({
      "transactioncurrencyid@odata.bind": `/transactioncurrencies(${anId(29)})`,
    });
    expect(written(currency, "businessCentral", null)).toEqual({ bc: zero });
    expect(write(currency, "dataverse", null)).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining("base currency") },
    });
  });

  test("C16 on the receiving side of a one-way field just differs while it is not coupled", () => {
    const table = aTable([{ ...owner, direction: "toDataverse" }]);
    const seen = observed(table, "dataverse", { dv: anId(99) }, { context });
    expect(seen.unresolved).toEqual({});
    expect(seen.values[field]).toBe(`|${anId(99)}`);
  });

  test("C10 in a value is the record in Business Central, by its key or id, and the one in Dataverse where there is none", () => {
    const inBusinessCentral = { mapping, side: "businessCentral" } as const;
    expect(refIn(owner, `D|A|${anId(21)}`)).toEqual({
      ...inBusinessCentral,
      by: "key",
      ref: "D|A",
    });
    expect(refIn(currency, `${anId(11)}|`)).toEqual({
      ...inBusinessCentral,
      by: "id",
      ref: anId(11),
    });
    expect(refIn(owner, `|${anId(21)}`)).toEqual({
      mapping,
      side: "dataverse",
      by: "id",
      ref: anId(21),
    });
  });

  test("C10 half a reference is not sent", () => {
    expect(write(owner, "businessCentral", `|${anId(99)}`)).toMatchObject({
      ok: false,
      failure: { hint: expect.stringContaining("Couple the record in mapping CURRENCY") },
    });
  });

  test("C1 that is no GUID is drift", () => {
    expect(read(currency, "businessCentral", "USD")).toMatchObject({ drift: true });
  });
});

test("XA29, C10 a code that holds a bar is kept whole, also where a lost record's links are looked for", () => {
  const value = `A|B|${anId(21)}`;

  if (owner.kind !== "lookup") throw new Error("a lookup was asked for");
  expect(lookupRefIn(owner, value)).toMatchObject({ by: "key", ref: "A|B" });
  expect(leadsToOneOf(new Set(["A|B"]), value)).toBe(true);
  expect(leadsToOneOf(new Set([anId(21)]), value)).toBe(true);
  expect(leadsToOneOf(new Set(["A", "B"]), value)).toBe(false);
});
