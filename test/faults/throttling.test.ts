import { afterAll, afterEach, describe, expect, test } from "vitest";
import { type Instant, plusSeconds } from "../../lib/domain/instant.ts";
import { type Side, sides } from "../../lib/domain/side.ts";
import { type Customers, customersOf, type Pair } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { calm, endOf, expectInStep, fault, nameOf } from "./watch.ts";

const world = await startWorld({ mappings: [] });
afterAll(() => world.stop());
afterEach(() => calm(world));

/** No mapping of another test comes due while one passes the time. */
const rarely = { schedule: { minutesBetweenRuns: 44_640 } };

/** A pair that was edited on both sides, and a new record on each. */
async function withNews(name: string): Promise<Customers> {
  const on = await customersOf(world, name, rarely);
  const pair: Pair = await on.pair("Adatum");
  await on.edit(pair, "businessCentral", { city: "Bergen" });
  await on.edit(pair, "dataverse", { telephone1: "9" });
  await on.customer("New customer");
  await on.account("New account");
  return on;
}

const seconds = (from: Instant, to: Instant): number => (Date.parse(to) - Date.parse(from)) / 1000;

describe.each(sides)("FM11 %s turns requests away for a short time", (side) => {
  test.each([
    { status: 429, waits: 1 },
    { status: 429, retryAfterSeconds: 5, waits: 5 },
    { status: 503, retryAfterSeconds: 5, waits: 5 },
  ] as const)("$status for $waits s: the step waits as asked and goes on", async (answer) => {
    const { waits, ...throttle } = answer;
    const on = await withNews(nameOf(side, answer.status, waits));
    fault(world, side, { throttle: { ...throttle, remaining: 2 } });
    const from = world.now();
    expect(endOf(await on.run())).toBe("completed");
    expect(seconds(from, world.now())).toBeGreaterThanOrEqual(2 * waits);
    await expectInStep(world, on, 3);
  });
});

/** Runs until the app makes the job wait; answers the moment it may go on. */
async function runIntoPause(on: Customers) {
  const { id } = await world.start(on.mapping.name);
  expect((await world.workOff()).at(-1)).toBe("paused");
  const job = await world.job(id);
  expect(job.state).toBe("running");
  return job;
}

describe.each(sides)("FM11 %s asks for more patience than a step has", (side) => {
  test.each(["reads", "writes"] as const)(
    "while it %s: the job rests until then without a request, and burns no attempt",
    async (only) => {
      const on = await withNews(nameOf(only, side));
      fault(world, side, { throttle: { only, remaining: 1, retryAfterSeconds: 300 } });
      const from = world.now();
      const job = await runIntoPause(on);
      expect(job.resumeAt && seconds(from, job.resumeAt)).toBe(300);
      expect(job.message).toContain(appOf[side]);

      world.calls.reset();
      for (let minute = 1; minute < 5; minute += 1) {
        world.pass(1);
        await world.tick();
        expect(await world.workOff()).toEqual([]);
      }
      expect(world.calls.count()).toBe(0);

      world.pass(1);
      await world.tick();
      await world.workOff();
      expect(endOf(await world.job(job.id))).toBe("completed");
      expect((await on.state()).schedule).toMatchObject({ status: "ready", attempts: 0 });
      await expectInStep(world, on, 3);
    },
  );

  test("again and again for half an hour: never failed, never given up, a request a minute at most", async () => {
    const on = await withNews(nameOf("storm", side));
    fault(world, side, { throttle: { retryAfterSeconds: 60 } });
    const job = await runIntoPause(on);
    world.calls.reset();
    for (let minute = 1; minute <= 30; minute += 1) {
      world.pass(1);
      await world.tick();
      for (const end of await world.workOff()) expect(end).toBe("paused");
    }
    expect(requestsTo(side)).toBeLessThanOrEqual(30);
    calm(world);
    world.pass(1);
    await world.tick();
    await world.workOff();
    expect(endOf(await world.job(job.id))).toBe("completed");
    expect((await on.state()).schedule.attempts).toBe(0);
    await expectInStep(world, on, 3);
  });
});

const appOf: Readonly<Record<Side, string>> = {
  businessCentral: "Business Central",
  dataverse: "Dataverse",
};

const requestsTo = (side: Side): number => {
  const { origin } = new URL(world[side].url);
  return world.calls.all().filter(({ url }) => url.startsWith(origin)).length;
};

test("FM11 a message of a job that rests comes early: it is not its turn, and nothing is asked", async () => {
  const on = await withNews("EARLY");
  fault(world, "dataverse", { throttle: { remaining: 1, retryAfterSeconds: 120 } });
  const job = await runIntoPause(on);
  world.calls.reset();
  await world.app.queue.send([{ jobId: job.id, step: job.step, resend: 7 }]);
  expect(await world.workOff()).toEqual(["late"]);
  expect(world.calls.count()).toBe(0);
  expect((await world.job(job.id)).resumeAt).toBe(plusSeconds(world.now(), 120));
});
