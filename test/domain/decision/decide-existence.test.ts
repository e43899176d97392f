import { describe, expect, test } from "vitest";
import {
  aMapping,
  carriedOut,
  decideOn,
  type Given,
  type Pair,
  text,
  valuesOn,
} from "../model-pair.ts";

const mapping = aMapping([text("name"), text("city")]);
const adatum: Given = { fields: { name: "Adatum", city: "" } };
const agreed = { name: "Adatum", city: null };

describe("records without a counterpart", () => {
  test("B52 D13 a new Business Central record is created in Dataverse, blanks left out", () => {
    expect(decideOn({ mapping, businessCentral: adatum, dataverse: "none" })).toEqual({
      kind: "create",
      on: "dataverse",
      fields: { name: "Adatum" },
      changes: [{ field: "name", to: "dataverse", from: null, value: "Adatum" }],
      waiting: [],
    });
  });

  test("D13 only fields that flow to the new record are given to it, with the mapping's constants", () => {
    const narrow = aMapping([
      text("name"),
      text("city", { direction: "toBusinessCentral" }),
      {
        name: "kind",
        kind: "constant",
        direction: "toDataverse",
        side: "dataverse",
        column: "customertypecode",
        value: 3,
        on: "create",
      },
    ]);
    const oslo: Given = { fields: { name: "Adatum", city: "Oslo" } };

    expect(decideOn({ mapping: narrow, businessCentral: oslo, dataverse: "none" })).toMatchObject({
      kind: "create",
      fields: { name: "Adatum", customertypecode: 3 },
      changes: [{ field: "name" }],
    });
  });

  test("M12 a field for new records only is given to them and then left alone", () => {
    const withNote = aMapping([
      text("name"),
      text("city", { direction: "toDataverse", on: "create" }),
    ]);
    const oslo = { name: "Adatum", city: "Oslo" };
    const pair: Pair = { mapping: withNote, businessCentral: { fields: oslo }, dataverse: "none" };
    const created = carriedOut(pair, decideOn(pair));
    const moved: Given = { fields: { ...oslo, city: "Bergen" } };

    expect(valuesOn(created, "dataverse")).toEqual(oslo);
    expect(decideOn({ ...created, businessCentral: moved })).toEqual({ kind: "nothing" });
  });

  test("F128 D14 with onlyCoupled nothing is created, unless a person asks for it", () => {
    const onlyCoupled = aMapping([text("name")], { onlyCoupled: true });
    const pair: Pair = { mapping: onlyCoupled, businessCentral: "none", dataverse: adatum };

    expect(decideOn(pair)).toEqual({ kind: "leaveOut", reason: "onlyCoupled", unread: [] });
    expect(decideOn({ ...pair, force: { use: "dataverse" } }).kind).toBe("create");
  });

  test("B58 D14 nothing is created against the mapping's direction, not even by force", () => {
    const toDataverse = aMapping([text("name")], { direction: "toDataverse" });
    const pair: Pair = { mapping: toDataverse, businessCentral: "none", dataverse: adatum };

    expect(decideOn(pair)).toMatchObject({ kind: "leaveOut", reason: "otherDirection" });
    expect(decideOn({ ...pair, force: { use: "dataverse" } }).kind).toBe("leaveOut");
  });
});

describe("deleted records", () => {
  test.each(["manual", "restore", "removeCoupling", "delete"])(
    "C70 to C80 D27 a deleted counterpart is treated by the policy %s",
    (deleteConflict) => {
      const withPolicy = aMapping([text("name")], { deleteConflict });
      const pair = { mapping: withPolicy, base: agreed, businessCentral: adatum } as const;

      expect(decideOn({ ...pair, dataverse: "deleted" })).toEqual({
        kind: "counterpartDeleted",
        missing: "dataverse",
        resolution: deleteConflict,
      });
    },
  );

  test("D27 a coupled record that is nowhere to be found counts as deleted, never as new", () => {
    const pair: Pair = { mapping, base: agreed, businessCentral: "none", dataverse: adatum };

    expect(decideOn(pair)).toMatchObject({
      kind: "counterpartDeleted",
      missing: "businessCentral",
    });
  });

  test("A40 D27 with both sides gone there is nothing left to ask about", () => {
    const pair: Pair = { mapping, base: agreed, businessCentral: "deleted", dataverse: "deleted" };

    expect(decideOn(pair)).toEqual({ kind: "bothDeleted" });
  });
});

describe("filters", () => {
  const active = aMapping([text("name"), text("city")], {
    businessCentral: {
      entity: "customers",
      key: "number",
      title: "displayName",
      filter: [{ column: "blocked", is: "equal", value: "" }],
    },
  });
  const blocked: Given = { fields: { name: "Renamed", blocked: "All" } };

  test("D15 a coupled record that left its filter is left alone, and its change is remembered as unread", () => {
    const pair: Pair = {
      mapping: active,
      base: agreed,
      businessCentral: blocked,
      dataverse: "unchangedSinceBase",
    };

    expect(decideOn(pair)).toEqual({
      kind: "leaveOut",
      reason: "outsideFilter",
      unread: ["businessCentral"],
    });
  });

  test("D15 ☠ leaving the filter is not a deletion, where Business Central's Find for Deleted takes it for one", () => {
    const pair: Pair = {
      mapping: active,
      base: agreed,
      businessCentral: blocked,
      dataverse: "deleted",
    };

    expect(decideOn(pair)).toMatchObject({
      kind: "leaveOut",
      unread: ["businessCentral", "dataverse"],
    });
  });

  test("D15 a record outside the filter that is not coupled is not created", () => {
    expect(decideOn({ mapping: active, businessCentral: blocked, dataverse: "none" })).toEqual({
      kind: "leaveOut",
      reason: "outsideFilter",
      unread: [],
    });
  });
});
