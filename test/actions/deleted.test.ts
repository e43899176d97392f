import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ErrorId, errorIdOf, type RecordId } from "../../lib/domain/ids.ts";
import type { JobRequest } from "../../lib/domain/job/job-request.ts";
import { contact, currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople, currency, customer, contact] });
});
afterAll(() => world.stop());

interface Pair {
  readonly name: string;
  readonly businessCentral: RecordId;
  readonly dataverse: RecordId;
  readonly error: ErrorId;
}

async function aPair(name: string): Promise<Pair> {
  const businessCentral = await world.businessCentral.create("customers", {
    displayName: name,
    creditLimit: 500,
  });
  await world.run("CUSTOMER");
  const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", [
    businessCentral,
  ]);
  const dataverse = found.get(businessCentral)?.ids.dataverse;
  if (dataverse === undefined) throw new Error(`${name} was not coupled`);
  return {
    name,
    businessCentral,
    dataverse,
    error: errorIdOf(customer.name, "businessCentral", businessCentral),
  };
}

const couplingOf = async ({ businessCentral }: Pair) =>
  (await world.app.store.couplings.bySide(customer.name, "businessCentral", [businessCentral])).get(
    businessCentral,
  );

const errorOf = async ({ error }: Pair) => (await world.app.store.errors.get([error])).get(error);

const run = (request: JobRequest) => world.run("CUSTOMER", request);

