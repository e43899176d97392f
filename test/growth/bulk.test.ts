import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instantOf } from "../../lib/domain/instant.ts";
import type { Job } from "../../lib/domain/job/job.ts";
import { uncoupleMappings } from "../../lib/manage/couplings/delete-couplings.ts";
import { retryErrors } from "../../lib/manage/errors/retry-errors.ts";
import type { ManageApp } from "../../lib/manage/manage-app.ts";
import type { JobStep } from "../../lib/ports/queue.ts";
import { errorItemRow } from "../../lib/store/errors/error-item-row.ts";
import type { Item } from "../../lib/store/table/table.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { tick } from "../../lib/sync/schedule/tick.ts";
import { aCoupling, anError, customer, start } from "../store/samples.ts";
import { Crash, crashingAt } from "../world/crash.ts";
import { creatingMappings } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import { fillCouplings, fillTable } from "./fill-couplings.ts";

/** `BULK_COUNT=50000` takes ten minutes: a coupling that goes is three conditional deletes. */
const count = Number(process.env["BULK_COUNT"] ?? 4_000);
const recordsPerStep = 250;
const steps = count / recordsPerStep;
/** So many of the steps die once, each at another call. */
const deaths = 8;

setFlagsFromString("--expose-gc");
const collectGarbage: unknown = runInNewContext("gc");

const minutes = 20 * 60_000;

let world: World;
let sent: JobStep[] = [];
let app: World["app"];
let manage: ManageApp;

beforeAll(async () => {
  world = await startWorld({
    mappings: creatingMappings.filter(({ name }) => name === customer),
    recordsPerStep,
  });
  app = {
    ...world.app,
    queue: {
      ...world.app.queue,
      send: async (messages) => void sent.push(...messages),
    },
    // What was published would fill the heap that is measured.
    events: { publish: async () => undefined },
  };
  manage = { ...app, addresses: { businessCentral: "http://bc", dataverse: "http://dv" } };
}, 60_000);
afterAll(() => world.stop());

interface Cost {
  readonly calls: number;
  readonly requests: number;
  /** Bytes in use after a collection. */
  readonly heap: number;
}

interface PairResults {
  readonly costs: readonly Cost[];
  readonly died: number;
}

/** Delivers steps until there are none. Some die, in turn before and after a call, and are delivered again. */
async function workOff(): Promise<PairResults> {
  const costs: Cost[] = [];
  let died = 0;
  for (let step = await nextStep(); step !== undefined; step = await nextStep()) {
    const number = costs.length;
    if (number < deaths && (await dies(step, number))) died += 1;
    world.calls.reset();
    world.units.reset();
    await runJobStep(app, step);
    const { readRequests, writeRequests } = world.units.taken();
    costs.push({
      calls: world.calls.count(),
      requests: readRequests + writeRequests,
      heap: heapUsed(),
    });
  }
  return { costs, died };
}

async function dies(step: JobStep, number: number): Promise<boolean> {
  const moment = number % 2 === 0 ? "before" : "after";
  try {
    await runJobStep(crashingAt(app, 1 + 2 * number, moment), step);
    return false;
  } catch (trouble) {
    if (trouble instanceof Crash) return true;
    throw trouble;
  }
}

/** A step that was moved on but not sent is sent by the tick. */
async function nextStep(): Promise<JobStep | undefined> {
  if (sent.length === 0 && (await app.store.jobs.open()).length > 0) {
    world.pass(20);
    await tick(app);
  }
  return sent.shift();
}

function heapUsed(): number {
  if (typeof collectGarbage === "function") collectGarbage();
  return process.memoryUsage().heapUsed;
}

const most = (costs: readonly Cost[], what: keyof Cost): number =>
  Math.max(...costs.map((cost) => cost[what]));

function expectBounded({ costs, died }: PairResults): void {
  expect(died).toBeGreaterThan(deaths / 2);
  // One that died when it was done is delivered in vain, and its next step is sent by the tick.
  expect(costs.length).toBeLessThanOrEqual(steps + died + 1);
  const [early, late] = [costs.slice(2, steps / 2), costs.slice(steps / 2)];
  expect(most(late, "calls")).toBeLessThanOrEqual(most(early, "calls"));
  expect(most(late, "requests")).toBeLessThanOrEqual(most(early, "requests") * 1.1);
  expect(most(late, "heap")).toBeLessThanOrEqual(most(early, "heap") * 1.1);
}

function* errorRows(): Generator<Item> {
  for (let number = 0; number < count; number += 1) {
    yield errorItemRow(
      anError(number, { kind: "rejected", firstFailedAt: instantOf(start + number) }),
    );
  }
}

const job = async (id: Job["id"] | undefined): Promise<Job | undefined> =>
  id === undefined ? undefined : app.store.jobs.get(id);

describe(`${count} at once, while the worker is killed again and again`, () => {
  test(
    "Retry All: one request starts a job, whose steps do not grow",
    async () => {
      await fillTable(world.table, errorRows());
      world.units.reset();
      const end = await retryErrors(manage, {
        selection: { all: true },
        runNow: true,
        requestedBy: undefined,
      });
      expect(end.ok && end.value).toMatchObject({ taken: count, leftOutCount: 0 });
      const { readRequests, writeRequests } = world.units.taken();
      expect(writeRequests).toBe(1);
      // Counted off the index, which DynamoDB reads a megabyte at a time.
      expect(readRequests).toBeLessThan(40 + count / 2_000);

      const worked = await workOff();

      expectBounded(worked);
      expect(await job(end.ok ? end.value.jobs[0]?.id : undefined)).toMatchObject({
        state: "completed",
      });
      expect(await app.store.errors.count({ mapping: customer })).toBe(0);
    },
    minutes,
  );

  test(
    "Delete Coupling of all",
    async () => {
      await fillCouplings({
        table: world.table,
        from: 0,
        to: count,
        coupling: (n) => aCoupling(n, { revision: 0 }),
      });
      const jobs = await uncoupleMappings(manage, {
        names: [customer],
        preview: undefined,
        requestedBy: undefined,
      });
      const worked = await workOff();

      expectBounded(worked);
      expect(await job(jobs.ok ? jobs.value[0]?.id : undefined)).toMatchObject({
        state: "completed",
      });
      const left = await app.store.couplings.list({ mapping: customer }, { limit: 1 });
      expect(left.ok && left.value.items).toEqual([]);
    },
    minutes,
  );
});
