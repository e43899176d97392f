import { describe, expect, test } from "vitest";
import { instantOf } from "../../../lib/domain/instant.ts";
import { aMapping, decideOn, type Pair, text } from "../model-pair.ts";
import { agreed, outcomeOf, pairOf } from "./adatum-pair.ts";

describe("one side changed", () => {
  test("B49 an unchanged pair is left alone", () => {
    expect(decideOn(pairOf({}, {}))).toEqual({ kind: "nothing" });
  });

  test("B53 D2 a Dataverse record that changed gives its values to Business Central", () => {
    expect(decideOn(pairOf({}, { name: "Adatum AS" }))).toEqual({
      kind: "write",
      writes: [{ side: "businessCentral", fields: { name: "Adatum AS" } }],
      changes: [{ field: "name", to: "businessCentral", from: "Adatum", value: "Adatum AS" }],
      agreed: {},
      waiting: [],
    });
  });

  test("D9 a side that did not move is not read: its values are the base's", () => {
    const pair = pairOf({ city: "Bergen" }, {}, { dataverse: "unchangedSinceBase" });

    expect(outcomeOf(pair)).toEqual(["dataverse city: Oslo -> Bergen"]);
  });

  test("D2 a value that was blanked on one side is blanked on the other", () => {
    expect(outcomeOf(pairOf({ city: "" }, {}))).toEqual(["dataverse city: Oslo -> null"]);
  });

  test("D1 the echo of our own write is no change", () => {
    const pair = pairOf({}, {}, { businessCentral: "unchangedSinceBase" });

    expect(decideOn(pair)).toEqual({ kind: "nothing" });
  });
});

describe("both sides changed", () => {
  test("D85, D86 changes in unmapped fields only are no conflict and no write", () => {
    const pair = pairOf({ blocked: "All" }, { creditonhold: true });

    expect(decideOn(pair)).toEqual({ kind: "nothing" });
  });

  test("D88 D4 a change to a one-way field on its receiving side is no conflict", () => {
    const mapping = aMapping([text("name"), text("city", { direction: "toDataverse" })]);
    const pair = pairOf({ name: "Adatum AS" }, { city: "Bergen" }, { mapping });

    expect(outcomeOf(pair)).toEqual(["dataverse name: Adatum -> Adatum AS"]);
  });

  test("D89 ☠ different fields changed on each side: we merge them, where Business Central asks", () => {
    expect(outcomeOf(pairOf({ name: "Adatum AS" }, { city: "Bergen" }))).toEqual([
      "businessCentral city: Oslo -> Bergen",
      "dataverse name: Adatum -> Adatum AS",
    ]);
  });

  test('D21 with merge: "record" the same is a conflict over both fields', () => {
    const mapping = aMapping([text("name"), text("city")], { merge: "record" });

    expect(decideOn(pairOf({ name: "Adatum AS" }, { city: "Bergen" }, { mapping }))).toMatchObject({
      kind: "conflict",
      comparison: [
        { field: "name", conflict: true },
        { field: "city", conflict: true },
      ],
    });
  });

  test('D21 with merge: "record" the winner of a policy gives all its disputed fields', () => {
    const mapping = aMapping([text("name"), text("city")], {
      merge: "record",
      updateConflict: "businessCentralWins",
    });

    expect(outcomeOf(pairOf({ name: "Adatum AS" }, { city: "Bergen" }, { mapping }))).toEqual([
      "dataverse name: Adatum -> Adatum AS",
      "dataverse city: Bergen -> Oslo",
    ]);
  });

  test("D91, D92 D8 one field changed to different values is a conflict, and nothing of the record is written", () => {
    const pair = pairOf({ name: "Adatum AS", city: "Bergen" }, { name: "Adatum Inc." });

    expect(decideOn(pair)).toEqual({
      kind: "conflict",
      comparison: [
        {
          field: "name",
          base: "Adatum",
          businessCentral: "Adatum AS",
          dataverse: "Adatum Inc.",
          conflict: true,
        },
        {
          field: "city",
          base: "Oslo",
          businessCentral: "Bergen",
          dataverse: "Oslo",
          conflict: false,
        },
      ],
    });
  });

  test("D1 the same edit on both sides moves the base and writes nothing", () => {
    expect(decideOn(pairOf({ name: "Fabrikam" }, { name: "Fabrikam" }))).toEqual({
      kind: "agree",
      agreed: { name: "Fabrikam" },
      waiting: [],
    });
  });

  test.each([
    ["businessCentralWins", ["dataverse name: B -> A"]],
    ["dataverseWins", ["businessCentral name: A -> B"]],
    ["manual", "conflict"],
  ])("D94 D20 policy %s settles a dispute", (updateConflict, expected) => {
    const mapping = aMapping([text("name"), text("city")], { updateConflict });

    expect(outcomeOf(pairOf({ name: "A" }, { name: "B" }, { mapping }))).toEqual(expected);
  });

  test("D20 a field's own policy goes before its mapping's", () => {
    const name = text("name", { updateConflict: "dataverseWins" });
    const pair = pairOf({ name: "A" }, { name: "B" }, { mapping: aMapping([name, text("city")]) });

    expect(outcomeOf(pair)).toEqual(["businessCentral name: A -> B"]);
  });

  test.each([
    ["Dataverse was modified later", 1, 2, ["businessCentral name: A -> B"]],
    ["Business Central was modified later", 3, 2, ["dataverse name: B -> A"]],
    ["both were modified at the same moment", 2, 2, "conflict"],
    ["one app names no moment", 2, undefined, "conflict"],
  ])("D20 latestWins, when %s", (_when, ours, theirs, expected) => {
    const mapping = aMapping([text("name"), text("city")], { updateConflict: "latestWins" });
    const pair: Pair = {
      mapping,
      base: agreed,
      businessCentral: { fields: { ...agreed, name: "A" }, modifiedOn: instantOf(ours) },
      dataverse: {
        fields: { ...agreed, name: "B" },
        modifiedOn: theirs === undefined ? undefined : instantOf(theirs),
      },
    };

    expect(outcomeOf(pair)).toEqual(expected);
  });
});

