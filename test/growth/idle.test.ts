import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Consumption } from "../../lib/store/table/consumed-capacity.ts";
import { aCoupling, customer } from "../store/samples.ts";
import { creatingMappings } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import { fillCouplings } from "./fill-couplings.ts";

const few = 1_000;
const many = 10_000;
const day = 24 * 60;

interface Cost {
  readonly calls: number;
  readonly taken: Consumption;
}

let world: World;
let withFew: Cost;
let withMany: Cost;

beforeAll(async () => {
  world = await startWorld({ mappings: creatingMappings.filter(({ name }) => name === customer) });
  await synchronizeAll();
  await fill(0, few);
  withFew = await costOfIdleRun();
  await fill(few, many);
  withMany = await costOfIdleRun();
}, 180_000);

afterAll(() => world.stop());

/** A full synchronization of nothing, so that there are cursors; then customers nobody changed since. */
async function synchronizeAll(): Promise<void> {
  const job = await world.run(customer, { kind: "synchronizeAll" });
  expect(job.message ?? job.state).toBe("completed");
  world.pass(-90 * day);
  world.sandboxes.businessCentral.seed(many, 7);
  world.pass(90 * day);
}

const fill = (from: number, to: number): Promise<void> =>
  fillCouplings({ table: world.table, from, to, coupling: (number) => aCoupling(number) });

/** Of the second of two runs of the schedule: the first one still looks into what was just written. */
async function costOfIdleRun(): Promise<Cost> {
  await scheduledRun();
  world.calls.reset();
  world.units.reset();
  await scheduledRun();
  return { calls: world.calls.count(), taken: world.units.taken() };
}

/** A schedule whose runs find nothing rests for twelve hours (rule S2). */
async function scheduledRun(): Promise<void> {
  world.pass(13 * 60);
  await world.tick();
  expect(await world.workOff()).toEqual(["ended"]);
}

describe("a scheduled run that finds nothing", () => {
  test("takes two calls to the apps and three writes, from its tick to its end", () => {
    expect(withFew.calls).toBe(2);
    expect(withFew.taken.writeRequests).toBe(3);
  });

  test("costs the same with 10,000 couplings as with 1,000, reads included", () => {
    expect(withMany).toEqual(withFew);
  });

  test("takes ten reads, tick included", () => {
    expect(withMany.taken.readRequests).toBeLessThanOrEqual(10);
  });
});
