import { describe, expect, test } from "vitest";
import type { MappingContext } from "../../../lib/domain/conversion/context.ts";
import type { Base } from "../../../lib/domain/coupling.ts";
import { decide } from "../../../lib/domain/decision/decide.ts";
import { FieldName, RecordId } from "../../../lib/domain/ids.ts";
import {
  aMapping,
  contactLink,
  dataverseId,
  decideOn,
  type Pair,
  statesOf,
  text,
} from "../model-pair.ts";

type Deps = Readonly<Record<string, unknown>>;

const context: MappingContext = { links: new Map(), rows: new Map() };
const stranger = RecordId.parse("b0000000-0000-4000-8000-00000000000f");
const strangerRef = { mapping: "CONTACT", side: "businessCentral", by: "id", ref: stranger };
const inwards = { direction: "toBusinessCentral" };

/** A customer that is on no other side. */
const onlyInBusinessCentral = (fields: readonly Deps[], more: Partial<Pair> = {}): Pair => ({
  mapping: aMapping(fields),
  businessCentral: { fields: { name: "Adatum", contactId: stranger, city: "Oslo" } },
  dataverse: "none",
  ...more,
});
const onlyInDataverse = (fields: readonly Deps[], more: Partial<Pair> = {}): Pair => ({
  mapping: aMapping(fields),
  businessCentral: "none",
  dataverse: { fields: { name: "Adatum", city: "Oslo" } },
  ...more,
});

const again = (pair: Pair, lost: Readonly<Record<string, string | null>>) => {
  const held: Base = Object.fromEntries(
    Object.entries(lost).map(([name, value]) => [FieldName.parse(name), value]),
  );
  return decide({
    mapping: pair.mapping,
    coupling: undefined,
    states: statesOf(pair),
    context,
    lost: held,
  });
};

describe("a new record with a link to one that is not coupled", () => {
  test.each(["defer", "leave", "clear"])("D16, D17 %s: is created without it", (whenUncoupled) => {
    const decision = decideOn(
      onlyInBusinessCentral([text("name"), contactLink({ whenUncoupled })]),
    );

    expect(decision).toMatchObject({
      kind: "create",
      fields: { name: "Adatum" },
      changes: [{ field: "name" }],
      waiting: whenUncoupled === "defer" ? [strangerRef] : [],
    });
  });

  test("D17 wait: is not created", () => {
    const decision = decideOn(
      onlyInBusinessCentral([text("name"), contactLink({ whenUncoupled: "wait" })]),
    );

    expect(decision).toMatchObject({
      kind: "refuse",
      error: "dependencyMissing",
      waitsFor: [strangerRef],
    });
  });

  test("D18 with a value that cannot be converted either: the value is told", () => {
    const terms = text("city", {
      kind: "choice",
      values: { Net30: 1 },
    });

    expect(
      decideOn(
        onlyInBusinessCentral([text("name"), terms, contactLink({ whenUncoupled: "wait" })]),
      ),
    ).toMatchObject({
      kind: "refuse",
      error: "rejected",
      message: expect.stringContaining('holds the option "Oslo"'),
    });
  });
});

test("D13 a blank currency is the base currency, so that it is no blank to leave out", () => {
  const currency = contactLink({
    mapping: "CURRENCY",
    blankIs: "baseCurrency",
    dataverse: { column: "_contact_value", navigation: "currency", set: "transactioncurrencies" },
  });
  const pair = onlyInBusinessCentral([text("name"), currency], {
    businessCentral: { fields: { name: "Adatum", contactId: null } },
    context: { ...context, baseCurrencyId: dataverseId },
  });

  expect(decideOn(pair)).toMatchObject({
    fields: { name: "Adatum", "currency@odata.bind": `/transactioncurrencies(${dataverseId})` },
  });
});

