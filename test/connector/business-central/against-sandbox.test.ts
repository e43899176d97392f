import { describe, expect, test } from "vitest";
import type { Entity } from "../../../lib/domain/entity.ts";
import { instantOf } from "../../../lib/domain/instant.ts";
import type { AppRecord, WireFields } from "../../../lib/domain/record.ts";
import type { Write } from "../../../lib/ports/business-app.ts";
import { start } from "../http/told-app.ts";
import { aSandboxCompany, recordId, walk } from "./sandbox-company.ts";
import { customers as customersOf, idOf } from "./told-company.ts";

const customers: Entity = { ...customersOf, columns: [...customersOf.columns, "paymentTermsId"] };

const someCustomers = (world: Awaited<ReturnType<typeof aSandboxCompany>>, count: number) =>
  Array.from({ length: count }, (_, index) =>
    recordId(world.sandbox.data.insert("customers", { displayName: `Customer ${index + 1}` })),
  );

const update = (record: AppRecord, fields: WireFields, keep: WireFields = {}): Write => ({
  kind: "update",
  id: record.id,
  version: record.version,
  fields,
  keep: () => keep,
});

const create = (n: number, fields: WireFields): Write => ({
  kind: "create",
  plannedId: idOf(n),
  fields,
});

describe("reading", () => {
  test("FM2 five rows of one moment, two to a page: each is read once", async () => {
    const world = await aSandboxCompany({ pageSize: 2 });
    const ids = someCustomers(world, 5);

    const { records, position } = await walk(world.company, customers);

    expect(records.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(world.calls()).toBe(3);
    expect(position).toBe(instantOf(start));
  });

  test("FM3 a write that commits late, with an older stamp than rows already read, is found", async () => {
    const world = await aSandboxCompany();
    const [late] = someCustomers(world, 2);
    const before = await walk(world.company, customers);
    world.sandbox.faults.set({ lateCommitMs: 8 * 60_000 });
    const record = before.records.find(({ id }) => id === late);
    if (record === undefined) throw new Error("no record");
    await world.company.write(customers, [update(record, { displayName: "Late" })]);
    world.time.advance(60_000);
    world.sandbox.faults.set({});
    world.sandbox.data.insert("customers", { displayName: "Early" });

    const between = await walk(world.company, customers, before.position);
    world.time.advance(8 * 60_000);
    const after = await walk(world.company, customers, between.position);

    const names = (records: readonly AppRecord[]) =>
      records.map(({ fields }) => fields["displayName"]);
    expect(names(between.records)).not.toContain("Late");
    expect(names(after.records)).toContain("Late");
  });

  test("an hour after a burst nothing of it is read again, in one request", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 50);
    const first = await walk(world.company, customers);
    world.time.advance(60 * 60_000);
    const second = await walk(world.company, customers, first.position);
    world.time.advance(60 * 60_000);
    const calls = world.calls();

    expect((await walk(world.company, customers, second.position)).records).toEqual([]);
    expect(world.calls() - calls).toBe(1);
  });

  test("B39 a computed change gives a new version under the same stamp, and readByIds sees it", async () => {
    const world = await aSandboxCompany();
    const [id] = someCustomers(world, 1);
    if (id === undefined) throw new Error("no customer");
    const { records } = await walk(world.company, customers);
    world.sandbox.data.changeComputed("customers", id, { balanceDue: "12.50" });

    const found = await world.company.readByIds(customers, [id, idOf(1)]);

    expect(found.ok && [...found.value.keys()]).toEqual([id]);
    expect(found.ok && found.value.get(id)?.version).not.toBe(records[0]?.version);
    expect(found.ok && found.value.get(id)?.modifiedOn).toBe(records[0]?.modifiedOn);
  });

  test("a custom API page is read and written at its own root", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 1);
    const cards: Entity = {
      ...customers,
      set: "customerCards",
      api: "tandem/sales/v1.0",
      columns: ["displayName", "primaryContactId"],
    };

    const { records } = await walk(world.company, cards);
    const report = await world.company.write(
      cards,
      records.map((record) => update(record, { displayName: "Card" })),
    );

    expect(report.outcomes).toMatchObject([
      { kind: "written", record: { fields: { displayName: "Card" } } },
    ]);
  });
});

