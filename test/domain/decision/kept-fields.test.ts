import { expect, test } from "vitest";
import { keptFields } from "../../../lib/domain/decision/kept-fields.ts";
import { aMapping, inputOf, text } from "../model-pair.ts";
import { pairOf } from "./adatum-pair.ts";

test("B29 a write keeps what else is mapped, as the side holds it", () => {
  const pair = pairOf({}, { name: "Adatum AS" });

  expect(
    keptFields(inputOf(pair), { side: "businessCentral", fields: { name: "Adatum AS" } }),
  ).toEqual({ city: "Oslo" });
});

test("B29 of a side that was not read, what the base says is kept", () => {
  const pair = pairOf({}, { name: "Adatum AS" }, { businessCentral: "unchangedSinceBase" });

  expect(
    keptFields(inputOf(pair), { side: "businessCentral", fields: { name: "Adatum AS" } }),
  ).toEqual({ city: "Oslo" });
});

test("M4 what does not flow to a side is not kept there", () => {
  const mapping = aMapping([text("name"), text("city", { direction: "toDataverse" })]);
  const pair = pairOf({}, { name: "Adatum AS" }, { mapping });

  expect(
    keptFields(inputOf(pair), { side: "businessCentral", fields: { name: "Adatum AS" } }),
  ).toEqual({});
});
