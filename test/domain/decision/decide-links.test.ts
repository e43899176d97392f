import { describe, expect, test } from "vitest";
import type { MappingContext } from "../../../lib/domain/conversion/context.ts";
import { type LookupRef, lookupRefKey } from "../../../lib/domain/coupling.ts";
import { MappingName, RecordId } from "../../../lib/domain/ids.ts";
import { aMapping, carriedOut, contactLink, decideOn, type Pair, text } from "../model-pair.ts";

const contact = MappingName.parse("CONTACT");
const ida = {
  ids: {
    businessCentral: RecordId.parse("b0000000-0000-4000-8000-00000000000a"),
    dataverse: RecordId.parse("d0000000-0000-4000-8000-00000000000a"),
  },
  key: "CT0001",
};
const stranger = "b0000000-0000-4000-8000-00000000000f";
const strangerRef: LookupRef = {
  mapping: contact,
  side: "businessCentral",
  by: "id",
  ref: stranger,
};
const idaValue = `${ida.ids.businessCentral}|${ida.ids.dataverse}`;

const idaIsCoupled: MappingContext = {
  links: new Map([
    [
      lookupRefKey({
        mapping: contact,
        side: "businessCentral",
        by: "id",
        ref: ida.ids.businessCentral,
      }),
      ida,
    ],
    [lookupRefKey({ mapping: contact, side: "dataverse", by: "id", ref: ida.ids.dataverse }), ida],
  ]),
  rows: new Map(),
};

/** A customer that was renamed and given a contact nobody coupled. */
const withStranger = (more: Readonly<Record<string, unknown>>): Pair => ({
  mapping: aMapping([text("name"), contactLink(more)]),
  base: { name: "Adatum", contact: null },
  businessCentral: { fields: { name: "Adatum AS", contactId: stranger } },
  dataverse: "unchangedSinceBase",
});

describe("a link to a record that is not coupled", () => {
  test("D16 defer: the rest is written and the link waits", () => {
    expect(decideOn(withStranger({ whenUncoupled: "defer" }))).toMatchObject({
      kind: "write",
      changes: [{ field: "name" }],
      waiting: [strangerRef],
    });
  });

  test("D16 a deferred link is still to be sent after the rest was written", () => {
    const pair = withStranger({ whenUncoupled: "defer" });

    expect(decideOn(carriedOut(pair, decideOn(pair)))).toEqual({
      kind: "agree",
      agreed: {},
      waiting: [strangerRef],
    });
  });

  test("A2 ☠ D17 wait: nothing is written, and the record is known to wait for that other one", () => {
    expect(decideOn(withStranger({ whenUncoupled: "wait" }))).toMatchObject({
      kind: "refuse",
      error: "dependencyMissing",
      waitsFor: [strangerRef],
      message: expect.stringContaining(`CONTACT "${stranger}" in Business Central`),
    });
  });

  test("D17 clear: the link is sent as a blank", () => {
    const linked = {
      ...withStranger({ whenUncoupled: "clear" }),
      base: { name: "Adatum AS", contact: idaValue },
    };

    expect(decideOn(linked)).toMatchObject({
      kind: "write",
      changes: [{ field: "contact", from: idaValue, value: null }],
      waiting: [],
    });
  });

  test("D17 leave: the link is not touched", () => {
    expect(decideOn(withStranger({ whenUncoupled: "leave" }))).toMatchObject({
      kind: "write",
      changes: [{ field: "name" }],
      waiting: [],
    });
  });

  test("D16 a record is created without its deferred link", () => {
    const pair: Pair = { ...withStranger({}), base: undefined, dataverse: "none" };

    expect(decideOn(pair)).toMatchObject({
      kind: "create",
      fields: { name: "Adatum AS" },
      waiting: [strangerRef],
    });
  });

  test("D26 once the contact is coupled, the link of the created record is sent without reading it again", () => {
    const linked: Pair = {
      mapping: aMapping([text("name"), contactLink()]),
      businessCentral: { fields: { name: "Adatum", contactId: ida.ids.businessCentral } },
      dataverse: "none",
    };
    const created = carriedOut(linked, decideOn(linked));

    expect(
      decideOn({ ...created, context: idaIsCoupled, dataverse: "unchangedSinceBase" }),
    ).toMatchObject({
      kind: "write",
      writes: [
        { side: "dataverse", fields: { "contact@odata.bind": `/contacts(${ida.ids.dataverse})` } },
      ],
    });
  });

  test("D17 a link of a receiving side is never waited for", () => {
    const pair: Pair = {
      mapping: aMapping([text("name"), contactLink({ direction: "toBusinessCentral" })]),
      base: { name: "Adatum", contact: null },
      businessCentral: { fields: { name: "Adatum", contactId: stranger } },
      dataverse: "unchangedSinceBase",
    };

    expect(decideOn(pair)).toEqual({ kind: "nothing" });
  });

  test("D3 is a conflict when the other side was given another contact meanwhile", () => {
    const pair: Pair = {
      ...withStranger({}),
      context: idaIsCoupled,
      dataverse: { fields: { name: "Adatum", _contact_value: ida.ids.dataverse } },
    };

    expect(decideOn(pair)).toMatchObject({
      kind: "conflict",
      comparison: [
        { field: "name", conflict: false },
        { field: "contact", businessCentral: `${stranger}|`, dataverse: idaValue, conflict: true },
      ],
    });
  });
});

test("D16 links to records that are coupled on neither side are waited for, and no conflict", () => {
  const dvRef = "d0000000-0000-4000-8000-00000000000f";
  const pair: Pair = {
    ...withStranger({}),
    dataverse: { fields: { name: "Adatum AS", _contact_value: dvRef } },
  };

  expect(decideOn(pair)).toMatchObject({
    kind: "agree",
    waiting: [strangerRef, { side: "dataverse", ref: dvRef }],
  });
});

describe("links that are or were coupled", () => {
  test("D11 a link that did not move counts as unchanged though its target is not coupled any more", () => {
    const pair: Pair = {
      mapping: aMapping([text("name"), contactLink({ whenUncoupled: "wait" })]),
      base: { name: "Adatum", contact: idaValue },
      businessCentral: { fields: { name: "Adatum", contactId: ida.ids.businessCentral } },
      dataverse: { fields: { name: "Adatum", _contact_value: null } },
    };

    expect(decideOn(pair)).toMatchObject({
      kind: "write",
      changes: [{ field: "contact", to: "businessCentral", value: null }],
    });
  });

  test("D10 with notNull a blank does not replace a link, and does not come up again", () => {
    const pair: Pair = {
      mapping: aMapping([text("name"), contactLink({ notNull: true })]),
      base: { name: "Adatum", contact: idaValue },
      businessCentral: { fields: { name: "Adatum", contactId: "" } },
      dataverse: "unchangedSinceBase",
    };

    expect(decideOn(pair)).toEqual({ kind: "nothing" });
    expect(decideOn({ ...pair, force: { use: "businessCentral" } })).toEqual({ kind: "nothing" });
  });

  test("D10 a blank is no edit where it may not replace a link: the other side's new link flows", () => {
    const pair: Pair = {
      mapping: aMapping([text("name"), contactLink({ notNull: true })]),
      base: { name: "Adatum", contact: "b0|d0" },
      businessCentral: { fields: { name: "Adatum", contactId: "" } },
      dataverse: { fields: { name: "Adatum", _contact_value: ida.ids.dataverse } },
      context: idaIsCoupled,
    };

    expect(decideOn(pair)).toMatchObject({
      kind: "write",
      changes: [{ field: "contact", to: "businessCentral", value: idaValue }],
    });
  });
});
