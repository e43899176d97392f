import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { calm, fault } from "../faults/watch.ts";
import { customersOf } from "../scenarios/customers.ts";
import { Crash, crashingAt } from "../world/crash.ts";
import { startWorld, type World } from "../world/world.ts";
import { dataverseIdOf, matching } from "./matching.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [] });
});
afterAll(() => world.stop());

describe("match-based coupling", () => {
  test("W11 while an app asks for patience the job rests, and goes on where it was", async () => {
    const these = await customersOf(world, "M11");
    const one = await these.customer("One");
    const account = await these.account("One");
    fault(world, "dataverse", { throttle: { remaining: 1, retryAfterSeconds: 300 } });

    const { id } = await world.start(these.mapping.name, matching());
    expect(await world.workOff()).toEqual(["paused"]);
    expect(await dataverseIdOf(world, these, one)).toBeUndefined();
    calm(world);
    world.pass(6);
    await world.tick();
    await world.workOff();

    expect(await world.job(id)).toMatchObject({ state: "completed", coupled: 1 });
    expect(await dataverseIdOf(world, these, one)).toBe(account);
  });
});

describe("W: a step that dies anywhere and is delivered again does the rest, once", () => {
  test.each(["before", "after"] as const)(
    "the process dies %s each of its calls",
    async (moment) => {
      let died = true;
      for (let call = 1; died; call += 1) {
        const these = await customersOf(world, `MX${moment === "before" ? "B" : "A"}${call}`);
        const match = await these.customer("Match");
        const lonely = await these.customer("Lonely");
        const account = await these.account("Match");
        const job = await world.start(these.mapping.name, matching({ createUnmatched: true }));
        died = false;
        const step = { jobId: job.id, step: 0, resend: 0 };
        await runJobStep(crashingAt(world.app, call, moment), step).catch((trouble: unknown) => {
          if (!(trouble instanceof Crash)) throw trouble;
          died = true;
        });
        await world.workOff();
        await runJobStep(world.app, { ...step, step: (await world.job(job.id)).step });
        await world.workOff();

        expect(await dataverseIdOf(world, these, match)).toBe(account);
        expect(await dataverseIdOf(world, these, lonely)).toBeDefined();
        expect(
          await world.dataverse.list("accounts", `?$filter=name eq '${these.named("Lonely")}'`),
        ).toHaveLength(1);
        expect(await these.errors()).toEqual([]);
      }
    },
    120_000,
  );
});

test("K5 1,200 records in two steps are matched with nine requests", async () => {
  const large = await startWorld({ mappings: [] });
  const these = await customersOf(large, "M1200");
  for (let number = 0; number < 1200; number += 1) {
    await these.customer(`No. ${number}`);
    await these.account(`No. ${number}`);
  }
  large.calls.reset();

  const job = await these.run(matching({ synchronizeAfter: "none" }));

  expect(job).toMatchObject({ state: "completed", coupled: 1200 });
  const asked = large.calls.all().map(({ method, url }) => {
    const { pathname } = new URL(url);
    return `${method} ${pathname.slice(pathname.lastIndexOf("/") + 1)}`;
  });
  expect(asked).toEqual([
    "GET customers",
    "GET organizations",
    // The search in Dataverse, and for rivals in Business Central.
    "POST $batch",
    "POST $batch",
    "GET customers",
    "POST $batch",
    "POST $batch",
  ]);
  await large.stop();
}, 120_000);
