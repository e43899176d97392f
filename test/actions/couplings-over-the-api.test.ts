import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import { aConflict, aPair, doneOver, isCoupled, isListed, logOf, records } from "./api-pairs.ts";
import { startWorldApi, type WorldApi } from "./world-api.ts";

let world: World;
let api: WorldApi;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople, currency, customer] });
  api = await startWorldApi(world);
});
afterAll(async () => {
  await api.stop();
  await world.stop();
});

const done = (what: string, body?: unknown) => doneOver({ world, api }, what, body);

describe("couplings and mappings over the API", () => {
  test("Delete Coupling keeps both records", async () => {
    const pair = await aPair(world, "Uncoupled");

    const job = await done("POST /v1/couplings/actions/delete", { ids: [pair.coupling] });

    expect(job.state).toBe("completed");
    expect(await isCoupled(api, pair)).toBe(false);
    expect(await world.dataverse.get("accounts", pair.dataverse)).toMatchObject({
      name: "Uncoupled",
    });
    expect(await world.businessCentral.get("customers", pair.businessCentral)).toMatchObject({
      displayName: "Uncoupled",
    });
  });

  test("synchronize by filter brings every coupled pair into step, and leaves alone what waits for a person or is not coupled", async () => {
    const pair = await aPair(world, "Everyone");
    const conflict = await aConflict(world, "Waiting");
    world.pass(60);
    await world.run("CUSTOMER");
    await world.dataverse.change("accounts", pair.dataverse, { address1_city: "Moss" });
    const single = await world.businessCentral.create("customers", { displayName: "Single" });

    const job = await done("POST /v1/couplings/actions/synchronize", {
      filter: { mapping: "CUSTOMER" },
    });

    expect(job).toMatchObject({
      type: "synchronize",
      state: "completed",
      counters: { businessCentral: { modified: 1, inserted: 0 }, dataverse: { inserted: 0 } },
    });
    expect(await world.businessCentral.get("customers", pair.businessCentral)).toMatchObject({
      city: "Moss",
    });
    expect(await isListed(api, conflict)).toBe(true);
    const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", [
      single,
    ]);
    expect(found.size).toBe(0);
    await done("POST /v1/errors/actions/synchronize", { ids: [conflict.error], use: "dataverse" });
  });

  test("verify names what is not in step, with what either app has, and writes nothing", async () => {
    const pair = await aPair(world, "Verified");
    await world.dataverse.change("accounts", pair.dataverse, { address1_city: "Oslo" });
    const before = await records(world);

    const job = await done("POST /v1/mappings/CUSTOMER/actions/verify");

    expect(await logOf(api, job)).toContainEqual(
      expect.objectContaining({
        message: 'Not in step: city (Business Central: blank, Dataverse: "Oslo").',
        changes: [{ field: "city", from: null, to: "Oslo" }],
      }),
    );
    expect(await records(world)).toEqual(before);
    await world.run("CUSTOMER");
  });
});

describe("afterwards", () => {
  test("uncouple takes the last coupling of the mapping; couple brings back none of what a person took apart (K13), by hand does", async () => {
    const before = await world.dataverse.list("accounts");
    const [pair] = await couplings();

    const job = await done("POST /v1/mappings/actions/uncouple", { names: ["CUSTOMER"] });
    const left = await couplings();
    const matched = await done("POST /v1/mappings/CUSTOMER/actions/couple", {
      synchronizeAfter: "none",
    });

    expect(job).toMatchObject({ type: "uncouple", state: "completed" });
    expect(left).toEqual([]);
    expect(matched).toMatchObject({
      type: "couple",
      request: { kind: "match", createUnmatched: false, synchronizeAfter: "none" },
    });
    expect(await couplings()).toEqual([]);
    await done("POST /v1/couplings", {
      mapping: "CUSTOMER",
      businessCentralId: pair?.ids.businessCentral,
      dataverseId: pair?.ids.dataverse,
      initialSync: "none",
    });
    expect(await couplings()).toMatchObject([{ ids: pair?.ids }]);
    expect(await world.dataverse.list("accounts")).toHaveLength(before.length);
  });
});

async function couplings() {
  const page = await world.app.store.couplings.list({ mapping: customer.name }, { limit: 100 });
  return page.ok ? page.value.items : [];
}
