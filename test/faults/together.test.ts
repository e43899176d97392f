import { afterAll, describe, expect, test } from "vitest";
import type { Job } from "../../lib/domain/job/job.ts";
import { createRandom } from "../../lib/sandbox/web/random.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { type Customers, customersOf, type Pair } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { smallPages } from "./small-pages.ts";
import { endOf, expectInStep } from "./watch.ts";

const world = await startWorld({ mappings: [], transport: smallPages(10) });
afterAll(() => world.stop());

interface Edited {
  readonly on: Customers;
  readonly pairs: readonly Pair[];
}

/** Pairs edited in both apps, in different fields. */
async function edited(number: string): Promise<Edited> {
  const on = await customersOf(world, number);
  const pairs = await on.pairs(Array.from({ length: 24 }, (_, one) => `Customer ${one}`));
  for (const [one, pair] of pairs.entries()) {
    await on.edit(pair, "businessCentral", { city: `City ${one}` });
    await on.edit(pair, "dataverse", { telephone1: `${one}` });
  }
  return { on, pairs };
}

/** And new records on each side. */
async function withNews(number: string): Promise<Edited> {
  const { on, pairs } = await edited(number);
  for (let one = 0; one < 8; one += 1) {
    await on.customer(`New customer ${one}`);
    await on.account(`New account ${one}`);
  }
  return { on, pairs };
}

async function expectAllEdits(on: Customers, pairs: readonly Pair[], count = 40): Promise<void> {
  await expectInStep(world, on, count);
  for (const [one, pair] of pairs.entries()) {
    const { businessCentral, dataverse } = await on.read(pair);
    expect([businessCentral["phoneNumber"], dataverse["address1_city"]]).toEqual([
      `${one}`,
      `City ${one}`,
    ]);
  }
}

test.each([1, 2, 3])(
  "FM23 seed %i: each message of a job comes up to ten times, among those of steps before it: it is done once",
  async (seed) => {
    const random = createRandom(seed);
    const { on, pairs } = await withNews(`TEN${seed}`);
    const job = await world.start(on.mapping.name);
    let now = job;
    let steps = 0;
    while (now.state === "queued" || now.state === "running") {
      steps += 1;
      expect(steps).toBeLessThan(50);
      for (let time = 0; time <= random() * 9; time += 1) {
        // A step that came before, or the one whose turn it is.
        const step = random() < 0.5 ? now.step : Math.floor(random() * (now.step + 1));
        await runJobStep(world.app, { jobId: job.id, step, resend: time });
      }
      now = await world.job(job.id);
    }
    await world.workOff();
    expect(endOf(now)).toBe("completed");
    expect(now.counters).toMatchObject({
      businessCentral: { inserted: 8, modified: 24, failed: 0 },
      dataverse: { inserted: 8, modified: 24, failed: 0 },
    });
    await expectAllEdits(on, pairs);
  },
  60_000,
);

/** A job for everything that changed, and eight of whoever asks for the next message. */
async function eightWorkersUntilDone(job: Job["id"]): Promise<void> {
  for (let again = 0; again < 20; again += 1) {
    await Promise.all(Array.from({ length: 8 }, () => world.workOff()));
    const { state } = await world.job(job);
    if (state !== "queued" && state !== "running") return;
  }
}

describe("FM24 eight workers have the same records before them", () => {
  test("the queue hands a mapping's steps to one of them at a time: each edit is written, each record created once", async () => {
    const { on, pairs } = await withNews("QUEUED");
    const jobs: Job[] = [];
    for (let one = 0; one < 8; one += 1) jobs.push(await world.start(on.mapping.name));
    for (const { id } of jobs) await eightWorkersUntilDone(id);
    for (const { id } of jobs) expect(endOf(await world.job(id))).toBe("completed");
    await expectAllEdits(on, pairs);
  }, 60_000);

  test.each([1, 2, 3])(
    "round %i: if it ever handed one step to all of them, no edit would be lost or undone",
    async (round) => {
      const { on, pairs } = await edited(`ALL${round}`);
      const job = await world.start(on.mapping.name);
      for (let step = 0; step < 3; step += 1) {
        const message = { jobId: job.id, step, resend: 0 };
        // The slower ones find their pairs changed under them, and are delivered again.
        await Promise.allSettled(Array.from({ length: 8 }, () => runJobStep(world.app, message)));
      }
      world.pass(20);
      await world.tick();
      await world.workOff();
      await on.run();
      await expectAllEdits(on, pairs, pairs.length);
    },
    60_000,
  );
});
