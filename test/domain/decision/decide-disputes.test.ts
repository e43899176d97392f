import { describe, expect, test } from "vitest";
import { instantOf } from "../../../lib/domain/instant.ts";
import { aMapping, contactLink, decideOn, type Pair, text } from "../model-pair.ts";
import { agreed, outcomeOf, pairOf } from "./adatum-pair.ts";

const conflict = (...fields: readonly string[]) => ({
  kind: "conflict",
  comparison: expect.arrayContaining(
    fields.map((field) => expect.objectContaining({ field, conflict: true })),
  ),
});

describe('D21 with merge: "record"', () => {
  const whole = (...more: readonly Readonly<Record<string, unknown>>[]) =>
    aMapping([text("name"), text("city"), ...more], { merge: "record" });

  test("fields moved on one side only flow as ever", () => {
    const pair = pairOf({ name: "Adatum AS", city: "Bergen" }, {}, { mapping: whole() });

    expect(outcomeOf(pair)).toEqual([
      "dataverse name: Adatum -> Adatum AS",
      "dataverse city: Oslo -> Bergen",
    ]);
    expect(outcomeOf({ ...pair, ...pairOf({}, { name: "B" }, { mapping: whole() }) })).toEqual([
      "businessCentral name: Adatum -> B",
    ]);
  });

  test("a dispute takes what moved on one side with it, and what did not move stays out", () => {
    const mapping = whole(text("phone"));
    const base = { ...agreed, phone: "1" };
    const pair: Pair = {
      mapping,
      base,
      businessCentral: { fields: { ...base, name: "A", city: "Bergen" } },
      dataverse: { fields: { ...base, name: "B" } },
    };

    expect(decideOn(pair)).toEqual({
      kind: "conflict",
      comparison: [
        { field: "name", base: "Adatum", businessCentral: "A", dataverse: "B", conflict: true },
        {
          field: "city",
          base: "Oslo",
          businessCentral: "Bergen",
          dataverse: "Oslo",
          conflict: true,
        },
        { field: "phone", base: "1", businessCentral: "1", dataverse: "1", conflict: false },
      ],
    });
  });

  test("a one-way field neither disputes nor is disputed", () => {
    const mapping = whole(text("phone", { direction: "toDataverse" }));
    const base = { ...agreed, phone: "1" };
    const pair: Pair = {
      mapping,
      base,
      businessCentral: { fields: { ...base, phone: "2" } },
      dataverse: { fields: { ...base, city: "Bergen" } },
    };

    expect(outcomeOf(pair)).toEqual([
      "businessCentral city: Oslo -> Bergen",
      "dataverse phone: 1 -> 2",
    ]);
  });

  test("the same edit on both sides is no move of either", () => {
    const pair = pairOf({ name: "A", city: "Bergen" }, { name: "A" }, { mapping: whole() });

    expect(outcomeOf(pair)).toEqual(["dataverse city: Oslo -> Bergen"]);
  });

  test("a link that waits to be sent is a move too", () => {
    const pair: Pair = {
      mapping: whole(contactLink()),
      base: { ...agreed, contact: null },
      businessCentral: {
        fields: { ...agreed, contactId: "b0000000-0000-4000-8000-00000000000f" },
      },
      dataverse: { fields: { ...agreed, city: "Bergen" } },
    };

    expect(decideOn(pair)).toMatchObject(conflict("city", "contact"));
  });
});

describe("D20 the latest edit", () => {
  const latest = aMapping([text("name"), text("city")], { updateConflict: "latestWins" });
  const edited = (businessCentral?: number, dataverse?: number): Pair => {
    const on = (name: string, at?: number) => ({
      fields: { ...agreed, name },
      modifiedOn: at === undefined ? undefined : instantOf(at),
    });
    return {
      mapping: latest,
      base: agreed,
      businessCentral: on("A", businessCentral),
      dataverse: on("B", dataverse),
    };
  };

  test("wins, whichever side made it", () => {
    expect(outcomeOf(edited(2, 1))).toEqual(["dataverse name: B -> A"]);
    expect(outcomeOf(edited(1, 2))).toEqual(["businessCentral name: A -> B"]);
  });

  test("is not known where an app names no moment, or both name the same", () => {
    expect(outcomeOf(edited(1, 1))).toBe("conflict");
    expect(outcomeOf(edited(undefined, 1))).toBe("conflict");
    expect(outcomeOf(edited(1, undefined))).toBe("conflict");
    expect(outcomeOf(edited())).toBe("conflict");
  });
});

