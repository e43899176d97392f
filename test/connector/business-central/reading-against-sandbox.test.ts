import { describe, expect, test } from "vitest";
import { instantOf } from "../../../lib/domain/instant.ts";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import type { AppRecord } from "../../../lib/domain/record.ts";
import { start } from "../http/told-app.ts";
import { aSandboxCompany, walk } from "./sandbox-company.ts";
import { customers, someCustomers, update } from "./sandbox-customers.ts";
import { idOf } from "./told-company.ts";

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

    expect(found.ok && [...found.value.records.keys()]).toEqual([id]);
    expect(found.ok && found.value.records.get(id)?.version).not.toBe(records[0]?.version);
    expect(found.ok && found.value.records.get(id)?.modifiedOn).toBe(records[0]?.modifiedOn);
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
