import { afterAll, expect, test } from "vitest";
import type { JobRequest } from "../../lib/domain/job/job-request.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { customersOf } from "../scenarios/customers.ts";
import { Crash, crashingAt } from "../world/crash.ts";
import { startWorld } from "../world/world.ts";

/** Two items to a page. */
const world = await startWorld({ mappings: [], recordsPerStep: 2 });
afterAll(() => world.stop());

const match: JobRequest = { kind: "match", createUnmatched: false, synchronizeAfter: "none" };

/** A customer and four accounts that match it, all listed; the customer and two accounts are gone. */
async function threeGone(name: string) {
  const on = await customersOf(world, name);
  const customer = await on.customer("Twice");
  const accounts = [];
  for (let number = 0; number < 4; number += 1) accounts.push(await on.account("Twice"));
  await on.run(match);
  expect(await on.errors()).toHaveLength(5);
  await world.businessCentral.remove("customers", customer);
  for (const account of accounts.slice(0, 2)) world.sandboxes.dataverse.remove("account", account);
  return { on, left: accounts.slice(2).toSorted() };
}

const leftIn = async ({ on }: Awaited<ReturnType<typeof threeGone>>) =>
  (await on.errors()).map(({ sides }) => sides.dataverse.id).toSorted();

test("A20 Find for Deleted goes through all pages of what is listed alone", async () => {
  const gone = await threeGone("LA1");

  const job = await gone.on.run({ kind: "findDeleted" });

  expect(job).toMatchObject({ state: "completed", step: 3 });
  expect(await leftIn(gone)).toEqual(gone.left);
});

test("W: a step that looks at what is listed alone dies at any of its calls and is delivered again", async () => {
  let died = true;
  for (let call = 1; died; call += 1) {
    const gone = await threeGone(`LX${call}`);
    const { id: jobId } = await world.start(gone.on.mapping.name, { kind: "findDeleted" });
    expect(await runJobStep(world.app, { jobId, step: 0, resend: 0 })).toBe("more");
    died = false;
    const step = { jobId, step: 1, resend: 0 };
    await runJobStep(crashingAt(world.app, call, "after"), step).catch((trouble: unknown) => {
      if (!(trouble instanceof Crash)) throw trouble;
      died = true;
    });

    await world.workOff();
    // A message that was never sent is sent by the tick.
    world.pass(20);
    await world.tick();
    await world.workOff();

    expect((await world.job(jobId)).state).toBe("completed");
    expect(await leftIn(gone)).toEqual(gone.left);
  }
}, 120_000);
