import { describe, expect, test } from "vitest";
import type { SideState } from "../../../lib/domain/conversion/observation.ts";
import { lookupRefKey } from "../../../lib/domain/coupling.ts";
import { heldBy, shownValue } from "../../../lib/domain/decision/field-state.ts";
import { MappingName } from "../../../lib/domain/ids.ts";
import { valueFieldsOf } from "../../../lib/domain/mapping/field-flow.ts";
import type { Value, WireFields } from "../../../lib/domain/record.ts";
import { anId, emptyContext, observed } from "../a-field.ts";
import { aMapping, contactLink, decideOn, type Pair, text } from "../model-pair.ts";

type Deps = Readonly<Record<string, unknown>>;

const contact = MappingName.parse("CONTACT");
const stranger = anId(5);
const strangers = `${stranger}|${anId(6)}`;
const ref = { mapping: contact, side: "businessCentral", by: "id", ref: stranger };

/** What Business Central holds in the first of the fields, which the base of its pair may say. */
const held = (fields: readonly Deps[], wire: WireFields, agreed?: Value) => {
  const mapping = aMapping(fields);
  const [field] = valueFieldsOf(mapping);
  if (field === undefined) throw new Error("no field");
  const state: SideState = {
    kind: "read",
    observed: observed(mapping, "businessCentral", wire),
  };
  return heldBy(field, state, agreed);
};

describe("a link to a record that is not coupled", () => {
  const link = (more: Deps = {}) => [contactLink(more)];
  const wire = { contactId: stranger };

  test("D11 is what both sides agreed on, where it still points there", () => {
    expect(held(link(), wire, strangers)).toEqual({ kind: "value", value: strangers });
    expect(held(link(), wire, `${anId(7)}|${anId(6)}`)).toEqual({ kind: "unresolved", ref });
    expect(held(link(), wire, null)).toEqual({ kind: "unresolved", ref });
  });

  test.each(["defer", "wait"])("D16, D17 %s: is waited for", (whenUncoupled) => {
    expect(held(link({ whenUncoupled }), wire)).toEqual({ kind: "unresolved", ref });
  });

  test("D17 clear: counts as blank", () => {
    expect(held(link({ whenUncoupled: "clear" }), wire, "a|b")).toEqual({
      kind: "value",
      value: null,
    });
  });

  test("D17 leave: is as agreed, or not known; blank where it is sent one way only", () => {
    const leave = { whenUncoupled: "leave" };
    const oneWay = { ...leave, direction: "toDataverse" };

    expect(held(link(leave), wire, "a|b")).toEqual({ kind: "value", value: "a|b" });
    expect(held(link(leave), wire, null)).toEqual({ kind: "value", value: null });
    expect(held(link(leave), wire)).toEqual({ kind: "unknown" });
    expect(held(link(oneWay), wire)).toEqual({ kind: "value", value: null });
    expect(held(link(oneWay), wire, "a|b")).toEqual({ kind: "value", value: "a|b" });
  });

  test("D17 leave: the other side's new link replaces it, also where both had agreed on a blank", () => {
    const kim = { ids: { businessCentral: anId(8), dataverse: anId(9) }, key: "CT8" };
    const key = lookupRefKey({ mapping: contact, side: "dataverse", by: "id", ref: anId(9) });
    const pair: Pair = {
      mapping: aMapping(link({ whenUncoupled: "leave" })),
      base: { contact: null },
      businessCentral: { fields: wire },
      dataverse: { fields: { _contact_value: anId(9) } },
      context: { ...emptyContext, links: new Map([[key, kim]]) },
    };

    expect(decideOn(pair)).toMatchObject({
      writes: [{ side: "businessCentral", fields: { contactId: anId(8) } }],
      changes: [{ from: null, value: `${anId(8)}|${anId(9)}` }],
    });
  });

  test("is shown by the half of it that is known", () => {
    expect(shownValue(held(link(), wire))).toBe(`${stranger}|`);
  });
});

test("D18 a field's problem is its own, and is shown as nothing", () => {
  const name = text("name");
  const terms = text("terms", { kind: "choice", values: { Net30: 1 } });
  const wire = { name: "Adatum", terms: "Net99" };

  expect(held([name, terms], wire)).toEqual({ kind: "value", value: "Adatum" });
  expect(held([terms, name], wire)).toMatchObject({ kind: "problem", problem: { field: "terms" } });
  expect(shownValue(held([terms, name], wire))).toBeNull();
});

test("D9 a side that was not read holds what the base says; one without a record nothing known", () => {
  const [field] = valueFieldsOf(aMapping([text("name")]));
  if (field === undefined) throw new Error("no field");

  expect(heldBy(field, { kind: "unchangedSinceBase" }, "Adatum")).toEqual({
    kind: "value",
    value: "Adatum",
  });
  expect(heldBy(field, { kind: "unchangedSinceBase" }, null)).toEqual({
    kind: "value",
    value: null,
  });
  expect(heldBy(field, { kind: "unchangedSinceBase" }, undefined)).toEqual({ kind: "unknown" });
  for (const kind of ["deleted", "none"] as const) {
    expect(heldBy(field, { kind }, "Adatum")).toEqual({ kind: "unknown" });
  }
  expect(shownValue({ kind: "unknown" })).toBeNull();
});
