import { expect, test } from "vitest";
import { baseAfter, type Settlement } from "../../../lib/domain/decision/next-base.ts";
import type { Value } from "../../../lib/domain/record.ts";
import {
  aMapping,
  carriedOut,
  decideOn,
  faithful,
  type Pair,
  statesOf,
  text,
} from "../model-pair.ts";

const mapping = aMapping([text("name"), text("city")]);
const agreed = { name: "Adatum", city: "Oslo" };
const renamed: Pair = {
  mapping,
  base: agreed,
  businessCentral: { fields: { ...agreed, name: "Adatum AS" } },
  dataverse: { fields: agreed },
};

/** The base after what was decided on `before` was done, and the apps were found as in `after`. */
const baseOf = (
  before: Pair,
  after: Pair,
  ...sides: readonly ("businessCentral" | "dataverse")[]
) => {
  const states = statesOf(after);
  const written: Settlement["written"] = Object.fromEntries(
    sides.flatMap((side) => {
      const state = states[side];
      return state.kind === "read" ? [[side, state.observed]] : [];
    }),
  );
  return baseAfter({
    mapping: before.mapping,
    base: before.base ?? {},
    decision: decideOn(before),
    states: statesOf(before),
    written,
  });
};

test("D24 what somebody changed while we wrote is not agreed on, and is decided next", () => {
  const meanwhile: Pair = {
    ...renamed,
    dataverse: { fields: { name: "Adatum AS", city: "Bergen" } },
  };
  const base = baseOf(renamed, meanwhile, "dataverse");

  expect(base).toEqual({ name: "Adatum AS", city: "Oslo" });
  expect(decideOn({ ...meanwhile, base })).toMatchObject({
    changes: [{ field: "city", to: "businessCentral", value: "Bergen" }],
  });
});

test("D24 what an app makes of a value in a record it was to create is its own change too", () => {
  const created: Pair = {
    mapping,
    businessCentral: { fields: agreed },
    dataverse: "none",
  };
  const shout = (_: string, value: unknown) =>
    typeof value === "string" ? value.toUpperCase() : null;
  const after = carriedOut(created, decideOn(created), {
    businessCentral: faithful,
    dataverse: shout,
  });

  expect(after.base).toEqual(agreed);
  expect(decideOn(after)).toMatchObject({
    changes: [
      { field: "name", to: "businessCentral", value: "ADATUM" },
      { field: "city", to: "businessCentral", value: "OSLO" },
    ],
  });
});

test("D25 a write that reached nobody leaves the base as it was", () => {
  expect(baseOf(renamed, renamed)).toEqual(agreed);
});

test("D1 D24 what both sides hold alike is agreed on without a write, and along with one", () => {
  const alike: Pair = {
    ...renamed,
    businessCentral: { fields: { name: "B", city: "Bergen" } },
    dataverse: { fields: { name: "B", city: "Oslo" } },
  };

  expect(carriedOut(alike, decideOn(alike)).base).toEqual({ name: "B", city: "Bergen" });
  expect(baseOf(alike, alike)).toEqual({ name: "B", city: "Oslo" });
});

test.each<[string, Readonly<Record<string, Value>>, Readonly<Record<string, Value>>]>([
  ["is disputed has none", { name: "Adatum", city: "Oslo" }, { name: "Adatum" }],
  [
    "is the same on both sides is that",
    { name: "Adatum", city: "Bergen" },
    { name: "Adatum", city: "Bergen" },
  ],
  [
    "still has to flow is what its receiver holds",
    { name: "Adatum", city: null },
    { name: "Adatum", city: null },
  ],
])("D26 the first base of a field that %s", (_, held, expected) => {
  const known: Readonly<Record<string, Value>> = { name: "Adatum" };
  const pair: Pair = {
    mapping,
    base: known,
    businessCentral: { fields: { name: "Adatum", city: "Bergen" } },
    dataverse: { fields: { name: held["name"] ?? null, city: held["city"] ?? null } },
  };
  const base = baseAfter({
    mapping,
    base: known,
    decision: { kind: "nothing" },
    states: statesOf(pair),
    written: {},
  });

  expect(base).toEqual(expected);
});