describe("D31 a field that begins as its receiver", () => {
  const begins = text("city", { ...inwards, startsFrom: "receiver" });

  test("is given to the new record on its origin's side", () => {
    expect(decideOn(onlyInBusinessCentral([text("name"), begins]))).toMatchObject({
      kind: "create",
      on: "dataverse",
      fields: { name: "Adatum", city: "Oslo" },
      changes: [
        { field: "name", to: "dataverse" },
        { field: "city", to: "dataverse", from: null, value: "Oslo" },
      ],
    });
  });

  test("is not where the receiver holds nothing, or nothing that can be converted", () => {
    const blank = { businessCentral: { fields: { name: "Adatum", city: "" } } } as const;
    const created = decideOn(onlyInBusinessCentral([text("name"), begins], blank));

    expect(created).toMatchObject({ fields: { name: "Adatum" }, changes: [{ field: "name" }] });
    expect(created).not.toHaveProperty("fields.city");
  });

  test("and one that does not is left to the new record's own app", () => {
    const created = decideOn(onlyInBusinessCentral([text("name"), text("city", inwards)]));

    expect(created).not.toHaveProperty("fields.city");
  });
});

describe("D29 a record that is created again", () => {
  const number = text("number", { direction: "toDataverse" });
  const fields = [text("name"), text("city", { direction: "toDataverse" }), number];

  test("gets back what it last agreed on in fields that do not flow to it, its number aside", () => {
    const pair = onlyInDataverse(fields);

    expect(again(pair, { name: "Old", city: "Bergen", number: "10000" })).toMatchObject({
      kind: "create",
      on: "businessCentral",
      fields: { name: "Adatum", city: "Bergen" },
      changes: [
        { field: "name", value: "Adatum" },
        { field: "city", to: "businessCentral", from: null, value: "Bergen" },
      ],
    });
    expect(again(pair, { number: "10000" })).not.toHaveProperty("fields.number");
    expect(again(pair, { city: null })).not.toHaveProperty("fields.city");
    expect(again(pair, {})).not.toHaveProperty("fields.city");
  });

  test("gets back its number where that is no number of Business Central's", () => {
    const back = [text("name"), text("number", inwards)];

    expect(again(onlyInBusinessCentral(back), { number: "10000" })).toMatchObject({
      on: "dataverse",
      fields: { name: "Adatum", number: "10000" },
    });
  });

  test("is not hindered by the mapping's direction, nor by what it no longer could hold", () => {
    const short = text("city", {
      direction: "toDataverse",
      businessCentral: { column: "city", maxLength: 3 },
    });
    const oneWay = onlyInDataverse([text("name"), short], {
      mapping: aMapping([text("name"), short], { direction: "toDataverse", onlyCoupled: true }),
    });

    expect(again(oneWay, { name: "Old", city: "Bergen" })).toMatchObject({
      kind: "create",
      on: "businessCentral",
      fields: { name: "Old" },
    });
  });
});

describe("who may have a record created", () => {
  const outwards = aMapping([text("name")], { direction: "toDataverse" });

  test("D14 nobody against the mapping's direction", () => {
    const pair = onlyInDataverse([text("name")], { mapping: outwards });
    const leftOut = { kind: "leaveOut", reason: "otherDirection", unread: [] };

    expect(decideOn(pair)).toEqual(leftOut);
    expect(decideOn({ ...pair, force: { use: "dataverse" } })).toEqual(leftOut);
  });

  test("D14 a person with the data of the side that has it, not with that of the other", () => {
    const coupledOnly = aMapping([text("name")], { onlyCoupled: true });
    const pair = onlyInBusinessCentral([text("name")], { mapping: coupledOnly });

    expect(decideOn(pair)).toEqual({ kind: "leaveOut", reason: "onlyCoupled", unread: [] });
    expect(decideOn({ ...pair, force: { use: "businessCentral" } })).toMatchObject({
      kind: "create",
    });
    expect(decideOn({ ...pair, force: { use: "merge" } })).toMatchObject({ kind: "create" });
    expect(decideOn({ ...pair, force: { use: "dataverse" } })).toEqual({
      kind: "leaveOut",
      reason: "otherDirection",
      unread: [],
    });
  });
});

test("D27 a record that is gone and had no counterpart leaves nothing to do", () => {
  const pair: Pair = {
    mapping: aMapping([text("name")]),
    businessCentral: "deleted",
    dataverse: "none",
  };

  expect(decideOn(pair)).toEqual({ kind: "bothDeleted" });
  expect(decideOn({ ...pair, businessCentral: "none", dataverse: "deleted" })).toEqual({
    kind: "bothDeleted",
  });
});