describe("one-way fields", () => {
  const mapping = aMapping([text("name", { direction: "toDataverse" }), text("city")]);

  test("D4 the origin wins over an edit on the receiving side", () => {
    expect(outcomeOf(pairOf({ name: "A" }, { name: "B" }, { mapping }))).toEqual([
      "dataverse name: B -> A",
    ]);
  });

  test("D4 a two-way field in a one-way mapping flows one way", () => {
    const oneWay = aMapping([text("name"), text("city")], { direction: "toBusinessCentral" });

    expect(outcomeOf(pairOf({ name: "A" }, { city: "B" }, { mapping: oneWay }))).toEqual([
      "businessCentral city: Oslo -> B",
    ]);
  });
});

describe("fields that were never agreed on", () => {
  test("D5 a value flows to the side that is blank", () => {
    const pair = pairOf({ city: "" }, {}, { base: { name: "Adatum" } });

    expect(outcomeOf(pair)).toEqual(["businessCentral city: null -> Oslo"]);
  });

  test("D6 two different values are a dispute", () => {
    expect(outcomeOf(pairOf({ city: "Bergen" }, {}, { base: { name: "Adatum" } }))).toBe(
      "conflict",
    );
  });

  test("D6 in a one-way field the origin wins", () => {
    const mapping = aMapping([text("name"), text("city", { direction: "toDataverse" })]);
    const pair = pairOf({ city: "Bergen" }, {}, { mapping, base: { name: "Adatum" } });

    expect(outcomeOf(pair)).toEqual(["dataverse city: Oslo -> Bergen"]);
  });

  test("D7 a blank origin erases nothing at the first meeting, and does not ask again", () => {
    const mapping = aMapping([text("name"), text("city", { direction: "toDataverse" })]);
    const pair = pairOf({ city: "" }, {}, { mapping, base: { name: "Adatum" } });

    expect(decideOn(pair)).toMatchObject({ kind: "agree", agreed: { city: null } });
  });

  test("D12 a side that was not read says nothing about them: they are left", () => {
    const pair = pairOf(
      { city: "Bergen" },
      {},
      { base: { name: "Adatum" }, dataverse: "unchangedSinceBase" },
    );

    expect(decideOn(pair)).toEqual({ kind: "nothing" });
  });
});
