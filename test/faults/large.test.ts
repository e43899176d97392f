import { afterAll, beforeAll, expect, test } from "vitest";
import type { Job } from "../../lib/domain/job/job.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { Crash, crashingAt } from "../world/crash.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import { endOf, writesSent } from "./watch.ts";

const perSide = 2_200;
const seed = 7;
const texts: ReadonlySet<string> = new Set(["name", "city", "phone", "customerType"]);
const mapping: TableMapping = {
  ...customer,
  dependsOn: [],
  businessCentral: { ...customer.businessCentral, filter: [] },
  dataverse: { ...customer.dataverse, filter: [] },
  fields: customer.fields.filter(({ name }) => texts.has(name)),
};

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [mapping] });
  world.sandboxes.businessCentral.seed(perSide, seed);
  world.sandboxes.dataverse.seed(perSide, seed);
}, 60_000);
afterAll(() => world.stop());

/** Does one step of the job, whose process died in it before: each time a call later. */
async function stepAfterDeath(job: Job, round: number): Promise<Job> {
  const message = { jobId: job.id, step: job.step, resend: 0 };
  const dying = crashingAt(world.app, 12 + round, round % 2 === 0 ? "after" : "before");
  await runJobStep(dying, message).catch((trouble: unknown) => {
    if (!(trouble instanceof Crash)) throw trouble;
  });
  await runJobStep(world.app, message);
  return world.job(job.id);
}

async function coupledAccounts(): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.app.store.couplings.list(
      { mapping: mapping.name },
      { limit: 500, cursor },
    );
    if (!page.ok) throw new Error("The couplings are not listed");
    ids.push(...page.value.items.map((coupling) => coupling.ids.dataverse));
    cursor = page.value.cursor;
  } while (cursor !== undefined);
  return ids;
}

test(`FM16 a full synchronization of ${perSide} records per side (seed ${seed}) dies in each step: each record has one counterpart`, async () => {
  let job = await world.start(mapping.name, { kind: "synchronizeAll" });
  let steps = 0;
  while (job.state === "queued" || job.state === "running") {
    const before = job.progress.done;
    job = await stepAfterDeath(job, steps);
    steps += 1;
    // A page of 1,000 records of each side, and before it as many that the dead process created.
    expect(job.progress.done - before).toBeLessThanOrEqual(4_000);
    expect(steps).toBeLessThan(20);
  }
  expect(endOf(job)).toBe("completed");
  expect(world.sandboxes.businessCentral.data.count("customers")).toBe(2 * perSide);
  expect(world.sandboxes.dataverse.rows("account")).toHaveLength(2 * perSide);
  expect(await world.app.store.intents.open(mapping.name)).toEqual([]);
  expect(new Set(await coupledAccounts()).size).toBe(2 * perSide);
  await world.workOff();
}, 90_000);

test("a person's job gets its turn after one step of the long one", async () => {
  const page = await world.app.store.couplings.list({ mapping: mapping.name }, { limit: 1 });
  const ids = page.ok ? page.value.items.map(({ id }) => id) : [];
  world.pass(60);
  const long = await world.start(mapping.name, { kind: "synchronizeAll" });
  const short = await world.start(mapping.name, { kind: "synchronizeCouplings", ids });
  world.calls.reset();
  const ends = await world.workOff();
  expect(ends.slice(0, 3)).toEqual(["more", "ended", "more"]);
  expect((await world.job(short.id)).finishedAt).toBeDefined();
  expect(endOf(await world.job(long.id))).toBe("completed");
  expect(writesSent(world)).toBe(0);
}, 60_000);
