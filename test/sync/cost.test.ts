import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MappingName } from "../../lib/domain/ids.ts";
import { startWorld, type World } from "../world/world.ts";

const records = 1000;
let world: World;
let customers: readonly string[] = [];

beforeAll(async () => {
  world = await startWorld();
  world.sandboxes.businessCentral.seed(records, 7);
  await world.run("SALESPEOPLE");
  await world.run("CURRENCY");
  const job = await world.run("CUSTOMER", { kind: "everything" });
  expect(job.message ?? job.state).toBe("completed");
  customers = (await world.businessCentral.list("customers", "?$select=id")).map((row) =>
    String(row["id"]),
  );
  world.pass(60);
  await world.run("CUSTOMER");
}, 60_000);

afterAll(() => world.stop());

describe("what a run costs", () => {
  test("1,000 changed records, 500 on each side, take at most 12 calls to both apps", async () => {
    const couplings = await world.app.store.couplings.bySide(
      MappingName.parse("CUSTOMER"),
      "businessCentral",
      [],
    );
    expect(couplings.size).toBe(0);
    const accounts = await world.dataverse.list("accounts", "?$select=accountid,name");
    expect(accounts.length).toBe(records);
    const half = customers.slice(0, 500);
    for (const id of half)
      await world.businessCentral.change("customers", id, { phoneNumber: "123" });
    const names = new Set(
      (await world.businessCentral.list("customers", "?$filter=phoneNumber eq '123'")).map(
        (row) => row["displayName"],
      ),
    );
    const others = accounts.filter(({ name }) => !names.has(name)).slice(0, 500);
    for (const { accountid } of others) {
      await world.dataverse.change("accounts", String(accountid), { telephone1: "456" });
    }
    world.pass(1);
    world.calls.reset();
    world.units.reset();
    const job = await world.run("CUSTOMER");
    const units = world.units.taken();
    console.log(
      world.calls.all().map(({ method, url }) => `${method} ${url.slice(0, 150)}`),
      job.counters,
      units,
    );
    expect(job.counters.businessCentral.modified + job.counters.dataverse.modified).toBe(
      500 + others.length,
    );
    expect(world.calls.count()).toBeLessThanOrEqual(12);
    expect(units.writeUnits / 1000).toBeLessThanOrEqual(1.2);
    expect(units.readUnits / 1000).toBeLessThanOrEqual(1);
  }, 60_000);

  test("a run that finds nothing takes two calls and three writes", async () => {
    world.pass(60);
    await world.run("CUSTOMER");
    world.pass(60);
    world.calls.reset();
    world.units.reset();
    await world.run("CUSTOMER");
    console.log(world.units.taken());
    expect(world.calls.count()).toBe(2);
    expect(world.units.taken().writeRequests).toBeLessThanOrEqual(3);
  });
});
