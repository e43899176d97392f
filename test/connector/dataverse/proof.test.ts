import { describe, expect, test } from "vitest";
import type { RecordId } from "../../../lib/domain/ids.ts";
import type { Write } from "../../../lib/ports/business-app.ts";
import {
  accounts,
  anOrganisation,
  batchOf,
  errorOf,
  idOf,
  type PartTold,
  recordOf,
  rowOf,
} from "./organisation.ts";
import { create, partOf, remove, update } from "./told-writes.ts";

/** Refuses the write, then answers the one read of its row by id. */
async function outcomeOf(write: Write, refusal: PartTold, seen: PartTold) {
  const { dataverse, asked } = await anOrganisation((_, count) =>
    batchOf([count === 1 ? refusal : seen]),
  );
  const { outcomes, failure } = await dataverse.write(accounts, [write]);
  expect(failure).toBeUndefined();
  return { outcome: outcomes[0], calls: asked.length };
}

const notThere = (id: RecordId) =>
  partOf(404, "0x80040217", `account With Id = ${id} Does Not Exist`);
const another = partOf(404, "0x80040217", `new_project With Id = ${idOf(77)} Does Not Exist`);
const there: PartTold = { status: 200, body: rowOf(1) };
const edited: PartTold = { status: 200, body: rowOf(1, { "@odata.etag": 'W/"2"' }) };
const bound = { "primarycontactid@odata.bind": `/contacts(${idOf(77)})` };
const refused = (code: string, quoted: string) => ({
  kind: "refused",
  refusal: { code, quoted: expect.stringContaining(quoted) },
});

describe("XA5 a refused write never says that its row is gone; the row itself does", () => {
  const refusals: readonly [string, PartTold][] = [
    ["404 that names another row", another],
    ["404 that names this row", notThere(idOf(1))],
    ["404 without code", { status: 404, body: errorOf("", "Not found") }],
    ["404 of a gateway", { status: 404 }],
    ["410", { status: 410, body: errorOf("", "Gone") }],
    ["412 without code", { status: 412, body: errorOf("", "Precondition") }],
    ["200 with an error in its body", { status: 200, body: errorOf("0x80040216", "Unexpected.") }],
  ];
  const writes: readonly [string, Write][] = [
    ["an update", update(1)],
    ["an update that binds a lookup", update(1, bound)],
    ["a deletion", remove(1)],
  ];
  const cases = writes.flatMap(([what, write]) =>
    refusals.map(([how, refusal]) => [what, how, write, refusal] as const),
  );

  test.each(cases)("%s refused with %s is refused while the row is there", async (...row) => {
    const [, , write, refusal] = row;
    const { outcome, calls } = await outcomeOf(write, refusal, there);
    expect(outcome).toMatchObject({
      kind: "refused",
      refusal: { quoted: expect.stringMatching(/./) },
    });
    expect(calls).toBe(2);
  });

  test.each(cases)("%s refused with %s is gone when the row is not there", async (...row) => {
    const [, , write, refusal] = row;
    const { outcome } = await outcomeOf(write, refusal, notThere(idOf(1)));
    expect(outcome).toEqual({ kind: "gone" });
  });

  test.each(cases)("%s refused with %s changed meanwhile when the row is newer", async (...row) => {
    const [, , write, refusal] = row;
    const { outcome } = await outcomeOf(write, refusal, edited);
    expect(outcome).toEqual({ kind: "changedMeanwhile" });
  });

  test("the app's words are quoted, and a bound row that is missing is waited for", async () => {
    const free = await outcomeOf(update(1), another, there);
    expect(free.outcome).toMatchObject(refused("rejected", "new_project With Id"));
    const binding = await outcomeOf(update(1, bound), another, there);
    expect(binding.outcome).toMatchObject(refused("relatedMissing", "new_project With Id"));
  });

  test("a row that is not shown is not gone", async () => {
    const access = partOf(403, "0x80040220", "SecLib::AccessCheckEx failed: no ReadAccess.");
    const { outcome } = await outcomeOf(update(1), another, access);
    expect(outcome).toMatchObject(refused("rejected", "new_project With Id"));
  });
});

describe("XA6 a key that is taken is a refusal", () => {
  test.each(["0x80040237", "0x80060892", "0x80060893", "0x80040333", "0x80048CF3"])(
    "XB12 %s on an update quotes the app and asks nothing more",
    async (code) => {
      const { outcome, calls } = await outcomeOf(update(1), partOf(412, code, "Taken."), there);
      expect(outcome).toEqual({
        kind: "refused",
        refusal: { code: "duplicate", quoted: `Taken. (${code})` },
      });
      expect(calls).toBe(1);
    },
  );

  test.each(["0x80040237", ""])("a create's own id, taken (code '%s'), exists", async (code) => {
    const { outcome } = await outcomeOf(create(1), partOf(412, code), there);
    expect(outcome).toEqual({ kind: "exists", record: recordOf(1) });
  });

  test("a create whose own id is free broke another key", async () => {
    const { outcome } = await outcomeOf(create(1), partOf(412, "0x80040237"), notThere(idOf(1)));
    expect(outcome).toMatchObject(refused("duplicate", "0x80040237"));
  });
});

describe("XB12 codes of the whole app", () => {
  test.each([
    ["0x8005F103", "throttled", "limits requests"],
    ["0x80072324", "throttled", "limits requests"],
    ["0x80040225", "wrongCredentials", "did not accept the sign-in"],
    ["0x80042F09", "notPermitted", "does not let the application user"],
    ["0x8004A104", "serverError", "could not answer"],
    ["0x80072325", "badRequest", "storage"],
    ["0x80060883", "badRequest", "optimistic concurrency"],
  ])("%s is %s, and no record's trouble", async (code, failure, words) => {
    const { dataverse } = await anOrganisation(() => batchOf([partOf(400, code), there]));
    const report = await dataverse.write(accounts, [update(2), update(1)]);
    expect(report).toMatchObject({
      outcomes: [{ kind: "notTried" }, { kind: "written" }],
      failure: { code: failure, message: expect.stringContaining(words) },
    });
  });
});

describe("XB13 what is asked for by id", () => {
  test("a row that the caller may not see is hidden, and the others are read", async () => {
    const access =
      "SecLib::AccessCheckEx failed. The caller has no ReadAccess right to this record.";
    const { dataverse } = await anOrganisation(() =>
      batchOf([there, partOf(403, "0x80040220", access), notThere(idOf(3))]),
    );
    expect(await dataverse.readByIds(accounts, [idOf(1), idOf(2), idOf(3)])).toEqual({
      ok: true,
      value: {
        records: new Map([[idOf(1), recordOf(1)]]),
        gone: new Set([idOf(3)]),
        hidden: new Map([[idOf(2), `${access} (0x80040220)`]]),
      },
    });
  });

  test("a privilege that is missing is the table's trouble", async () => {
    const privilege = "Principal user is missing prvReadAccount privilege.";
    const { dataverse } = await anOrganisation(() =>
      batchOf([partOf(403, "0x80040220", privilege)]),
    );
    expect(await dataverse.readByIds(accounts, [idOf(1)])).toMatchObject({
      ok: false,
      failure: { code: "notPermitted", quoted: `${privilege} (0x80040220)` },
    });
  });
});
