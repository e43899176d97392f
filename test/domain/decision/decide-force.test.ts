import { expect, test } from "vitest";
import { aMapping, text } from "../model-pair.ts";
import { outcomeOf, pairOf } from "./adatum-pair.ts";

test("B55, B56 D22 the chosen side overwrites the other, whoever changed what", () => {
  const pair = pairOf({ name: "A" }, { name: "B", city: "Bergen" });

  expect(outcomeOf({ ...pair, force: { use: "dataverse" } })).toEqual([
    "businessCentral name: A -> B",
    "businessCentral city: Oslo -> Bergen",
  ]);
  expect(outcomeOf({ ...pair, force: { use: "businessCentral" } })).toEqual([
    "dataverse name: B -> A",
    "dataverse city: Bergen -> Oslo",
  ]);
});

test("D22 the choice never turns a one-way field around: its origin's change flows as always", () => {
  const mapping = aMapping([text("name", { direction: "toDataverse" }), text("city")]);
  const pair = pairOf({ name: "A" }, { name: "B" }, { mapping, force: { use: "dataverse" } });

  expect(outcomeOf(pair)).toEqual(["dataverse name: B -> A"]);
});

test("D95 a forced pair whose mapped fields are equal is left alone", () => {
  const pair = pairOf({ blocked: "All" }, {}, { force: { use: "businessCentral" } });

  expect(outcomeOf(pair)).toBe("nothing");
});

test("D23 merge carries over what nobody disputes, and leaves the rest to be chosen", () => {
  const force = { use: "merge" } as const;

  expect(outcomeOf(pairOf({ name: "A" }, { city: "Bergen" }, { force }))).toHaveLength(2);
  expect(outcomeOf(pairOf({ name: "A" }, { name: "B" }, { force }))).toBe("conflict");
});

test("D23 each disputed field can be taken from another side", () => {
  const fields = { name: "businessCentral", city: "dataverse" } as const;
  const pair = pairOf(
    { name: "A", city: "Bergen" },
    { name: "B", city: "Voss" },
    { force: { use: "merge", fields } },
  );

  expect(outcomeOf(pair)).toEqual([
    "businessCentral city: Bergen -> Voss",
    "dataverse name: B -> A",
  ]);
});
