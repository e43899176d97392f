import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Job } from "../../lib/domain/job/job.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { Crash, crashingAt } from "../world/crash.ts";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import { coupled, dispute, isListed, type Pair, startResolve, told } from "./disputed-pairs.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople, currency, customer] });
});
afterAll(() => world.stop());
beforeEach(() => world.events.reset());

describe("W17 a step that dies anywhere and comes again", () => {
  /** More than a step makes calls. */
  const pairs = 60;

  /** The first process dies after its call; answers whether it died at all. */
  async function runDying(job: Job, call: number): Promise<boolean> {
    let died = false;
    const message = { jobId: job.id, step: 0, resend: 0 };
    await runJobStep(crashingAt(world.app, call, "after"), message).catch((trouble: unknown) => {
      if (!(trouble instanceof Crash)) throw trouble;
      died = true;
    });
    await world.workOff();
    const { step } = await world.job(job.id);
    await runJobStep(world.app, { jobId: job.id, step, resend: 1 });
    await world.workOff();
    return died;
  }

  /** Each job dies after another of its calls; answers the pairs of those and of the one that got through. */
  async function allDying(
    all: readonly Pair[],
    start: (pair: Pair) => Promise<Job>,
  ): Promise<readonly Pair[]> {
    for (const [index, pair] of all.entries()) {
      world.pass(10);
      const job = await start(pair);
      const died = await runDying(job, index + 1);
      const { state } = await world.job(job.id);
      const ends = world.events.all().filter(({ id }) => id.endsWith(job.id));
      expect(ends.length > 0, `call ${index + 1}: ${state}`).toBe(state !== "completed");
      if (!died) return all.slice(0, index + 1);
    }
    throw new Error(`A step makes more than ${pairs} calls`);
  }

  const idsOf = (type: "error-opened" | "error-resolved", pair: Pair): number =>
    new Set(told(world, type, pair).map(({ id }) => id)).size;

  test("has told of what it listed, under one id", async () => {
    const all = await coupled(world, "Opened", pairs);

    const met = await allDying(all, async (pair) => {
      await dispute(world, pair);
      return world.start("CUSTOMER");
    });

    expect(met.length).toBeGreaterThan(10);
    for (const [index, pair] of met.entries()) {
      expect(await isListed(world, pair), `call ${index + 1}`).toBe(true);
      expect(idsOf("error-opened", pair), `call ${index + 1}`).toBe(1);
    }
  }, 120_000);

  const edited = async ({ dataverse }: Pair): Promise<Job> => {
    await world.dataverse.change("accounts", dataverse, { name: "Disputed BC" });
    return world.start("CUSTOMER");
  };

  test.each([
    ["a person's job", (pair: Pair) => startResolve(world, pair)],
    ["the run after an edit", edited],
  ])(
    "has told of what it resolved, at the latest in the next run (%s)",
    async (by, start) => {
      const all = await coupled(world, by, pairs);
      for (const pair of all) await dispute(world, pair);
      await world.run("CUSTOMER");
      world.pass(1);
      world.events.reset();

      const met = await allDying(all, start);
      world.pass(1);
      await world.run("CUSTOMER");

      expect(met.length).toBeGreaterThan(10);
      for (const [index, pair] of met.entries()) {
        expect(await isListed(world, pair), `call ${index + 1}`).toBe(false);
        expect(idsOf("error-resolved", pair), `call ${index + 1}`).toBe(1);
      }
    },
    120_000,
  );
});
