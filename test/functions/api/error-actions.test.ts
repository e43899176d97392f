import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ErrorItem, errorKinds } from "../../../lib/domain/error/error-item.ts";
import { actionsOf } from "../../../lib/domain/error/error-transitions.ts";
import type { JobId } from "../../../lib/domain/ids.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { BulkShape } from "../../../lib/runtime/http/shapes/bulk.ts";
import { type ApiWorld, read, startApi } from "./api-world.ts";
import { contact, type ErrorsOfTest, errorsOf, unknownError } from "./listed-errors.ts";

let api: ApiWorld;
let errors: ErrorsOfTest;
beforeAll(async () => {
  api = await startApi();
  errors = errorsOf(api);
});
afterAll(() => api.stop());
beforeEach(() => errors.startOver());

const actions = [
  [
    "synchronize",
    { use: "merge" },
    "updateConflict",
    { type: "resolve", request: { kind: "synchronizeErrors", use: "merge" } },
  ],
  ["restore", {}, "deletedInDataverse", { type: "restore", request: { kind: "restore" } }],
  ["delete", {}, "deletedInBusinessCentral", { type: "delete", request: { kind: "delete" } }],
  ["remove-coupling", {}, "rejected", { type: "uncouple", request: { kind: "removeCoupling" } }],
] as const;

const requestOf = async (id: JobId): Promise<unknown> =>
  (await api.app.store.jobs.get(id))?.request;

describe.each(actions)("%s", (action, words, kind, { type, request }) => {
  const act = (body: object) =>
    api.ask(`POST /v1/errors/actions/${action}`, { body: { ...words, ...body } });

  test("by ids: one job per mapping with its ids, 202", async () => {
    const one = await errors.add({ kind });
    const two = await errors.add({ kind });
    const other = await errors.add({ kind, mapping: contact });
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
    for (const each of errorKinds) items.push(await errors.add({ kind: each }));

    const end = read(BulkShape, await act({ ids: [unknownError, ...items.map(({ id }) => id)] }));

    const fitting = items.filter((item) => actionsOf(item).includes(action));
    expect(end.taken).toBe(fitting.length);
    expect(end.leftOut.map(({ id }) => id)).toEqual([
      unknownError,
      ...items.filter((item) => !fitting.includes(item)).map(({ id }) => id),
    ]);
    for (const { reason } of end.leftOut) expect(reason).toMatch(/\.$/);
  });

  test("by filter: the job carries the filter, and the rest is counted and named", async () => {
    await errors.add({ kind });
    await errors.add({ kind, mapping: contact });
    const other = await errors.add({ kind: "ambiguousMatch" });

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
    await errors.add({ kind });
    await errors.add({ kind, mapping: contact });

    const answer = await act({ all: true });

    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe("/v1/jobs");
    expect(read(BulkShape, answer)).toMatchObject({ taken: 2, leftOut: [] });
    expect(api.sent).toHaveLength(2);
  });

  test("a single one of a kind that it makes no sense for answers 422, a filter by such a kind too", async () => {
    const { id } = await errors.add({ kind: "ambiguousMatch" });

    const single = await act({ ids: [id] });
    const filtered = await act({ filter: { kind: "ambiguousMatch" } });

    expect([single.status, filtered.status]).toEqual([422, 422]);
    expect(read(Problem, single).detail).toContain("ambiguousMatch");
    expect(api.sent).toEqual([]);
  });

  test("a single one that changed since it was shown answers 409 with what it is now", async () => {
    const item = await errors.add({ kind });
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
    const one = await errors.add({ kind });
    const two = await errors.add({ kind });
    await api.app.store.errors.save([{ ...two, revision: 1, occurrences: 7 }]);
    const seen = { [one.id]: 1, [two.id]: 1 };

    const end = read(BulkShape, await act({ ids: [one.id, two.id], seen }));

    expect(end).toMatchObject({ taken: 1, leftOutCount: 1 });
    expect(end.leftOut[0]).toEqual({ id: two.id, reason: expect.stringContaining("changed") });
  });

  test("a preview starts a preview job", async () => {
    const { id } = await errors.add({ kind });

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
    { ids: [unknownError], all: true },
    { filter: { mapping: "CUSTOMER", other: 1 } },
    { all: true, revision: 1 },
    { all: true, runNow: true },
    { ids: Array.from({ length: 1001 }, () => unknownError) },
  ])("%j answers 400", async (body) => {
    expect((await act(body)).status).toBe(400);
    expect(api.sent).toEqual([]);
  });
});
