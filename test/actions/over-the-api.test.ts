import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { currency } from "../../lib/domain/default-mappings/currency.ts";
import { customer } from "../../lib/domain/default-mappings/customer.ts";
import { salespeople } from "../../lib/domain/default-mappings/salespeople.ts";
import { errorIdOf, type RecordId } from "../../lib/domain/ids.ts";
import type { Job } from "../../lib/domain/job.ts";
import { BulkShape } from "../../lib/runtime/http/shapes/bulk.ts";
import { ErrorItemShape } from "../../lib/runtime/http/shapes/error-item.ts";
import { JobShape, StartedJob, StartedJobs } from "../../lib/runtime/http/shapes/job.ts";
import { LogEntryShape } from "../../lib/runtime/http/shapes/log-entry.ts";
import { pageOf } from "../../lib/runtime/http/shapes/page.ts";
import { read } from "../functions/api/api-world.ts";
import { startWorld, type World } from "../world/world.ts";
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

interface Pair {
  readonly businessCentral: RecordId;
  readonly dataverse: RecordId;
  readonly error: string;
  readonly coupling: string;
}

async function aPair(name: string): Promise<Pair> {
  const businessCentral = await world.businessCentral.create("customers", { displayName: name });
  await world.run("CUSTOMER");
  const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", [
    businessCentral,
  ]);
  const coupling = found.get(businessCentral);
  if (coupling === undefined) throw new Error(`${name} was not coupled`);
  const error = errorIdOf(customer.name, "businessCentral", businessCentral);
  return { businessCentral, dataverse: coupling.dataverseId, error, coupling: coupling.id };
}

/** Name and city were changed on both sides, to different values. */
async function aConflict(name: string): Promise<Pair> {
  const pair = await aPair(name);
  world.pass(1);
  const { businessCentral, dataverse } = pair;
  await world.businessCentral.change("customers", businessCentral, {
    displayName: `${name} BC`,
    city: "Bergen",
  });
  await world.dataverse.change("accounts", dataverse, {
    name: `${name} DV`,
    address1_city: "Odense",
  });
  await world.run("CUSTOMER");
  return pair;
}

async function goneInDataverse(name: string): Promise<Pair> {
  const pair = await aPair(name);
  world.sandboxes.dataverse.remove("account", pair.dataverse);
  await world.run("CUSTOMER", { kind: "findDeleted" });
  return pair;
}

/** Asks, works off the queue, and answers the one job as it ended. */
async function done(what: string, body?: unknown): Promise<Job> {
  const answer = await api.ask(what, body);
  expect(answer.status).toBe(202);
  const [job] = [
    ...("job" in bodyOf(answer) ? [read(StartedJob, answer).job] : []),
    ...jobsIn(answer),
  ];
  if (job === undefined) throw new Error(`No job: ${JSON.stringify(answer.body)}`);
  expect(answer.headers.get("location")).toBe(`/v1/jobs/${job.id}`);
  await world.workOff();
  return world.job(job.id);
}

const bodyOf = ({ body }: { readonly body: unknown }): object =>
  typeof body === "object" && body !== null ? body : {};
const jobsIn = (answer: Parameters<typeof read>[1]) =>
  "jobs" in bodyOf(answer)
    ? read("taken" in bodyOf(answer) ? BulkShape : StartedJobs, answer).jobs
    : [];

const isListed = async ({ error }: Pair): Promise<boolean> =>
  (await api.ask(`GET /v1/errors/${error}`)).status === 200;
const isCoupled = async ({ coupling }: Pair): Promise<boolean> =>
  (await api.ask(`GET /v1/couplings/${coupling}`)).status === 200;
const logOf = async (job: Job) =>
  read(pageOf(LogEntryShape), await api.ask(`GET /v1/jobs/${job.id}/log`)).items;

/** Both apps' records, and what is known of them. */
async function records() {
  const { store } = world.app;
  return {
    errors: await store.errors.list({}, { limit: 500 }),
    couplings: await store.couplings.list({ mapping: customer.name }, { limit: 500 }),
    customers: await world.businessCentral.list("customers"),
    accounts: await world.dataverse.list("accounts"),
  };
}

/** Everything that a preview must leave as it is. */
const everything = async () => ({
  ...(await records()),
  states: await world.app.store.states.all(),
  intents: await world.app.store.intents.open(customer.name),
});