test("D20 a policy cannot choose a side whose value may not flow: the value's problem is told", () => {
  const terms = text("terms", { kind: "choice", values: { Net30: 1, Net60: 2, Net90: 3 } });
  const pair = (updateConflict: string): Pair => ({
    mapping: aMapping([terms], { updateConflict }),
    base: { terms: 1 },
    businessCentral: { fields: { terms: "Net60" } },
    dataverse: { fields: { terms: 99 } },
  });

  expect(decideOn(pair("businessCentralWins"))).toMatchObject({
    kind: "write",
    changes: [{ field: "terms", to: "dataverse", from: null, value: 2 }],
  });
  for (const policy of ["dataverseWins", "manual"]) {
    expect(decideOn(pair(policy))).toMatchObject({
      kind: "refuse",
      message: 'Field "terms": Dataverse holds the option "99", which the value map does not name.',
    });
  }
});

test("D19 a value of Business Central's that cannot be converted is told as its problem too", () => {
  const terms = text("terms", { kind: "choice", values: { Net30: 1, Net60: 2 } });
  const pair: Pair = {
    mapping: aMapping([terms]),
    base: { terms: 1 },
    businessCentral: { fields: { terms: "Net99" } },
    dataverse: { fields: { terms: 2 } },
  };

  expect(decideOn(pair)).toMatchObject({
    kind: "refuse",
    message: expect.stringContaining('Business Central holds the option "Net99"'),
  });
  expect(decideOn({ ...pair, force: { use: "dataverse" } })).toMatchObject({
    changes: [{ to: "businessCentral", value: 2 }],
  });
  expect(decideOn({ ...pair, force: { use: "businessCentral" } })).toMatchObject({
    kind: "refuse",
  });
});

describe("D22, D23 a person's choice", () => {
  test("of a side for one field goes before that for the record", () => {
    const force = { use: "dataverse", fields: { name: "businessCentral" } } as const;

    expect(outcomeOf(pairOf({ name: "A", city: "Voss" }, { name: "B" }, { force }))).toEqual([
      "businessCentral city: Voss -> Oslo",
      "dataverse name: B -> A",
    ]);
  });

  test('to merge leaves the policies and merge: "record" aside', () => {
    const mapping = aMapping([text("name"), text("city")], {
      merge: "record",
      updateConflict: "dataverseWins",
    });
    const merged = (force: Pair["force"]) =>
      outcomeOf(pairOf({ name: "A" }, { city: "Bergen" }, { mapping, force }));

    expect(merged({ use: "merge" })).toEqual([
      "businessCentral city: Oslo -> Bergen",
      "dataverse name: Adatum -> A",
    ]);
    expect(merged(undefined)).toEqual([
      "businessCentral name: A -> Adatum",
      "businessCentral city: Oslo -> Bergen",
    ]);
  });

  test("of a side moves the base where both hold the same", () => {
    const pair = pairOf({ name: "A" }, { name: "A" }, { force: { use: "dataverse" } });

    expect(decideOn(pair)).toEqual({ kind: "agree", agreed: { name: "A" }, waiting: [] });
  });

  test("says nothing of a field that is not known on a side", () => {
    const pair: Pair = {
      mapping: aMapping([text("name"), text("city")]),
      base: { name: "Adatum" },
      businessCentral: { fields: { name: "Adatum", city: "Bergen" } },
      dataverse: "unchangedSinceBase",
      force: { use: "businessCentral" },
    };

    expect(outcomeOf(pair)).toBe("nothing");
  });
});
