import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MappingName } from "../../../lib/domain/ids.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { BulkShape } from "../../../lib/runtime/http/shapes/bulk.ts";
import { StartedJobs } from "../../../lib/runtime/http/shapes/job.ts";
import { type ApiWorld, read, startApi } from "./api-world.ts";
import { type ErrorsOfTest, errorsOf } from "./listed-errors.ts";

const currency = MappingName.parse("CURRENCY");

let api: ApiWorld;
let errors: ErrorsOfTest;
beforeAll(async () => {
  api = await startApi();
  errors = errorsOf(api);
});
afterAll(() => api.stop());
beforeEach(() => errors.startOver());

describe("what only some actions know", () => {
  test("a record that is not coupled has no coupling to remove", async () => {
    const { id } = await errors.add({ couplingId: undefined });

    const answer = await api.ask("POST /v1/errors/actions/remove-coupling", {
      body: { ids: [id] },
    });

    expect(answer.status).toBe(422);
    expect(read(Problem, answer).detail).toBe("The record is not coupled.");
  });

  test("E7 a record without a counterpart is synchronized from the side that has it, and from no other", async () => {
    const single = await errors.add({ couplingId: undefined });
    const pair = await errors.add();
    const synchronize = (ids: readonly string[], use: string) =>
      api.ask("POST /v1/errors/actions/synchronize", { body: { ids, use } });

    const refused = await synchronize([single.id], "dataverse");
    const several = read(BulkShape, await synchronize([single.id, pair.id], "dataverse"));
    const taken = read(BulkShape, await synchronize([single.id, pair.id], "businessCentral"));

    expect(refused.status).toBe(422);
    expect(read(Problem, refused).detail).toContain("There is no record in Dataverse");
    expect(several).toMatchObject({ taken: 1, leftOut: [{ id: single.id }] });
    expect(taken).toMatchObject({ taken: 2, leftOut: [] });
  });

  test.each([
    { use: "both" },
    {},
    { use: "merge", fields: { name: "merge" } },
    { use: "merge", fields: { nosuch: "dataverse" } },
  ])("synchronize with %j answers 400", async (words) => {
    const { id } = await errors.add({ kind: "updateConflict" });

    const answer = await api.ask("POST /v1/errors/actions/synchronize", {
      body: { ids: [id], ...words },
    });

    expect(answer.status).toBe(400);
    expect(api.sent).toEqual([]);
  });

  test("retry takes what was seen, and can be previewed without a flag set", async () => {
    const item = await errors.add();
    const body = { ids: [item.id] };

    const stale = await api.ask("POST /v1/errors/actions/retry", {
      body: { ...body, revision: 9 },
    });
    const preview = await api.ask("POST /v1/errors/actions/retry", {
      body: { ...body, preview: true },
    });

    expect(stale.status).toBe(409);
    expect(preview.status).toBe(202);
    expect(read(BulkShape, preview).jobs).toMatchObject([{ type: "synchronize", preview: true }]);
    const stored = await api.app.store.errors.get([item.id]);
    expect(stored.get(item.id)).toMatchObject({ retryRequested: false, revision: 1 });
  });

  test("a disabled mapping does nothing but let go of its couplings, and the answer says so", async () => {
    const stored = await api.app.store.mappings.get(currency);
    if (stored === undefined) throw new Error("no mapping");
    await api.app.store.mappings.save({ ...stored.mapping, enabled: false }, stored.revision);
    const one = await errors.add({ kind: "deletedInDataverse", mapping: currency });
    const two = await errors.add({ kind: "deletedInDataverse" });
    const reason = "Mapping CURRENCY is disabled. Enable it first.";

    const act = async (action: string, body: object) =>
      read(BulkShape, await api.ask(`POST /v1/errors/actions/${action}`, { body }));

    expect(await act("restore", { ids: [one.id, two.id] })).toMatchObject({
      taken: 1,
      leftOut: [{ id: one.id, reason }],
    });
    expect(await act("restore", { all: true })).toMatchObject({
      taken: 1,
      notStarted: [{ mapping: "CURRENCY", reason }],
    });
    expect(await act("remove-coupling", { ids: [one.id, two.id] })).toMatchObject({ taken: 2 });
  });
});

describe("find-deleted", () => {
  const find = (body?: object) => api.ask("POST /v1/errors/actions/find-deleted", { body });

  test("of one mapping", async () => {
    const answer = await find({ mapping: "CUSTOMER" });

    const [job, ...others] = read(StartedJobs, answer).jobs;
    expect(others).toEqual([]);
    expect(job).toMatchObject({ mapping: "CUSTOMER", type: "findDeleted" });
    expect(answer.headers.get("location")).toBe(`/v1/jobs/${job?.id}`);
  });

  test("of all enabled ones", async () => {
    const enabled = (await api.app.store.mappings.all()).filter(({ mapping }) => mapping.enabled);

    const { jobs } = read(StartedJobs, await find());

    expect(jobs.map(({ mapping }) => mapping).toSorted()).toEqual(
      enabled.map(({ mapping }) => mapping.name).toSorted(),
    );
  });

  test("an unknown mapping answers 404, a disabled one 409, another word 400", async () => {
    expect((await find({ mapping: "NONE" })).status).toBe(404);
    expect((await find({ mapping: "CURRENCY" })).status).toBe(409);
    expect((await find({ mappings: [] })).status).toBe(400);
    expect(api.sent).toEqual([]);
  });
});
