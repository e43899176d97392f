import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ErrorItem, errorKinds } from "../../../lib/domain/error-item.ts";
import { actionsOf } from "../../../lib/domain/error-transitions.ts";
import { couplingIdOf, type JobId, MappingName, RecordId } from "../../../lib/domain/ids.ts";
import { Problem } from "../../../lib/runtime/http/problem.ts";
import { BulkShape } from "../../../lib/runtime/http/shapes/bulk.ts";
import { ErrorItemShape } from "../../../lib/runtime/http/shapes/error-item.ts";
import { StartedJobs } from "../../../lib/runtime/http/shapes/job.ts";
import { type ApiWorld, customer, read, startApi } from "./api-world.ts";

let api: ApiWorld;
const contact = MappingName.parse("CONTACT");
const currency = MappingName.parse("CURRENCY");
const made: ErrorItem[] = [];

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  const old = await api.app.store.errors.get(made.map(({ id }) => id));
  await api.app.store.errors.remove([...old.values()]);
  made.length = 0;
  api.sent.length = 0;
});

const coupled = {
  couplingId: couplingIdOf(
    customer,
    RecordId.parse("1".repeat(8) + "-0000-4000-8000-000000000001"),
  ),
};

async function add(given: Partial<ErrorItem> = {}): Promise<ErrorItem> {
  const item = await api.addError({ ...coupled, ...given });
  made.push(item);
  return item;
}

const unknown = "CUSTOMER.b00000000-0000-4000-8000-000000000000";

const actions = [
  ["synchronize", { use: "merge" }, "updateConflict", "resolve", { kind: "resolve", use: "merge" }],
  ["restore", {}, "deletedInDataverse", "restore", { kind: "restore" }],
  ["delete", {}, "deletedInBusinessCentral", "delete", { kind: "delete" }],
  ["remove-coupling", {}, "rejected", "uncouple", { kind: "removeCoupling" }],
] as const;

const requestOf = async (id: JobId): Promise<unknown> =>
  (await api.app.store.jobs.get(id))?.request;

