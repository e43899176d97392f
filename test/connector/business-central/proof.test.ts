import { describe, expect, test } from "vitest";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import type { Write } from "../../../lib/ports/business-app.ts";
import {
  aCustomer,
  anError,
  aToldCompany,
  batchAnswer,
  customers,
  idOf,
  partsOf,
  versionOf,
} from "./told-company.ts";
import { anUpdate } from "./told-writes.ts";

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** Refuses the write, then answers the one read of its record by id. */
async function outcomeOf(write: Write, refusal: Answer, seen: Answer) {
  const { company, asked } = aToldCompany((request) =>
    batchAnswer(request, ({ method }) => (method === "GET" ? seen : refusal)),
  );
  const { outcomes, failure } = await company.write(customers, [write]);
  expect(failure).toBeUndefined();
  return { outcome: outcomes[0], calls: asked.length };
}

const removal: Write = { kind: "delete", id: idOf(1), version: versionOf(1) };
const creation: Write = { kind: "create", plannedId: idOf(1), fields: { displayName: "Ann" } };
const there: Answer = { status: 200, body: aCustomer(1) };
const edited: Answer = { status: 200, body: aCustomer(1, { "@odata.etag": versionOf(2) }) };
const gone: Answer = { status: 404, body: anError("BadRequest_NotFound", "Not there.") };

describe("XA5 a refused write never says that its record is gone; the record itself does", () => {
  const words = "The Project does not exist. Identification fields and values: No.='7'";
  const refusals: readonly [string, Answer][] = [
    ["404 about another record", { status: 404, body: anError("Internal_RecordNotFound", words) }],
    ["404 BadRequest_NotFound", { status: 404, body: anError("BadRequest_NotFound") }],
    ["404 of a gateway", { status: 404 }],
    ["410", { status: 410, body: anError("", "Gone.") }],
    ["412", { status: 412, body: anError("", "Precondition failed.") }],
    ["200 with an error in its body", { status: 200, body: anError("Unknown", "Oops.") }],
  ];
  const cases = [anUpdate(1), removal].flatMap((write) =>
    refusals.map(([how, refusal]) => [write.kind, how, write, refusal] as const),
  );

  test.each(cases)("%s refused with %s is refused while the record is there", async (...row) => {
    const [, , write, refusal] = row;
    const { outcome, calls } = await outcomeOf(write, refusal, there);
    expect(outcome).toMatchObject({ kind: "refused", refusal: { code: "rejected" } });
    expect(calls).toBe(2);
  });

  test.each(cases)("%s refused with %s is gone when it is not there", async (...row) => {
    const [, , write, refusal] = row;
    expect((await outcomeOf(write, refusal, gone)).outcome).toEqual({ kind: "gone" });
  });

  test.each(cases)("%s refused with %s changed meanwhile when it is newer", async (...row) => {
    const [, , write, refusal] = row;
    const { outcome } = await outcomeOf(write, refusal, edited);
    expect(outcome).toEqual({ kind: "changedMeanwhile" });
  });

  test("the app's words are quoted", async () => {
    const refusal = { status: 404, body: anError("Internal_RecordNotFound", words) };
    const { outcome } = await outcomeOf(anUpdate(1), refusal, there);
    expect(outcome).toEqual({ kind: "refused", refusal: { code: "rejected", quoted: words } });
  });

  test("a record that cannot be asked for leaves its write unknown", async () => {
    const { company } = aToldCompany((request) =>
      partsOf(request)[0]?.method === "GET" ? { status: 403 } : batchAnswer(request, () => gone),
    );
    expect(await company.write(customers, [anUpdate(1)])).toMatchObject({
      outcomes: [{ kind: "unknown" }],
      failure: { code: "notPermitted" },
    });
  });
});

describe("XA6 a key that is taken", () => {
  const taken = { status: 400, body: anError("Internal_EntityWithSameKeyExists", "Exists.") };
  const duplicate = { kind: "refused", refusal: { code: "duplicate", quoted: "Exists." } };

  test("refuses an update, and nothing more is asked", async () => {
    expect(await outcomeOf(anUpdate(1), taken, there)).toEqual({ outcome: duplicate, calls: 1 });
  });

  test("refuses a create whose planned id is free", async () => {
    expect((await outcomeOf(creation, taken, gone)).outcome).toEqual(duplicate);
  });

  test("by the create's own planned id: it exists, as it is now", async () => {
    const { outcome } = await outcomeOf(creation, taken, there);
    expect(outcome).toMatchObject({ kind: "exists", record: { id: idOf(1) } });
  });

  test("a create that needs another record waits for it", async () => {
    const missing = { status: 404, body: anError("Internal_RecordNotFound", "No such terms.") };
    expect((await outcomeOf(creation, missing, there)).outcome).toEqual({
      kind: "refused",
      refusal: { code: "relatedMissing", quoted: "No such terms." },
    });
  });
});

describe("XB13 what is asked for by id", () => {
  const readOne = async (entity: Entity, answer: Answer) => {
    const { company } = aToldCompany((request) => batchAnswer(request, () => answer));
    return company.readByIds(entity, [idOf(1)]);
  };

  test("a page that hides rows proves nothing by not showing one", async () => {
    for (const set of ["salesInvoices", "salesCreditMemos"]) {
      expect(await readOne({ ...customers, set }, gone)).toMatchObject({
        ok: true,
        value: { gone: new Set(), hidden: new Map([[idOf(1), "Not there."]]) },
      });
    }
    expect(await readOne(customers, gone)).toMatchObject({
      ok: true,
      value: { gone: new Set([idOf(1)]), hidden: new Map() },
    });
  });

  test("a missing right is told by its text, whatever code and status it comes with", async () => {
    const text =
      "Sorry, the current permissions prevented the action. (TableData 18 Customer Read: Base Application)";
    for (const status of [403, 400, 500]) {
      expect(
        await readOne(customers, { status, body: anError("Internal_ServerError", text) }),
      ).toMatchObject({ ok: false, failure: { code: "notPermitted", quoted: text } });
    }
  });

  test("a 404 that is not Business Central's own is no proof", async () => {
    expect(await readOne(customers, { status: 404 })).toMatchObject({ ok: false });
  });
});