describe("writing", () => {
  test("500 updates are 5 requests, and what was written reads back under the same versions", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 500);
    const { records } = await walk(world.company, customers);
    const calls = world.calls();

    const report = await world.company.write(
      customers,
      records.map((record) => update(record, { creditLimit: 12.5 })),
    );

    expect(world.calls() - calls).toBe(5);
    const versions = new Map(
      report.outcomes.map((outcome) =>
        outcome.kind === "written" ? [outcome.record.id, outcome.record.version] : ["?", "?"],
      ),
    );
    const again = await walk(world.company, customers);
    expect(versions).toEqual(new Map(again.records.map(({ id, version }) => [id, version])));
    expect(again.records[0]?.fields["creditLimit"]).toBe(12.5);
  });

  test("FM12 one bad record of a hundred fails alone, in one request", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 100);
    const { records } = await walk(world.company, customers);
    const calls = world.calls();

    const report = await world.company.write(
      customers,
      records.map((record, index) =>
        update(record, { city: index === 40 ? "x".repeat(31) : "Ribe" }),
      ),
    );

    expect(world.calls() - calls).toBe(1);
    expect(report.outcomes.filter(({ kind }) => kind === "written")).toHaveLength(99);
    expect(report.outcomes[40]).toMatchObject({
      kind: "refused",
      refusal: { code: "rejected", quoted: expect.stringContaining("length of the string is 31") },
    });
  });

  test.each([[[]], [["staleEtagPrecondition"]]])(
    "B15 a stale version is changedMeanwhile, and nothing is written (variants %j)",
    async (variants) => {
      const world = await aSandboxCompany();
      const [id] = someCustomers(world, 1);
      if (id === undefined) throw new Error("no customer");
      const { records } = await walk(world.company, customers);
      world.sandbox.data.change("customers", id, { city: "Oslo" });
      world.sandbox.faults.set({ variants });

      const report = await world.company.write(
        customers,
        records.map((record) => update(record, { city: "Ribe" })),
      );

      expect(report.outcomes).toEqual([{ kind: "changedMeanwhile" }]);
      expect(world.sandbox.data.find("customers", id)?.["city"]).toBe("Oslo");
    },
  );

  test.each([[[]], [["duplicateKeyConflict"]]])(
    "B11, B18, B22, B26, B27 each refusal has its code (variants %j)",
    async (variants) => {
      const world = await aSandboxCompany();
      someCustomers(world, 1);
      const { records } = await walk(world.company, customers);
      const [record] = records;
      if (record === undefined) throw new Error("no customer");
      world.sandbox.faults.set({ variants });

      const report = await world.company.write(customers, [
        create(1, { displayName: "Twin", number: record.fields["number"] ?? "" }),
        create(2, { displayName: "" }),
        create(3, { displayName: "Ann", salespersonCode: "NOBODY" }),
        create(4, { displayName: "Ann", paymentTermsId: idOf(4) }),
        { kind: "update", id: idOf(9), version: "*", fields: { city: "Ribe" }, keep: () => ({}) },
        { kind: "delete", id: idOf(9), version: "*" },
        { kind: "delete", id: record.id, version: record.version },
      ]);

      expect(report.outcomes).toMatchObject([
        { kind: "refused", refusal: { code: "duplicate" } },
        { kind: "refused", refusal: { code: "rejected" } },
        { kind: "refused", refusal: { code: "relatedMissing" } },
        { kind: "refused", refusal: { code: "relatedMissing" } },
        { kind: "missing" },
        { kind: "missing" },
        { kind: "deleted" },
      ]);
      expect(JSON.stringify(report)).not.toContain("CorrelationId");
    },
  );

  test("B29 a change of country keeps the address that did not change", async () => {
    const world = await aSandboxCompany();
    for (const code of ["DK", "NO"]) world.sandbox.data.insert("countriesRegions", { code });
    const address = { city: "Ribe", state: "South", postalCode: "6760" };
    const id = world.sandbox.data.insert("customers", {
      displayName: "Ann",
      country: "DK",
      ...address,
    });
    const { records } = await walk(world.company, customers);
    const calls = world.calls();

    await world.company.write(
      customers,
      records.map((record) => update(record, { city: "Oslo", country: "NO" }, address)),
    );

    expect(world.sandbox.data.find("customers", id)).toMatchObject({
      country: "NO",
      city: "Oslo",
      state: "South",
      postalCode: "6760",
    });
    expect(world.calls() - calls).toBe(1);
  });

  test("FM10 rights that were taken away are one failure", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 3);
    const { records } = await walk(world.company, customers);
    world.sandbox.faults.set({ readOnly: true });

    const report = await world.company.write(
      customers,
      records.map((record) => update(record, { city: "Ribe" })),
    );

    expect(report).toMatchObject({ failure: { code: "notPermitted" } });
    expect(new Set(report.outcomes.map(({ kind }) => kind))).toEqual(new Set(["notTried"]));
  });
});