describe.each(actions)("%s", (action, words, kind, type, request) => {
  const act = (body: object) =>
    api.ask(`POST /v1/errors/actions/${action}`, { body: { ...words, ...body } });

  test("by ids: one job per mapping with its ids, 202", async () => {
    const one = await add({ kind });
    const two = await add({ kind });
    const other = await add({ kind, mapping: contact });
    api.signIn({ email: "ida@adatum.com" });

    const answer = await act({ ids: [one.id, two.id, other.id, one.id] });

    api.signIn(undefined);
    const end = read(BulkShape, answer);
    expect(answer.status).toBe(202);
    expect(end).toMatchObject({ taken: 3, leftOutCount: 0, notStarted: [] });
    expect(end.jobs.map(({ mapping }) => mapping).toSorted()).toEqual(["CONTACT", "CUSTOMER"]);
    for (const job of end.jobs) {
      expect(job).toMatchObject({ type, trigger: "manual", requestedBy: "ida@adatum.com" });
      expect(job.preview).toBeUndefined();
    }
    const ofCustomer = end.jobs.find(({ mapping }) => mapping === "CUSTOMER");
    if (ofCustomer === undefined) throw new Error("no job");
    expect(await requestOf(ofCustomer.id)).toEqual({
      ...request,
      errors: { ids: [one.id, two.id] },
    });
    expect(api.sent).toHaveLength(2);
  });

  test("E7 of each kind, those that it makes sense for are taken, the others named with a reason", async () => {
    const items: ErrorItem[] = [];
    for (const each of errorKinds) items.push(await add({ kind: each }));

    const end = read(BulkShape, await act({ ids: [unknown, ...items.map(({ id }) => id)] }));

    const fitting = items.filter((item) => actionsOf(item).includes(action));
    expect(end.taken).toBe(fitting.length);
    expect(end.leftOut.map(({ id }) => id)).toEqual([
      unknown,
      ...items.filter((item) => !fitting.includes(item)).map(({ id }) => id),
    ]);
    for (const { reason } of end.leftOut) expect(reason).toMatch(/\.$/);
  });

  test("by filter: the job carries the filter, and the rest is counted and named", async () => {
    await add({ kind });
    await add({ kind, mapping: contact });
    const other = await add({ kind: "ambiguousMatch" });

    const end = read(BulkShape, await act({ filter: { mapping: "CUSTOMER" } }));
    const byKind = read(BulkShape, await act({ filter: { kind, status: "skipped" } }));

    expect(end).toMatchObject({ taken: 1, leftOutCount: 1 });
    expect(end.leftOut).toEqual([{ id: other.id, reason: expect.stringContaining("ambiguous") }]);
    expect(await Promise.all(end.jobs.map(({ id }) => requestOf(id)))).toEqual([
      { ...request, errors: {} },
    ]);
    expect(byKind).toMatchObject({ taken: 2, leftOutCount: 0 });
    expect(await Promise.all(byKind.jobs.map(({ id }) => requestOf(id)))).toEqual([
      { ...request, errors: { kind, status: "skipped" } },
      { ...request, errors: { kind, status: "skipped" } },
    ]);
  });

  test("by a filter with an unknown mapping answers 400", async () => {
    const { status, body } = await act({ filter: { mapping: "NOPE" } });

    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain("There is no mapping NOPE.");
  });

  test("of all: one job for each mapping that has something, 202; nothing at all is 200", async () => {
    expect((await act({ all: true })).status).toBe(200);
    await add({ kind });
    await add({ kind, mapping: contact });

    const answer = await act({ all: true });

    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe("/v1/jobs");
    expect(read(BulkShape, answer)).toMatchObject({ taken: 2, leftOut: [] });
    expect(api.sent).toHaveLength(2);
  });

  test("a single one of a kind that it makes no sense for answers 422, a filter by such a kind too", async () => {
    const { id } = await add({ kind: "ambiguousMatch" });

    const single = await act({ ids: [id] });
    const filtered = await act({ filter: { kind: "ambiguousMatch" } });

    expect([single.status, filtered.status]).toEqual([422, 422]);
    expect(read(Problem, single).detail).toContain("ambiguousMatch");
    expect(api.sent).toEqual([]);
  });

  test("a single one that changed since it was shown answers 409 with what it is now", async () => {
    const item = await add({ kind });
    await api.app.store.errors.save([{ ...item, revision: 1, occurrences: 7 }]);

    const answers = [
      await act({ ids: [item.id], revision: 1 }),
      await act({ ids: [item.id], seen: { [item.id]: 1 } }),
    ];

    for (const answer of answers) {
      expect(answer.status).toBe(409);
      expect(read(Problem, answer).present).toMatchObject({
        id: item.id,
        occurrences: 7,
        revision: 2,
      });
    }
    expect(api.sent).toEqual([]);
    expect((await act({ ids: [item.id], revision: 2 })).status).toBe(202);
  });

  test("of several, those that changed since they were shown are left out", async () => {
    const one = await add({ kind });
    const two = await add({ kind });
    await api.app.store.errors.save([{ ...two, revision: 1, occurrences: 7 }]);
    const seen = { [one.id]: 1, [two.id]: 1 };

    const end = read(BulkShape, await act({ ids: [one.id, two.id], seen }));

    expect(end).toMatchObject({ taken: 1, leftOutCount: 1 });
    expect(end.leftOut[0]).toEqual({ id: two.id, reason: expect.stringContaining("changed") });
  });

  test("a preview starts a preview job", async () => {
    const { id } = await add({ kind });

    const end = read(BulkShape, await act({ ids: [id], preview: true }));

    expect(end.jobs).toMatchObject([{ type, preview: true }]);
    const [job] = end.jobs;
    const shown = await api.ask(`GET /v1/jobs/${job?.id}`);
    expect(shown.body).toMatchObject({ preview: true });
  });

  test.each([
    {},
    { all: false },
    { ids: [] },
    { ids: ["17"] },
    { ids: [unknown], all: true },
    { filter: { mapping: "CUSTOMER", other: 1 } },
    { all: true, revision: 1 },
    { all: true, runNow: true },
    { ids: Array.from({ length: 1001 }, () => unknown) },
  ])("%j answers 400", async (body) => {
    expect((await act(body)).status).toBe(400);
    expect(api.sent).toEqual([]);
  });
});

