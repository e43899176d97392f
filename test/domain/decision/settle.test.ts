import { expect, test } from "vitest";
import { baseAfter } from "../../../lib/domain/decision/next-base.ts";
import {
  aMapping,
  carriedOut,
  decideOn,
  faithful,
  type Pair,
  statesOf,
  text,
} from "../model-pair.ts";

const agreed = { name: "Adatum", city: "Oslo" };
const edited: Pair = {
  mapping: aMapping([text("name"), text("city")]),
  base: agreed,
  businessCentral: { fields: { name: "Adatum AS", city: "Oslo" } },
  dataverse: { fields: { name: "Adatum", city: "Bergen" } },
};

test("D24 after a write the base holds what both sides hold", () => {
  expect(carriedOut(edited, decideOn(edited)).base).toEqual({ name: "Adatum AS", city: "Bergen" });
});

test("D24 what an app made of a value is its own change and comes back in the next round", () => {
  const memory = {
    businessCentral: faithful,
    dataverse: (property: string) => (property === "name" ? "ADATUM AS" : "Bergen"),
  };
  const after = carriedOut(edited, decideOn(edited), memory);

  expect(after.base).toMatchObject({ name: "Adatum AS" });
  expect(decideOn(after)).toMatchObject({
    kind: "write",
    changes: [{ field: "name", to: "businessCentral", value: "ADATUM AS" }],
  });
});

test("D25 a side that could not be written keeps its fields' base, so that they are sent again", () => {
  const written = carriedOut(edited, decideOn(edited));
  const halfWritten = statesOf(written).businessCentral;
  const observed = halfWritten.kind === "read" ? halfWritten.observed : undefined;
  const base = baseAfter({
    mapping: edited.mapping,
    base: agreed,
    decision: decideOn(edited),
    states: statesOf(edited),
    written: observed === undefined ? {} : { businessCentral: observed },
  });

  expect(base).toEqual({ name: "Adatum", city: "Bergen" });
});

test("D26 what an app fills in by itself in a new record comes back", () => {
  const created: Pair = {
    mapping: aMapping([text("name"), text("city")]),
    businessCentral: { fields: { name: "Adatum", city: "" } },
    dataverse: "none",
  };
  const after = carriedOut(created, decideOn(created));
  const filledIn: Pair = { ...after, dataverse: { fields: { name: "Adatum", city: "Oslo" } } };

  expect(after.base).toEqual({ name: "Adatum", city: null });
  expect(decideOn(filledIn)).toMatchObject({
    changes: [{ field: "city", to: "businessCentral", value: "Oslo" }],
  });
});
