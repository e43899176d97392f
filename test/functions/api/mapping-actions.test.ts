import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Coupling } from "../../../lib/domain/coupling.ts";
import { MappingName } from "../../../lib/domain/ids.ts";
import { BulkShape } from "../../../lib/runtime/http/shapes/bulk.ts";
import { JobShape, StartedJob, StartedJobs } from "../../../lib/runtime/http/shapes/job.ts";
import { pageOf } from "../../../lib/runtime/http/shapes/page.ts";
import { type ApiWorld, customer, read, startApi } from "./api-world.ts";

let api: ApiWorld;
const contact = MappingName.parse("CONTACT");
const currency = MappingName.parse("CURRENCY");
const made: Coupling[] = [];
const unknown = "CUSTOMER.00000000-0000-4000-8000-000000000000";

beforeAll(async () => {
  api = await startApi();
  for (const mapping of [customer, customer, contact]) {
    made.push(await api.addCoupling({ mapping }));
  }
  await setCount(customer, 2);
  await setCount(contact, 1);
  const stored = await api.app.store.mappings.get(currency);
  if (stored === undefined) throw new Error("no mapping");
  await api.app.store.mappings.save({ ...stored.mapping, enabled: false }, stored.revision);
});
afterAll(() => api.stop());
beforeEach(() => {
  api.sent.length = 0;
  api.signIn(undefined);
});

async function setCount(mapping: MappingName, coupled: number): Promise<void> {
  const state = await api.app.store.states.get(mapping);
  if (state === undefined) throw new Error("no state");
  await api.app.store.states.save({ ...state, coupled });
}

const requestsOf = (jobs: readonly { readonly id: string }[]) =>
  Promise.all(
    jobs.map(async ({ id }) => {
      const page = await api.app.store.jobs.list({}, [customer, contact, currency], { limit: 500 });
      return page.ok ? page.value.items.find((job) => job.id === id)?.request : undefined;
    }),
  );

describe("Delete Coupling", () => {
  const remove = (body: object) => api.ask("POST /v1/couplings/actions/delete", { body });

  test("of chosen ones: one job per mapping; an unknown one is left out", async () => {
    const ids = made.map(({ id }) => id);

    const answer = await remove({ ids: [...ids, unknown] });

    const end = read(BulkShape, answer);
    expect(answer.status).toBe(202);
    expect(end).toMatchObject({ taken: 3, leftOut: [{ id: unknown }] });
    expect(end.jobs.map(({ type }) => type)).toEqual(["uncouple", "uncouple"]);
    expect(await requestsOf(end.jobs)).toContainEqual({
      kind: "uncouple",
      ids: ids.slice(0, 2),
    });
  });

  test("nothing but unknown ones: 404 and no job", async () => {
    expect((await remove({ ids: [unknown] })).status).toBe(404);
    expect(api.sent).toEqual([]);
  });

  test("of a whole mapping whose count a step that died is missing from", async () => {
    await setCount(customer, 0);

    const end = read(BulkShape, await remove({ filter: { mapping: "CUSTOMER" }, preview: true }));

    await setCount(customer, 2);
    expect(end.jobs).toMatchObject([{ mapping: "CUSTOMER", type: "uncouple" }]);
  });

  test("of a whole mapping, and of all: the job walks through them", async () => {
    const one = read(BulkShape, await remove({ filter: { mapping: "CUSTOMER" } }));
    const all = read(BulkShape, await remove({ all: true, preview: true }));

    expect(one.taken).toBe(2);
    expect(await requestsOf(one.jobs)).toEqual([{ kind: "uncoupleAll" }]);
    expect(all.taken).toBe(3);
    expect(all.jobs).toMatchObject([{ preview: true }, { preview: true }]);
  });

  test.each([{}, { ids: [] }, { ids: ["17"] }, { filter: { kind: "locked" } }, { all: false }])(
    "%j answers 400",
    async (body) => {
      expect((await remove(body)).status).toBe(400);
    },
  );
});

