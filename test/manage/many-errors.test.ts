import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instantOf } from "../../lib/domain/instant.ts";
import { actOnErrors } from "../../lib/manage/errors/act-on-errors.ts";
import { listErrors } from "../../lib/manage/errors/read-errors.ts";
import { retryErrors } from "../../lib/manage/errors/retry-errors.ts";
import type { ManageApp } from "../../lib/manage/manage-app.ts";
import type { JobStep } from "../../lib/ports/queue.ts";
import { type LocalEngine, type LocalStore, startEngine } from "../store/local-store.ts";
import { aMapping, anError, customer, recordId, start } from "../store/samples.ts";

let engine: LocalEngine;
let few: LocalStore;
let many: LocalStore;

beforeAll(async () => {
  engine = await startEngine("dynoxide");
  few = await withErrors(100);
  many = await withErrors(10_000);
}, 120_000);
afterAll(() => engine.stop());

async function withErrors(count: number): Promise<LocalStore> {
  const local = await engine.empty();
  await local.store.mappings.save(aMapping(), 0);
  const items = Array.from({ length: count }, (_, number) => ({
    ...anError(number),
    kind: "updateConflict" as const,
    status: "skipped" as const,
    firstFailedAt: instantOf(start + number),
  }));
  await local.store.errors.save(items);
  return local;
}

const sent: JobStep[] = [];

const appOver = ({ store, clock }: LocalStore): ManageApp => ({
  store,
  clock,
  ids: { short: () => "s", recordId: () => recordId(1) },
  queue: {
    send: async (steps) => void sent.push(...steps),
    sendLook: async () => undefined,
  },
  addresses: { businessCentral: "http://bc", dataverse: "http://dv" },
});

const costOf = async (local: LocalStore, act: (app: ManageApp) => Promise<unknown>) => {
  local.meter.reset();
  await act(appOver(local));
  return local.meter.taken();
};

describe("10,000 errors", () => {
  test("a page of the list takes the same requests as among 100", async () => {
    const page = (app: ManageApp) => listErrors(app, {}, { limit: 50 });

    const among = await costOf(few, page);

    expect(await costOf(many, page)).toEqual(among);
    expect(among.readRequests).toBeLessThan(30);
  });

  test("resolving all is one job that carries no ids, and takes the requests that 100 take", async () => {
    const resolve = (app: ManageApp) =>
      actOnErrors(app, {
        act: { kind: "synchronizeErrors", use: "dataverse" },
        selection: { all: true },
        preview: undefined,
        requestedBy: undefined,
      });
    const { readRequests, writeRequests } = await costOf(few, resolve);

    const cost = await costOf(many, resolve);

    expect(cost.writeRequests).toBe(writeRequests);
    // DynamoDB counts 1 MB of keys in one request.
    expect(cost.readRequests).toBeLessThanOrEqual(readRequests + 1);
    many.clock.passMinutes(1);
    const end = await resolve(appOver(many));
    expect(end.ok && end.value).toMatchObject({ taken: 10_000, leftOut: [], leftOutCount: 0 });
    expect(end.ok && end.value.jobs.map(({ request }) => request)).toEqual([
      { kind: "synchronizeErrors", use: "dataverse", errors: {} },
    ]);
  });

  test("what an action leaves out is counted, and the first of it named", async () => {
    const end = await actOnErrors(appOver(many), {
      act: { kind: "restore" },
      selection: { filter: { mapping: customer } },
      preview: undefined,
      requestedBy: undefined,
    });

    expect(end.ok && end.value).toMatchObject({ taken: 0, jobs: [], leftOutCount: 10_000 });
    expect(end.ok && end.value.leftOut).toHaveLength(500);
  });

  test("retrying all is one job that carries no ids, and one write", async () => {
    const retry = (app: ManageApp) =>
      retryErrors(app, { selection: { all: true }, runNow: false, requestedBy: undefined });
    many.clock.passMinutes(1);
    const end = await retry(appOver(many));

    expect(end.ok && end.value).toMatchObject({ taken: 10_000, leftOut: [], leftOutCount: 0 });
    expect(end.ok && end.value.jobs.map(({ request }) => request)).toEqual([
      { kind: "retry", errors: {} },
    ]);
    many.clock.passMinutes(1);
    const { writeRequests } = await costOf(many, retry);
    expect(writeRequests).toBe(1);
  });

  test("of 100, retrying all flags each of them once", async () => {
    const retry = (app: ManageApp) =>
      retryErrors(app, { selection: { all: true }, runNow: false, requestedBy: undefined });
    const end = await retry(appOver(few));

    expect(end.ok && end.value).toEqual({ taken: 100, leftOut: [], jobs: [], notStarted: [] });
    const due = await few.store.errors.due(customer, { limit: 500 });
    expect(due.items.filter(({ retryRequested }) => retryRequested)).toHaveLength(100);
    expect((await costOf(few, retry)).writeRequests).toBe(0);
  });
});