describe("records deleted in one app", () => {
  test("Find for Deleted lists what is gone on either side", async () => {
    const goneInDataverse = await aPair("Gone there");
    const goneInBusinessCentral = await aPair("Gone here");
    const both = await aPair("Still there");
    world.sandboxes.dataverse.remove("account", goneInDataverse.dataverse);
    await world.businessCentral.remove("customers", goneInBusinessCentral.businessCentral);

    const job = await run({ kind: "findDeleted" });

    expect(job.state).toBe("completedWithErrors");
    expect(await errorOf(goneInDataverse)).toMatchObject({
      kind: "deletedInDataverse",
      status: "skipped",
    });
    expect(await errorOf(goneInBusinessCentral)).toMatchObject({
      kind: "deletedInBusinessCentral",
    });
    expect(await errorOf(both)).toBeUndefined();
  });

  test("Restore creates the record again in Dataverse, couples it and clears the item", async () => {
    const pair = await aPair("Restored there");
    world.sandboxes.dataverse.remove("account", pair.dataverse);
    await run({ kind: "findDeleted" });

    const job = await run({ kind: "restore", errors: { ids: [pair.error] } });

    expect(job).toMatchObject({ state: "completed", counters: { dataverse: { inserted: 1 } } });
    const coupling = await couplingOf(pair);
    expect(coupling).toMatchObject({
      status: "active",
      ids: { businessCentral: pair.businessCentral },
    });
    expect(coupling?.ids.dataverse).not.toBe(pair.dataverse);
    expect(await world.dataverse.get("accounts", coupling?.ids.dataverse ?? "")).toMatchObject({
      name: pair.name,
    });
    expect(await errorOf(pair)).toBeUndefined();
    world.pass(1);
    expect((await world.run("CUSTOMER")).counters.dataverse).toMatchObject({
      inserted: 0,
      modified: 0,
      failed: 0,
    });
  });

  test("Restore creates the record again in Business Central, one-way fields from what was last agreed on", async () => {
    const pair = await aPair("Restored here");
    await world.businessCentral.remove("customers", pair.businessCentral);
    await run({ kind: "findDeleted" });

    const job = await run({ kind: "restore", errors: { ids: [pair.error] } });

    expect(job).toMatchObject({
      state: "completed",
      counters: { businessCentral: { inserted: 1 } },
    });
    const found = await world.app.store.couplings.bySide(customer.name, "dataverse", [
      pair.dataverse,
    ]);
    const restored = found.get(pair.dataverse)?.ids.businessCentral ?? "";
    expect(await world.businessCentral.get("customers", restored)).toMatchObject({
      displayName: pair.name,
      creditLimit: 500,
    });
    expect(await couplingOf(pair)).toBeUndefined();
    expect(await errorOf(pair)).toBeUndefined();
  });

  test("Delete removes the survivor and the coupling, and the log keeps what it held, edits that were never synchronized too", async () => {
    const pair = await aPair("Deleted");
    world.sandboxes.dataverse.remove("account", pair.dataverse);
    await world.businessCentral.change("customers", pair.businessCentral, { city: "Oslo" });
    await run({ kind: "findDeleted" });

    const job = await run({ kind: "delete", errors: { ids: [pair.error] } });

    expect(job).toMatchObject({
      state: "completed",
      counters: { businessCentral: { deleted: 1 } },
    });
    expect(await couplingOf(pair)).toBeUndefined();
    expect(await errorOf(pair)).toBeUndefined();
    const { status } = await world.businessCentral.request(
      "GET",
      `customers(${pair.businessCentral})`,
    );
    expect(status).toBe(404);
    const log = await world.app.store.history.ofJob(job.id, { limit: 10 });
    expect(log.ok && log.value.items[0]).toMatchObject({
      outcome: "deleted",
      changes: expect.arrayContaining([
        { field: "name", from: pair.name, to: null },
        { field: "city", from: "Oslo", to: null },
      ]),
    });
  });

  test("XA18, W19 a survivor that was edited since it was listed is not deleted but listed anew, unless forced", async () => {
    const pair = await aPair("Edited since");
    world.sandboxes.dataverse.remove("account", pair.dataverse);
    await run({ kind: "findDeleted" });
    await world.businessCentral.change("customers", pair.businessCentral, { city: "Oslo" });

    const job = await run({ kind: "delete", errors: { ids: [pair.error] } });

    expect(job).toMatchObject({
      state: "completedWithErrors",
      refused: [{ id: pair.error, message: expect.stringContaining("edited since") }],
    });
    expect(await world.businessCentral.get("customers", pair.businessCentral)).toMatchObject({
      city: "Oslo",
    });
    expect(await errorOf(pair)).toMatchObject({ kind: "deletedInDataverse" });

    await world.businessCentral.change("customers", pair.businessCentral, { city: "Bergen" });
    const forced = await run({ kind: "delete", errors: { ids: [pair.error] }, force: true });
    expect(forced).toMatchObject({
      state: "completed",
      counters: { businessCentral: { deleted: 1 } },
    });
  });

  test("neither is done when the record is there again, and the item stays", async () => {
    const pair = await aPair("Back again");
    world.sandboxes.dataverse.remove("account", pair.dataverse);
    await run({ kind: "findDeleted" });
    await world.dataverse.create("accounts", {
      accountid: pair.dataverse,
      name: pair.name,
      customertypecode: 3,
    });

    const job = await run({ kind: "delete", errors: { ids: [pair.error] } });

    expect(job.state).toBe("completedWithErrors");
    expect(await errorOf(pair)).toBeDefined();
    expect(await world.businessCentral.get("customers", pair.businessCentral)).toMatchObject({
      displayName: pair.name,
    });
  });

  test("a preview says what would be done and does nothing", async () => {
    const pair = await aPair("Only looked at");
    world.sandboxes.dataverse.remove("account", pair.dataverse);
    await run({ kind: "findDeleted" });

    const job = await world.run(
      "CUSTOMER",
      { kind: "restore", errors: { ids: [pair.error] } },
      { preview: true },
    );

    expect(job).toMatchObject({ state: "completed", counters: { dataverse: { inserted: 1 } } });
    expect(await errorOf(pair)).toBeDefined();
    expect(
      (await world.dataverse.list("accounts")).filter(({ name }) => name === pair.name),
    ).toEqual([]);
  });
});
