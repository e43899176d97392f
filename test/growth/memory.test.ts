import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  bundleWorker,
  type Measured,
  measureFullSynchronization,
  type WorkerBundle,
} from "../bench/measure-worker.ts";
import { type PretendTenant, startPretendTenant } from "../bench/pretend-tenant.ts";

const customers = 6_000;
const recordsPerStep = 1_000;

let bundle: WorkerBundle;
let tenant: PretendTenant;

beforeAll(async () => {
  [bundle, tenant] = await Promise.all([bundleWorker(), startPretendTenant(customers)]);
}, 60_000);

afterAll(() => Promise.all([bundle.remove(), tenant.stop()]));

/** What is left on the heap after 6,000 records, as a multiple of what was left after 2,000. */
function growth({ heaps }: Measured): number {
  const [, second = 0, ...later] = heaps.slice(-customers / recordsPerStep);
  return (later.at(-1) ?? 0) / second;
}

describe("the worker's memory, in a process of its own", () => {
  test("stays as it is while a full synchronization creates more and more records", async () => {
    const measured = await measureFullSynchronization(tenant, bundle);

    expect(measured.heaps.length).toBeGreaterThanOrEqual(customers / recordsPerStep);
    expect(growth(measured)).toBeLessThanOrEqual(1.1);
  }, 180_000);

  test("stays as it is while a repeated one finds more and more records equal", async () => {
    const measured = await measureFullSynchronization(tenant, bundle);

    expect(measured.heaps.length).toBeGreaterThanOrEqual(customers / recordsPerStep);
    expect(growth(measured)).toBeLessThanOrEqual(1.1);
  }, 60_000);
});
