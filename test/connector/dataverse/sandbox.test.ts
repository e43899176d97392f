import { describe, expect, onTestFinished, test } from "vitest";
import type { Entity } from "../../../lib/domain/entity.ts";
import { MappingName, RecordId } from "../../../lib/domain/ids.ts";
import type { WireFields } from "../../../lib/domain/record.ts";
import type {
  BusinessApp,
  ChangePage,
  ReadFrom,
  Write,
  WriteOutcome,
} from "../../../lib/ports/business-app.ts";
import { baseIds } from "../../../lib/sandbox/dataverse/base-rows.ts";
import { createDataverseSandbox } from "../../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { createManualClock } from "../../../lib/sandbox/web/clock.ts";
import { serveSandbox } from "../../../lib/sandbox/web/server.ts";
import { connectTo, idOf, now } from "./organisation.ts";

const accounts: Entity = {
  mapping: MappingName.parse("CUSTOMER"),
  set: "accounts",
  id: "accountid",
  changeTracking: true,
  columns: ["name", "telephone1", "creditlimit", "_primarycontactid_value", "statecode"],
  filter: [],
};
const untracked: Entity = { ...accounts, changeTracking: false };
const products: Entity = { ...accounts, set: "products", id: "productid", columns: ["name"] };
const units: Entity = { ...accounts, set: "uoms", id: "uomid", columns: ["name"] };

const start = Date.UTC(2026, 10, 23, 9);

/** The pretend organisation on a port of its own, and a connector that counts its calls. */
async function aSandbox(settings: { readonly pageSize?: number } = {}) {
  const clock = createManualClock(start);
  const sandbox = createDataverseSandbox({ clock });
  const calls: string[] = [];
  const server = await serveSandbox({
    port: 0,
    clock,
    exchange: (request) => {
      calls.push(`${request.method} ${request.url.pathname.split("/").at(-1)}`);
      return sandbox.exchange(request);
    },
  });
  onTestFinished(() => server.close());
  const dataverse = connectTo(server.url, settings, { authorization: "Bearer sandbox" });
  return { clock, sandbox, calls, dataverse };
}

const create = (n: number, fields: WireFields = { name: `Account ${n}` }): Write => ({
  kind: "create",
  plannedId: idOf(n),
  fields,
});

const update = (n: number, version: string, fields: WireFields): Write => ({
  kind: "update",
  id: idOf(n),
  version,
  fields,
  keep: () => ({}),
});

const remove = (n: number, version: string): Write => ({ kind: "delete", id: idOf(n), version });

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const writtenRecord = (outcome: WriteOutcome | undefined) => {
  if (outcome?.kind !== "written") throw new Error(`not written: ${JSON.stringify(outcome)}`);
  return outcome.record;
};

async function createAll(dataverse: BusinessApp, count: number) {
  const { outcomes } = await dataverse.write(
    accounts,
    upTo(count).map((n) => create(n)),
  );
  return outcomes.map(writtenRecord);
}

async function readPages(dataverse: BusinessApp, entity: Entity, from: ReadFrom) {
  const pages: ChangePage[] = [];
  for (let next: ReadFrom | undefined = from; next !== undefined; ) {
    const page = await dataverse.readChanges(entity, next);
    if (!page.ok) throw new Error(page.failure.message);
    pages.push(page.value);
    next = page.value.next === undefined ? undefined : { kind: "page", page: page.value.next };
  }
  const position = pages.at(-1)?.position;
  if (position === undefined) throw new Error("no position");
  return {
    sizes: pages.map(({ records, deleted }) => records.length + deleted.length),
    records: pages.flatMap(({ records }) => records),
    deleted: pages.flatMap(({ deleted }) => deleted),
    cursor: { kind: "cursor", position } as const,
  };
}

const beginning: ReadFrom = { kind: "beginning" };

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