describe("what only some actions know", () => {
  test("a record that is not coupled has no coupling to remove", async () => {
    const { id } = await add({ couplingId: undefined });

    const answer = await api.ask("POST /v1/errors/actions/remove-coupling", {
      body: { ids: [id] },
    });

    expect(answer.status).toBe(422);
    expect(read(Problem, answer).detail).toBe("The record is not coupled.");
  });

  test("E7 a record without a counterpart is synchronized from the side that has it, and from no other", async () => {
    const single = await add({ couplingId: undefined });
    const pair = await add();
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
    const { id } = await add({ kind: "updateConflict" });

    const answer = await api.ask("POST /v1/errors/actions/synchronize", {
      body: { ids: [id], ...words },
    });

    expect(answer.status).toBe(400);
    expect(api.sent).toEqual([]);
  });

  test("retry takes what was seen, and can be previewed without a flag set", async () => {
    const item = await add();
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
    const one = await add({ kind: "deletedInDataverse", mapping: currency });
    const two = await add({ kind: "deletedInDataverse" });
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

describe("PATCH of an error", () => {
  const patch = (id: string, body: unknown) => api.ask(`PATCH /v1/errors/${id}`, { body });

  test("E10 assignee and note are kept, with who changed what and when", async () => {
    const { id } = await add();
    api.signIn({ email: "ida@adatum.com" });
    await patch(id, { assignee: "Bo", note: "Asked sales." });
    api.pass(1);
    await patch(id, { assignee: null });
    api.signIn(undefined);

    const shown = read(ErrorItemShape, await api.ask(`GET /v1/errors/${id}`));

    expect(shown.assignee).toBeUndefined();
    expect(shown).toMatchObject({ note: "Asked sales.", revision: 3 });
    expect(shown.edits).toEqual([
      { at: expect.any(String), by: "ida@adatum.com", assignee: "Bo", note: "Asked sales." },
      { at: api.now(), by: "ida@adatum.com", assignee: null },
    ]);
  });

  test("of what changed since it was shown answers 409 with what it is now", async () => {
    const { id } = await add();
    await patch(id, { note: "First." });

    const answer = await patch(id, { note: "Second.", revision: 1 });

    expect(answer.status).toBe(409);
    expect(read(Problem, answer).present).toMatchObject({ note: "First.", revision: 2 });
    expect((await patch(id, { note: "Second.", revision: 2 })).status).toBe(200);
  });

  test("two at the same moment are both kept", async () => {
    const { id } = await add();

    await Promise.all([patch(id, { note: "Both." }), patch(id, { assignee: "Bo" })]);

    const shown = read(ErrorItemShape, await api.ask(`GET /v1/errors/${id}`));
    expect(shown).toMatchObject({ note: "Both.", assignee: "Bo" });
    expect(shown.edits).toHaveLength(2);
  });

  test.each([
    { status: "retrying" },
    { note: "" },
    { note: 7 },
    {},
    { revision: 1 },
    { assignee: "x".repeat(201) },
    { note: "x".repeat(4001) },
    [],
    undefined,
  ])("%j answers 400", async (body) => {
    const { id } = await add();

    expect((await patch(id, body)).status).toBe(400);
    expect((await api.app.store.errors.get([id])).get(id)?.revision).toBe(1);
  });

  test("of an unknown one answers 404", async () => {
    expect((await patch(unknown, { note: "x" })).status).toBe(404);
  });
});