describe("lost answers", () => {
  test("FM5 a create whose answer was lost is unknown, and found by what was sent", async () => {
    const world = await aSandboxCompany();
    await world.company.check();
    const since = world.company.serverTime();
    if (since === undefined) throw new Error("no time");
    world.sandbox.faults.set({ dropResponse: { remaining: 1, only: "writes" } });
    const planned = [
      { sourceId: idOf(901), plannedId: idOf(1), fields: { displayName: "Ann", creditLimit: 10 } },
      { sourceId: idOf(902), plannedId: idOf(2), fields: { displayName: "Ben", creditLimit: 20 } },
    ];

    const report = await world.company.write(
      customers,
      planned.map(({ plannedId, fields }) => ({ kind: "create", plannedId, fields })),
    );
    const found = await world.company.findCreated(customers, planned, since);

    expect(report).toMatchObject({
      outcomes: [{ kind: "unknown" }, { kind: "unknown" }],
      failure: { code: "unreachable" },
    });
    expect(world.sandbox.data.count("customers")).toBe(2);
    expect(found).toMatchObject({
      ok: true,
      value: [[{ fields: { displayName: "Ann" } }], [{ fields: { displayName: "Ben" } }]],
    });
  });

  test("FM6 an update whose answer was lost is unknown, and its repeat is changedMeanwhile", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 1);
    const { records } = await walk(world.company, customers);
    const writes = records.map((record) => update(record, { city: "Ribe" }));
    world.sandbox.faults.set({ dropResponse: { remaining: 1, only: "writes" } });

    expect((await world.company.write(customers, writes)).outcomes).toEqual([{ kind: "unknown" }]);
    expect((await world.company.write(customers, writes)).outcomes).toEqual([
      { kind: "changedMeanwhile" },
    ]);
  });
});

describe("a bad day", () => {
  test("B51 FM11 throttled three times, with and without Retry-After: read in the end", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 3);
    await world.company.check();
    const calls = world.calls();
    world.sandbox.faults.set({ throttle: { remaining: 2 } });
    await walk(world.company, customers);
    world.sandbox.faults.set({ throttle: { remaining: 1, status: 503, retryAfterSeconds: 30 } });

    expect((await walk(world.company, customers)).records).toHaveLength(3);
    expect(world.calls() - calls).toBe(5);
  });

  test("T6 a token that was taken back is fetched afresh, once", async () => {
    const world = await aSandboxCompany();
    await world.company.check();
    world.time.advance(1_000);
    world.sandbox.faults.set({ unauthorized: { remaining: 1 } });

    expect(await world.company.check()).toMatchObject({ ok: true });
    expect(world.tokenCalls()).toBe(2);
  });

  test.each([[[]], [["emptyUnauthorized"]]])(
    "B1 when no token helps, the credentials are wrong (variants %j)",
    async (variants) => {
      const world = await aSandboxCompany();
      world.sandbox.faults.set({ unauthorized: {}, variants });

      expect(await world.company.check()).toMatchObject({
        failure: { code: "wrongCredentials", side: "businessCentral" },
      });
    },
  );

  test("FM9 a page that is cut off is trouble with the app, not a short list", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 3);
    world.sandbox.faults.set({ truncatePages: { manner: "body" } });

    expect(await world.company.readChanges(customers, { kind: "beginning" })).toMatchObject({
      failure: { code: "serverError" },
    });
  });

  test("B3, B4 a wrong company, table and column are told apart", async () => {
    const elsewhere = await aSandboxCompany({ companyId: idOf(1) });
    const world = await aSandboxCompany();
    const read = (entity: Entity) => world.company.readChanges(entity, { kind: "beginning" });

    expect(await elsewhere.company.check()).toMatchObject({ failure: { code: "unknownCompany" } });
    expect(await elsewhere.company.readChanges(customers, { kind: "beginning" })).toMatchObject({
      failure: { code: "unknownCompany" },
    });
    expect(await read({ ...customers, set: "custommers" })).toMatchObject({
      failure: { code: "unknownEntity" },
    });
    expect(await read({ ...customers, columns: ["displayName", "fax"] })).toMatchObject({
      failure: { code: "unknownField", message: expect.stringContaining('"fax"') },
    });
    expect(
      await world.company.write(customers, [create(1, { displayName: "A", fax: "1" })]),
    ).toMatchObject({ outcomes: [{ kind: "notTried" }], failure: { code: "unknownField" } });
  });
});
