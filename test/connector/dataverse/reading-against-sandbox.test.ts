import { describe, expect, test } from "vitest";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import { baseIds } from "../../../lib/sandbox/dataverse/seed/base-rows.ts";
import { idOf } from "./organisation.ts";
import {
  accounts,
  aSandbox,
  beginning,
  create,
  createAll,
  readPages,
  untracked,
} from "./sandbox-organisation.ts";

describe("changes", () => {
  test("D20 D21 D22 all rows, then only what changed and what was deleted, then nothing", async () => {
    const { dataverse, sandbox, calls } = await aSandbox({ pageSize: 2 });
    const [first] = await createAll(dataverse, 5);
    const all = await readPages(dataverse, accounts, beginning);
    expect(all.sizes).toEqual([2, 2, 1]);
    expect(all.records).toContainEqual(first);

    for (const n of [1, 2, 3]) sandbox.change("account", idOf(n), { telephone1: "555" });
    sandbox.remove("account", idOf(5));
    const some = await readPages(dataverse, accounts, all.cursor);
    expect(some.sizes).toEqual([2, 2]);
    expect(some.records.map(({ id, fields }) => [id, fields["telephone1"]])).toEqual(
      [1, 2, 3].map((n) => [idOf(n), "555"]),
    );
    expect(some.deleted).toEqual([idOf(5)]);

    calls.length = 0;
    const none = await readPages(dataverse, accounts, some.cursor);
    expect([none.sizes, calls]).toEqual([[0], ["GET accounts"]]);
    const again = await readPages(dataverse, accounts, all.cursor);
    expect(again.deleted).toEqual([idOf(5)]);
  });

  test("D14 our own write comes back at the version that the write told", async () => {
    const { dataverse } = await aSandbox();
    const { cursor } = await readPages(dataverse, accounts, beginning);
    const [record] = await createAll(dataverse, 1);
    const { records } = await readPages(dataverse, accounts, cursor);
    expect(records).toEqual([record]);
  });

  test("D24 an expired token, in each form known, is told as cursorExpired", async () => {
    const { dataverse, sandbox, clock } = await aSandbox();
    const { cursor } = await readPages(dataverse, accounts, beginning);
    const expiry = { ok: false, failure: { code: "cursorExpired" } };
    sandbox.faults.set({ expireDeltaTokens: { remaining: 1 } });
    expect(await dataverse.readChanges(accounts, cursor)).toMatchObject(expiry);
    expect(await dataverse.readChanges(accounts, cursor)).toMatchObject({ ok: true });
    clock.advance(8 * 86_400_000);
    sandbox.faults.set({ variants: ["expiredTokenIs410"] });
    expect(await dataverse.readChanges(accounts, cursor)).toMatchObject(expiry);
    const later = await readPages(dataverse, accounts, beginning);
    sandbox.changeMetadata("account");
    expect(await dataverse.readChanges(accounts, later.cursor)).toMatchObject(expiry);
  });

  test("D25 a table without change tracking says so, and can be read by modified-on", async () => {
    const { dataverse } = await aSandbox();
    const currencies: Entity = {
      ...accounts,
      set: "organizations",
      id: "organizationid",
      columns: ["name"],
    };
    expect(await dataverse.readChanges(currencies, beginning)).toMatchObject({
      ok: false,
      failure: { code: "badRequest", message: expect.stringContaining("Track changes") },
    });
    const { records } = await readPages(
      dataverse,
      { ...currencies, changeTracking: false },
      beginning,
    );
    expect(records.map(({ fields }) => fields)).toEqual([{ name: "Litware" }]);
  });

  test("FM3 by modified-on, changes of the last ten minutes are read again and none is missed", async () => {
    const { dataverse, clock } = await aSandbox({ pageSize: 1 });
    await createAll(dataverse, 2);
    const all = await readPages(dataverse, untracked, beginning);
    expect([all.sizes, all.cursor.position]).toEqual([[1, 1], "2026-11-23T09:00:00.000Z"]);
    clock.advance(30 * 60_000);
    await dataverse.write(accounts, [create(3)]);
    const later = await readPages(dataverse, untracked, all.cursor);
    expect(later.sizes).toEqual([1, 1, 1]);
    clock.advance(30 * 60_000);
    const last = await readPages(dataverse, untracked, later.cursor);
    expect(last.records.map(({ id }) => id)).toEqual([idOf(3)]);
    expect(last.cursor.position).toBe("2026-11-23T09:30:00.000Z");
  });

  test("FM3 a row changed while pages are read does not pull the position past the first page", async () => {
    const { dataverse, clock } = await aSandbox({ pageSize: 1 });
    await createAll(dataverse, 2);
    const page = await dataverse.readChanges(untracked, beginning);
    if (!page.ok || page.value.next === undefined) throw new Error("no further page");
    clock.advance(30 * 60_000);
    await dataverse.write(accounts, [create(3)]);
    const rest = await readPages(dataverse, untracked, { kind: "page", page: page.value.next });
    expect(rest.records.map(({ id }) => id)).toEqual([idOf(2), idOf(3)]);
    expect(rest.cursor.position).toBe("2026-11-23T09:00:00.000Z");
  });

  test("D17 D29 a wrong column, a wrong table and a missing privilege are told apart", async () => {
    const { dataverse, sandbox } = await aSandbox();
    const wrong = (entity: Partial<Entity>) =>
      dataverse.readChanges({ ...accounts, ...entity }, beginning);
    expect(await wrong({ columns: ["nmae"] })).toMatchObject({
      failure: { code: "unknownField", message: expect.stringContaining("nmae") },
    });
    expect(await wrong({ set: "acounts" })).toMatchObject({
      failure: { code: "unknownEntity", message: expect.stringContaining("acounts") },
    });
    sandbox.takePrivileges(["prvReadAccount"]);
    expect(await wrong({})).toMatchObject({ failure: { code: "notPermitted" } });
  });

  test("D38 a short wait is waited, a long one is told with the time to go on", async () => {
    const { dataverse, sandbox, calls } = await aSandbox();
    sandbox.faults.set({ throttle: { remaining: 1, retryAfterSeconds: 5 } });
    expect(await dataverse.readChanges(accounts, beginning)).toMatchObject({ ok: true });
    expect(calls).toHaveLength(2);
    sandbox.faults.set({ throttle: { remaining: 1, retryAfterSeconds: 90 } });
    const report = await dataverse.write(accounts, [create(1)]);
    expect(report).toMatchObject({
      outcomes: [{ kind: "notTried" }],
      failure: { code: "throttled", retryAt: "2026-11-23T09:01:35.000Z" },
    });
    expect(calls).toHaveLength(3);
  });
});

test("reading by id tells what is there, in one call", async () => {
  const { dataverse, calls } = await aSandbox();
  const records = await createAll(dataverse, 3);
  calls.length = 0;
  const found = await dataverse.readByIds(accounts, [idOf(3), idOf(4), idOf(1)]);
  expect(found).toEqual({
    ok: true,
    value: {
      records: new Map([records[2], records[0]].map((record) => [record?.id, record])),
      gone: new Set([idOf(4)]),
      hidden: new Map(),
    },
  });
  expect(calls).toEqual(["POST $batch"]);
});

test("D1 the check and the facts of the organisation", async () => {
  const { dataverse } = await aSandbox();
  expect(await dataverse.check()).toEqual({ ok: true, value: undefined });
  expect(dataverse.serverTime()).toBe("2026-11-23T09:00:00.000Z");
  expect(await dataverse.baseCurrencyId()).toEqual({ ok: true, value: baseIds.currency });
  const row = { set: "uoms", key: "uomid", column: "name", equals: "Primary Unit" };
  expect(await dataverse.rowId(row)).toEqual({ ok: true, value: baseIds.unit });
  expect(await dataverse.rowId({ ...row, equals: "Pallet" })).toEqual({
    ok: true,
    value: undefined,
  });
});