describe("writes", () => {
  test("500 creates, 500 updates and 500 deletes are one call each", async () => {
    const { dataverse, sandbox, calls } = await aSandbox();
    const created = await createAll(dataverse, 500);
    const updated = await dataverse.write(
      accounts,
      created.map(({ version }, index) => update(index + 1, version, { telephone1: "555" })),
    );
    const records = updated.outcomes.map(writtenRecord);
    expect(records.every(({ fields }) => fields["telephone1"] === "555")).toBe(true);
    const deleted = await dataverse.write(
      accounts,
      records.map(({ version }, index) => remove(index + 1, version)),
    );
    expect(new Set(deleted.outcomes.map(({ kind }) => kind))).toEqual(new Set(["deleted"]));
    expect(sandbox.rows("account")).toEqual([]);
    expect(calls).toEqual(["POST $batch", "POST $batch", "POST $batch"]);
  });

  test("D6 a record changed by somebody else is left as it is", async () => {
    const { dataverse, sandbox } = await aSandbox();
    const [one, two] = await createAll(dataverse, 2);
    sandbox.change("account", idOf(1), { name: "Theirs" });
    const { outcomes } = await dataverse.write(accounts, [
      update(1, one?.version ?? "", { name: "Ours" }),
      update(2, two?.version ?? "", { name: "Ours" }),
      remove(1, one?.version ?? ""),
      update(9, 'W/"1"', { name: "Ours" }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      "changedMeanwhile",
      "written",
      "changedMeanwhile",
      "missing",
    ]);
    expect(sandbox.rows("account").map(({ values }) => values["name"])).toEqual(["Theirs", "Ours"]);
  });

  test("FM5 a create whose answer is lost happens once, and the repeat finds it", async () => {
    const { dataverse, sandbox, calls } = await aSandbox();
    sandbox.faults.set({ dropResponse: { remaining: 1 } });
    const lost = await dataverse.write(accounts, [create(1), create(2)]);
    expect(lost).toMatchObject({
      outcomes: [{ kind: "unknown" }, { kind: "unknown" }],
      failure: { code: "unreachable" },
    });
    expect(calls).toEqual(["POST $batch"]);
    const planned = [1, 2, 3].map((n) => ({ sourceId: idOf(90), plannedId: idOf(n), fields: {} }));
    const found = await dataverse.findCreated(accounts, planned, now);
    expect(found.ok && found.value.map(({ length }) => length)).toEqual([1, 1, 0]);

    const again = await dataverse.write(accounts, [create(1), create(2), create(3)]);
    expect(again.outcomes.map((outcome) => writtenRecord(outcome).id)).toEqual([1, 2, 3].map(idOf));
    expect(sandbox.rows("account")).toHaveLength(3);
  });

  test("each refusal is its record's own", async () => {
    const { dataverse } = await aSandbox();
    const [one] = await createAll(dataverse, 1);
    const version = one?.version ?? "";
    const contact = (id: string) => ({ "primarycontactid@odata.bind": `/contacts(${id})` });
    const { outcomes, failure } = await dataverse.write(accounts, [
      update(1, version, { name: "x".repeat(161) }),
      update(1, version, contact(idOf(77))),
      create(2, { name: "B", ...contact(idOf(77)) }),
      create(3, { name: "C", new_bcid: "1000" }),
      create(4, { name: "D", new_bcid: "1000" }),
      create(5, { name: "E", paymenttermscode: 99 }),
    ]);
    expect(failure).toBeUndefined();
    expect(outcomes).toMatchObject([
      { kind: "refused", refusal: { code: "rejected" } },
      { kind: "refused", refusal: { code: "relatedMissing" } },
      { kind: "refused", refusal: { code: "relatedMissing" } },
      { kind: "written" },
      { kind: "refused", refusal: { code: "duplicate" } },
      { kind: "refused", refusal: { code: "rejected" } },
    ]);
  });

  test("D16 a lookup is bound, told back as an id, and cleared", async () => {
    const { dataverse } = await aSandbox();
    const contacts: Entity = {
      ...accounts,
      set: "contacts",
      id: "contactid",
      columns: ["lastname"],
    };
    await dataverse.write(contacts, [create(50, { lastname: "Birk" })]);
    const bind = (value: string | null) => ({ "primarycontactid@odata.bind": value });
    const bound = await dataverse.write(accounts, [
      create(1, { name: "A", ...bind(`/contacts(${idOf(50)})`) }),
    ]);
    const record = writtenRecord(bound.outcomes[0]);
    expect(record.fields["_primarycontactid_value"]).toBe(idOf(50));
    const cleared = await dataverse.write(accounts, [update(1, record.version, bind(null))]);
    expect(writtenRecord(cleared.outcomes[0]).fields["_primarycontactid_value"]).toBeNull();
  });

  test("FM15 a column that is gone is one problem of the table, and other records are written", async () => {
    const { dataverse } = await aSandbox();
    const report = await dataverse.write(accounts, [create(1), create(2, { nmae: "B" })]);
    expect(report).toMatchObject({
      outcomes: [{ kind: "written" }, { kind: "notTried" }],
      failure: { code: "unknownField", message: expect.stringContaining("nmae") },
    });
    const lookup = await dataverse.write(accounts, [
      create(3, { name: "C", "PrimaryContactId@odata.bind": `/contacts(${idOf(77)})` }),
    ]);
    expect(lookup).toMatchObject({ failure: { code: "unknownField" } });
  });

  test("FM10 without the right to write nothing is written, and it is one problem", async () => {
    const { dataverse, sandbox } = await aSandbox();
    sandbox.faults.set({ readOnly: true });
    expect(await dataverse.write(accounts, [create(1), create(2)])).toMatchObject({
      outcomes: [{ kind: "notTried" }, { kind: "notTried" }],
      failure: { code: "notPermitted" },
    });
    expect(sandbox.rows("account")).toEqual([]);
  });

  test("money keeps its digits on the way there and back", async () => {
    const { dataverse } = await aSandbox();
    const { outcomes } = await dataverse.write(accounts, [
      create(1, { name: "A", creditlimit: { decimal: "12345678901.2345" } }),
    ]);
    const { creditlimit } = writtenRecord(outcomes[0]).fields;
    expect(JSON.stringify(creditlimit)).toMatch(/12345678901\.2345/);
  });
});

test("reading by id tells what is there, in one call", async () => {
  const { dataverse, calls } = await aSandbox();
  const records = await createAll(dataverse, 3);
  calls.length = 0;
  const found = await dataverse.readByIds(accounts, [idOf(3), idOf(4), idOf(1)]);
  expect(found).toEqual({
    ok: true,
    value: new Map([records[2], records[0]].map((record) => [record?.id, record])),
  });
  expect(calls).toEqual(["POST $batch"]);
});

test("D28 a unit that products use is not deleted", async () => {
  const { dataverse, sandbox } = await aSandbox();
  sandbox.seed(1, 1);
  expect((await readPages(dataverse, products, beginning)).records).toHaveLength(1);
  const id = RecordId.parse(baseIds.unit);
  const found = await dataverse.readByIds(units, [id]);
  const version = (found.ok && found.value.get(id)?.version) || "";
  const { outcomes } = await dataverse.write(units, [{ kind: "delete", id, version }]);
  expect(outcomes).toMatchObject([{ kind: "refused", refusal: { code: "rejected" } }]);
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
