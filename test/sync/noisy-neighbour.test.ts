import { afterAll, beforeAll, expect, test } from "vitest";
import type { CouplingId, JobId } from "../../lib/domain/ids.ts";
import type { Job } from "../../lib/domain/job/job.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { type Customers, customersOf } from "../scenarios/customers.ts";
import { deliverNext } from "../world/deliver-next.ts";
import { startWorld } from "../world/world.ts";

const recordsPerStep = 2;
const world = await startWorld({ mappings: [], recordsPerStep });
afterAll(() => world.stop());

let noisy: Customers;
let other: Customers;
let record: CouplingId;

beforeAll(async () => {
  [noisy, other] = await Promise.all([customersOf(world, "NOISY"), customersOf(world, "OTHER")]);
  await noisy.pairs(Array.from({ length: 12 }, (_, number) => `Adatum ${number}`));
  const [coupling] = await noisy.couplings();
  if (coupling === undefined) throw new Error("Nothing is coupled");
  record = coupling.id;
});

const longJob = (): Promise<Job> =>
  world.start(noisy.mapping.name, { kind: "synchronizeAllCouplings" });
const chosen = (): Promise<Job> =>
  world.start(noisy.mapping.name, { kind: "synchronizeCouplings", ids: [record] });

/** Steps done until `job` has ended, by whose they were. */
async function stepsUntil(job: JobId): Promise<readonly JobId[]> {
  const done: JobId[] = [];
  while ((await world.job(job)).finishedAt === undefined) {
    const delivered = await deliverNext(world);
    if (delivered === undefined) throw new Error(`${job} was lost`);
    done.push(delivered.step.jobId);
  }
  return done;
}

/** Before or after the worker has asked for the next step of the job that it works on. */
const asking = (moment: "before" | "after", act: () => Promise<unknown>) => (): SyncApp => ({
  ...world.app,
  queue: {
    send: async (steps) => {
      if (moment === "before") await act();
      await world.app.queue.send(steps);
      if (moment === "after") await act();
    },
  },
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)(
  "W20 what a person asks for %s a long job of the same mapping has sent its next step comes after %i more of its steps",
  async (moment, between) => {
    const long = await longJob();
    let wish: Job | undefined;
    await deliverNext(world, {
      appFor: asking(moment, async () => {
        wish = await chosen();
      }),
    });
    if (wish === undefined) throw new Error("Nobody asked");
    expect(await stepsUntil(wish.id)).toEqual([
      ...Array.from({ length: between }, () => long.id),
      wish.id,
    ]);
    expect((await stepsUntil(long.id)).length).toBeGreaterThanOrEqual(4);
  },
);

test("W20 the run of another mapping is done while a step of a long job stands still", async () => {
  const long = await longJob();
  await deliverNext(world, {
    appFor: asking("before", async () => {
      const run = await world.start(other.mapping.name);
      expect(await stepsUntil(run.id)).toEqual([run.id]);
    }),
  });
  expect((await world.job(long.id)).step).toBe(1);
  await stepsUntil(long.id);
});