describe("errors over the API: action, queue, worker, apps, and the item is gone", () => {
  test("synchronize with one side's data, but for a field", async () => {
    const pair = await aConflict("Chosen");

    const job = await done("POST /v1/errors/actions/synchronize", {
      ids: [pair.error],
      use: "businessCentral",
      fields: { city: "dataverse" },
    });

    expect(job).toMatchObject({ type: "resolve", state: "completed" });
    expect(await isListed(pair)).toBe(false);
    expect(await world.dataverse.get("accounts", pair.dataverse)).toMatchObject({
      name: "Chosen BC",
      address1_city: "Odense",
    });
  });

  test("synchronize all conflicts of a mapping by filter: the job carries the filter", async () => {
    const pairs = [await aConflict("One"), await aConflict("Two")];
    const deleted = await goneInDataverse("Left as it is");

    const job = await done("POST /v1/errors/actions/synchronize", {
      filter: { mapping: "CUSTOMER" },
      use: "dataverse",
    });

    expect(job.request).toEqual({ kind: "resolve", errors: {}, use: "dataverse" });
    expect(job.state).toBe("completed");
    for (const pair of pairs) expect(await isListed(pair)).toBe(false);
    expect(await isListed(deleted)).toBe(true);
  });

  test("restore", async () => {
    const pair = await goneInDataverse("Restored");

    const job = await done("POST /v1/errors/actions/restore", { ids: [pair.error] });

    expect(job).toMatchObject({ type: "restore", counters: { dataverse: { inserted: 1 } } });
    expect(await isListed(pair)).toBe(false);
    expect(await isCoupled(pair)).toBe(true);
  });

  test("delete", async () => {
    const pair = await goneInDataverse("Deleted");

    const job = await done("POST /v1/errors/actions/delete", { ids: [pair.error] });

    expect(job).toMatchObject({ type: "delete", counters: { businessCentral: { deleted: 1 } } });
    expect(await isListed(pair)).toBe(false);
    expect(await isCoupled(pair)).toBe(false);
  });

  test("remove-coupling", async () => {
    const pair = await goneInDataverse("Let go");

    const job = await done("POST /v1/errors/actions/remove-coupling", { ids: [pair.error] });

    expect(job).toMatchObject({ type: "uncouple", state: "completed" });
    expect(await isListed(pair)).toBe(false);
    expect(await isCoupled(pair)).toBe(false);
  });

  test("retry with runNow, after the cause is gone", async () => {
    const pair = await aConflict("Agreed by hand");
    await world.dataverse.change("accounts", pair.dataverse, {
      name: "Agreed by hand BC",
      address1_city: "Bergen",
    });

    const job = await done("POST /v1/errors/actions/retry", { ids: [pair.error], runNow: true });

    expect(job.state).toBe("completed");
    expect(await isListed(pair)).toBe(false);
  });

  test("find-deleted lists what is gone", async () => {
    const pair = await aPair("Gone");
    world.sandboxes.dataverse.remove("account", pair.dataverse);

    const job = await done("POST /v1/errors/actions/find-deleted", { mapping: "CUSTOMER" });

    expect(job.type).toBe("findDeleted");
    const shown = read(ErrorItemShape, await api.ask(`GET /v1/errors/${pair.error}`));
    expect(shown.actions).toEqual(["restore", "delete", "remove-coupling"]);
  });

  test("E11 assignee and note stay when the record fails again, and are gone with the item", async () => {
    const pair = await aConflict("Noted");
    await api.ask(`PATCH /v1/errors/${pair.error}`, { assignee: "Ida", note: "Asked sales." });
    await done("POST /v1/errors/actions/retry", { ids: [pair.error], runNow: true });

    const again = read(ErrorItemShape, await api.ask(`GET /v1/errors/${pair.error}`));
    await done("POST /v1/errors/actions/synchronize", { ids: [pair.error], use: "dataverse" });

    expect(again).toMatchObject({ assignee: "Ida", note: "Asked sales.", retryRequested: false });
    expect(again.edits).toHaveLength(1);
    expect(await isListed(pair)).toBe(false);
  });
});

describe("couplings and mappings over the API", () => {
  test("Delete Coupling keeps both records", async () => {
    const pair = await aPair("Uncoupled");

    const job = await done("POST /v1/couplings/actions/delete", { ids: [pair.coupling] });

    expect(job.state).toBe("completed");
    expect(await isCoupled(pair)).toBe(false);
    expect(await world.dataverse.get("accounts", pair.dataverse)).toMatchObject({
      name: "Uncoupled",
    });
    expect(await world.businessCentral.get("customers", pair.businessCentral)).toMatchObject({
      displayName: "Uncoupled",
    });
  });

  test("synchronize by filter brings every coupled pair into step, and leaves alone what waits for a person or is not coupled", async () => {
    const pair = await aPair("Everyone");
    const conflict = await aConflict("Waiting");
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
    expect(await isListed(conflict)).toBe(true);
    const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", [
      single,
    ]);
    expect(found.size).toBe(0);
    await done("POST /v1/errors/actions/synchronize", { ids: [conflict.error], use: "dataverse" });
  });

  test("verify names what is not in step and writes nothing", async () => {
    const pair = await aPair("Verified");
    await world.dataverse.change("accounts", pair.dataverse, { address1_city: "Oslo" });
    const before = await records();

    const job = await done("POST /v1/mappings/CUSTOMER/actions/verify");

    expect(await logOf(job)).toContainEqual(
      expect.objectContaining({ changes: [{ field: "city", from: null, to: "Oslo" }] }),
    );
    expect(await records()).toEqual(before);
    await world.run("CUSTOMER");
  });
});

describe("previews say field by field what would be written, and write nothing", () => {
  let conflict: Pair;
  let gone: Pair;
  let changed: Pair;

  beforeAll(async () => {
    conflict = await aConflict("Looked at");
    gone = await goneInDataverse("Missed");
    changed = await aPair("Changed");
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
    const log = await logOf(job);
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

    expect(await logOf(coupled)).toContainEqual(
      expect.objectContaining({
        side: "dataverse",
        outcome: "inserted",
        changes: expect.arrayContaining([{ field: "name", from: null, to: "Not yet" }]),
      }),
    );
    expect(await logOf(searched)).toContainEqual(
      expect.objectContaining({ outcome: "failed", title: "Changed" }),
    );
    expect(await everything()).toEqual(before);
  });
});

describe("afterwards", () => {
  test("uncouple takes the last coupling of the mapping, and couple brings the matching ones back", async () => {
    const before = await world.dataverse.list("accounts");

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
    expect((await couplings()).length).toBeGreaterThan(0);
    expect(await world.dataverse.list("accounts")).toHaveLength(before.length);
  });
});

async function couplings() {
  const page = await world.app.store.couplings.list({ mapping: customer.name }, { limit: 100 });
  return page.ok ? page.value.items : [];
}
