import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MappingName } from "../../lib/domain/ids.ts";
import { startWorld, type World } from "../world/world.ts";

const records = 1000;
const customer = MappingName.parse("CUSTOMER");
let world: World;

beforeAll(async () => {
  world = await startWorld();
  world.sandboxes.businessCentral.seed(records, 7);
  for (const mapping of ["SALESPEOPLE", "CURRENCY", "CUSTOMER"]) {
    const job = await world.run(mapping, { kind: "synchronizeAll" });
    expect(job.message ?? job.state).toBe("completed");
  }
  world.pass(60);
  await world.run("CUSTOMER");
}, 120_000);

afterAll(() => world.stop());

/** Edits so many customers, and the counterparts of as many others. */
async function editOnBothSides(count: number): Promise<void> {
  const page = await world.app.store.couplings.list({ mapping: customer }, { limit: 2 * count });
  const couplings = page.ok ? page.value.items : [];
  expect(couplings).toHaveLength(2 * count);
  for (const { ids } of couplings.slice(0, count)) {
    await world.businessCentral.change("customers", ids.businessCentral, { phoneNumber: "123" });
  }
  for (const { ids } of couplings.slice(count)) {
    await world.dataverse.change("accounts", ids.dataverse, { telephone1: "456" });
  }
}

describe("what a run costs", () => {
  test("1,000 changed records, 500 on each side: at most 12 calls to both apps, 1.2 write and 1 read unit per record", async () => {
    await editOnBothSides(500);
    world.pass(1);
    world.calls.reset();
    world.units.reset();

    const job = await world.run("CUSTOMER");

    const { writeUnits, readUnits } = world.units.taken();
    expect([job.state, job.message, job.step]).toEqual(["completed", undefined, 0]);
    expect(job.progress.done).toBe(records);
    expect(job.counters.businessCentral.modified).toBe(500);
    expect(job.counters.dataverse.modified).toBe(500);
    expect(world.calls.count()).toBeLessThanOrEqual(12);
    expect(writeUnits / records).toBeLessThanOrEqual(1.2);
    expect(readUnits / records).toBeLessThanOrEqual(1);
  }, 120_000);

  test("a run that finds nothing takes two calls and three writes", async () => {
    world.pass(60);
    await world.run("CUSTOMER");
    world.pass(60);
    world.calls.reset();
    world.units.reset();

    const job = await world.run("CUSTOMER");

    expect(job.progress.done).toBe(0);
    expect(world.calls.count()).toBe(2);
    expect(world.units.taken().writeRequests).toBeLessThanOrEqual(3);
  });
});