describe("jobs of a mapping", () => {
  const run = (action: string, body?: object) =>
    api.ask(`POST /v1/mappings/CUSTOMER/actions/${action}`, { body });

  test("verify", async () => {
    const answer = await run("verify");

    const { job } = read(StartedJob, answer);
    expect(answer.headers.get("location")).toBe(`/v1/jobs/${job.id}`);
    expect(job).toMatchObject({ mapping: "CUSTOMER", type: "verify", trigger: "manual" });
    expect(await requestsOf([job])).toEqual([{ kind: "verify" }]);
  });

  test("couple: what matches, nothing is created unless asked for", async () => {
    const ids = ["11111111-0000-4000-8000-000000000001"];

    const plain = read(StartedJob, await run("couple")).job;
    const chosen = read(
      StartedJob,
      await run("couple", { ids, createUnmatched: true, synchronizeAfter: "dataverse" }),
    ).job;

    expect([plain.type, chosen.type]).toEqual(["couple", "couple"]);
    expect(await requestsOf([plain, chosen])).toEqual([
      { kind: "match", createUnmatched: false },
      { kind: "match", ids, createUnmatched: true, synchronizeAfter: "dataverse" },
    ]);
  });

  test.each([{ ids: [] }, { ids: ["x"] }, { createUnmatched: "yes" }, { synchronizeAfter: "bc" }])(
    "couple with %j answers 400",
    async (body) => {
      expect((await run("couple", body)).status).toBe(400);
      expect(api.sent).toEqual([]);
    },
  );

  test.each(["synchronize", "full-synchronize", "verify", "couple"])(
    "%s can be previewed; unknown mappings answer 404, disabled ones 409, other words 400",
    async (action) => {
      const { job } = read(StartedJob, await run(action, { preview: true }));

      expect(job.preview).toBe(true);
      expect((await api.ask(`POST /v1/mappings/NONE/actions/${action}`)).status).toBe(404);
      expect((await api.ask(`POST /v1/mappings/CURRENCY/actions/${action}`)).status).toBe(409);
      expect((await run(action, { previews: true })).status).toBe(400);
      expect(api.sent).toHaveLength(1);
    },
  );

  test("the list tells previews from other jobs", async () => {
    await run("synchronize", { preview: true });
    await run("synchronize", { preview: false });

    const { items } = read(pageOf(JobShape), await api.ask("GET /v1/jobs?limit=2"));

    expect(items.map(({ preview }) => preview ?? false).toSorted()).toEqual([false, true]);
  });
});

describe("uncouple", () => {
  const uncouple = (body: object) => api.ask("POST /v1/mappings/actions/uncouple", { body });

  test("removes all couplings of the named mappings, disabled ones too", async () => {
    const answer = await uncouple({ names: ["CUSTOMER", "CURRENCY", "CUSTOMER"] });

    const { jobs } = read(StartedJobs, answer);
    expect(jobs.map(({ mapping }) => mapping)).toEqual(["CUSTOMER", "CURRENCY"]);
    expect(await requestsOf(jobs)).toEqual(
      Array.from({ length: 2 }, () => ({ kind: "uncoupleAll" })),
    );
    expect(answer.headers.get("location")).toBe("/v1/jobs");
  });

  test("one unknown name, and nothing is started", async () => {
    expect((await uncouple({ names: ["CUSTOMER", "NONE"] })).status).toBe(404);
    expect((await uncouple({ names: [] })).status).toBe(400);
    expect((await uncouple({})).status).toBe(400);
    expect(api.sent).toEqual([]);
  });

  test("all mappings in order of their dependencies can be previewed", async () => {
    const answer = await api.ask("POST /v1/mappings/actions/full-synchronize", {
      body: { preview: true },
    });

    expect(read(StartedJobs, answer).jobs.every(({ preview }) => preview === true)).toBe(true);
  });
});

describe("synchronizing whatever is coupled", () => {
  const synchronize = (body: object) => api.ask("POST /v1/couplings/actions/synchronize", { body });

  test("of a whole mapping, and of all: a job each, which walks through them", async () => {
    const one = read(BulkShape, await synchronize({ filter: { mapping: "CUSTOMER" } }));
    const all = read(BulkShape, await synchronize({ all: true, preview: true }));

    expect(one.taken).toBe(2);
    expect(await requestsOf(one.jobs)).toEqual([{ kind: "synchronizeAllCouplings" }]);
    expect(all.taken).toBe(3);
    expect(all.jobs).toMatchObject([
      { type: "synchronize", preview: true },
      { type: "synchronize", preview: true },
    ]);
  });

  test("a disabled mapping is not started, and says why", async () => {
    await api.addCoupling({ mapping: currency });

    const end = read(BulkShape, await synchronize({ filter: { mapping: "CURRENCY" } }));

    expect(end).toMatchObject({
      taken: 0,
      jobs: [],
      notStarted: [{ mapping: "CURRENCY", reason: expect.stringContaining("disabled") }],
    });
  });

  test.each([{}, { ids: [] }, { filter: { mapping: "NOPE" } }, { ids: [unknown], all: true }])(
    "%j answers 400",
    async (body) => {
      expect((await synchronize(body)).status).toBe(400);
      expect(api.sent).toEqual([]);
    },
  );
});
