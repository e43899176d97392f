import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { JobShape } from "../../lib/runtime/http/shapes/job.ts";
import { read } from "../functions/api/api-world.ts";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import {
  aConflict,
  aPair,
  doneOver,
  goneInDataverse,
  logOf,
  type Pair,
  records,
} from "./api-pairs.ts";
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

/** Everything that a preview must leave as it is. */
const everything = async () => ({
  ...(await records(world)),
  states: await world.app.store.states.all(),
  intents: await world.app.store.intents.open(customer.name),
});

describe("previews say field by field what would be written, and write nothing", () => {
  let conflict: Pair;
  let gone: Pair;
  let changed: Pair;

  beforeAll(async () => {
    conflict = await aConflict(world, "Looked at");
    gone = await goneInDataverse(world, "Missed");
    changed = await aPair(world, "Changed");
    world.pass(1);
    await world.businessCentral.change("customers", changed.businessCentral, { city: "Tromsø" });
  });

  test.each([
    [
      "POST /v1/errors/actions/synchronize",
      () => ({ ids: [conflict.error], use: "businessCentral" }),
      { outcome: "modified", field: "name" },
    ],
    [
      "POST /v1/errors/actions/retry",
      () => ({ ids: [conflict.error] }),
      { outcome: "failed", field: undefined },
    ],
    [
      "POST /v1/errors/actions/restore",
      () => ({ all: true }),
      { outcome: "inserted", field: "name" },
    ],
    [
      "POST /v1/errors/actions/delete",
      () => ({ ids: [gone.error] }),
      { outcome: "deleted", field: "name" },
    ],
    [
      "POST /v1/errors/actions/remove-coupling",
      () => ({ filter: { kind: "updateConflict" } }),
      { outcome: "uncoupled", field: undefined },
    ],
    [
      "POST /v1/mappings/CUSTOMER/actions/synchronize",
      () => ({}),
      { outcome: "modified", field: "city" },
    ],
    [
      "POST /v1/mappings/CUSTOMER/actions/full-synchronize",
      () => ({}),
      { outcome: "modified", field: "city" },
    ],
    [
      "POST /v1/couplings/actions/synchronize",
      () => ({ ids: [changed.coupling] }),
      { outcome: "modified", field: "city" },
    ],
    [
      "POST /v1/couplings/actions/delete",
      () => ({ ids: [changed.coupling] }),
      { outcome: "uncoupled", field: undefined },
    ],
    [
      "POST /v1/mappings/actions/uncouple",
      () => ({ names: ["CUSTOMER"] }),
      { outcome: "uncoupled", field: undefined },
    ],
  ])("%s", async (what, body, { outcome, field }) => {
    const before = await everything();

    const job = await done(what, { ...body(), preview: true });

    const shown = read(JobShape, await api.ask(`GET /v1/jobs/${job.id}`));
    expect(shown.preview).toBe(true);
    const log = await logOf(api, job);
    const found = log.filter((entry) => entry.outcome === outcome);
    expect(found).not.toEqual([]);
    const fields = found.flatMap(({ changes = [] }) => changes.map((change) => change.field));
    if (field === undefined) expect(fields).toEqual([]);
    else expect(fields).toContain(field);
    expect(await everything()).toEqual(before);
  });

  test("couple one with a new record, and find deleted ones", async () => {
    const businessCentralId = await world.businessCentral.create("customers", {
      displayName: "Not yet",
    });
    world.sandboxes.dataverse.remove("account", changed.dataverse);
    const before = await everything();

    const coupled = await done("POST /v1/couplings", {
      mapping: "CUSTOMER",
      businessCentralId,
      create: "dataverse",
      preview: true,
    });
    const searched = await done("POST /v1/errors/actions/find-deleted", {
      mapping: "CUSTOMER",
      preview: true,
    });

    expect(await logOf(api, coupled)).toContainEqual(
      expect.objectContaining({
        side: "dataverse",
        outcome: "inserted",
        changes: expect.arrayContaining([{ field: "name", from: null, to: "Not yet" }]),
      }),
    );
    expect(await logOf(api, searched)).toContainEqual(
      expect.objectContaining({ outcome: "failed", title: "Changed" }),
    );
    expect(await everything()).toEqual(before);
  });
});
