import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ErrorItemShape } from "../../lib/runtime/http/shapes/error-item.ts";
import { read } from "../functions/api/api-world.ts";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import { aConflict, aPair, doneOver, goneInDataverse, isCoupled, isListed } from "./api-pairs.ts";
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

describe("errors over the API: action, queue, worker, apps, and the item is gone", () => {
  test("synchronize with one side's data, but for a field", async () => {
    const pair = await aConflict(world, "Chosen");

    const job = await done("POST /v1/errors/actions/synchronize", {
      ids: [pair.error],
      use: "businessCentral",
      fields: { city: "dataverse" },
    });

    expect(job).toMatchObject({ type: "resolve", state: "completed" });
    expect(await isListed(api, pair)).toBe(false);
    expect(await world.dataverse.get("accounts", pair.dataverse)).toMatchObject({
      name: "Chosen BC",
      address1_city: "Odense",
    });
  });

  test("synchronize all conflicts of a mapping by filter: the job carries the filter", async () => {
    const pairs = [await aConflict(world, "One"), await aConflict(world, "Two")];
    const deleted = await goneInDataverse(world, "Left as it is");

    const job = await done("POST /v1/errors/actions/synchronize", {
      filter: { mapping: "CUSTOMER" },
      use: "dataverse",
    });

    expect(job.request).toEqual({ kind: "synchronizeErrors", errors: {}, use: "dataverse" });
    expect(job.state).toBe("completed");
    for (const pair of pairs) expect(await isListed(api, pair)).toBe(false);
    expect(await isListed(api, deleted)).toBe(true);
  });

  test("restore", async () => {
    const pair = await goneInDataverse(world, "Restored");

    const job = await done("POST /v1/errors/actions/restore", { ids: [pair.error] });

    expect(job).toMatchObject({ type: "restore", counters: { dataverse: { inserted: 1 } } });
    expect(await isListed(api, pair)).toBe(false);
    expect(await isCoupled(api, pair)).toBe(true);
  });

  test("delete", async () => {
    const pair = await goneInDataverse(world, "Deleted");

    const job = await done("POST /v1/errors/actions/delete", { ids: [pair.error] });

    expect(job).toMatchObject({ type: "delete", counters: { businessCentral: { deleted: 1 } } });
    expect(await isListed(api, pair)).toBe(false);
    expect(await isCoupled(api, pair)).toBe(false);
  });

  test("remove-coupling", async () => {
    const pair = await goneInDataverse(world, "Let go");

    const job = await done("POST /v1/errors/actions/remove-coupling", { ids: [pair.error] });

    expect(job).toMatchObject({ type: "uncouple", state: "completed" });
    expect(await isListed(api, pair)).toBe(false);
    expect(await isCoupled(api, pair)).toBe(false);
  });

  test("retry with runNow, after the cause is gone", async () => {
    const pair = await aConflict(world, "Agreed by hand");
    await world.dataverse.change("accounts", pair.dataverse, {
      name: "Agreed by hand BC",
      address1_city: "Bergen",
    });

    const job = await done("POST /v1/errors/actions/retry", { ids: [pair.error], runNow: true });

    expect(job.state).toBe("completed");
    expect(await isListed(api, pair)).toBe(false);
  });

  test("find-deleted lists what is gone", async () => {
    const pair = await aPair(world, "Gone");
    world.sandboxes.dataverse.remove("account", pair.dataverse);

    const job = await done("POST /v1/errors/actions/find-deleted", { mapping: "CUSTOMER" });

    expect(job.type).toBe("findDeleted");
    const shown = read(ErrorItemShape, await api.ask(`GET /v1/errors/${pair.error}`));
    expect(shown.actions).toEqual(["restore", "delete", "remove-coupling"]);
  });

  test("E11 assignee and note stay when the record fails again, and are gone with the item", async () => {
    const pair = await aConflict(world, "Noted");
    await api.ask(`PATCH /v1/errors/${pair.error}`, {
      assignee: "Ida",
      note: "Asked sales.",
    });
    await done("POST /v1/errors/actions/retry", { ids: [pair.error], runNow: true });

    const again = read(ErrorItemShape, await api.ask(`GET /v1/errors/${pair.error}`));
    await done("POST /v1/errors/actions/synchronize", { ids: [pair.error], use: "dataverse" });

    expect(again).toMatchObject({
      assignee: "Ida",
      note: "Asked sales.",
      retryRequested: false,
    });
    expect(again.edits).toHaveLength(1);
    expect(await isListed(api, pair)).toBe(false);
  });
});
