import { afterAll, beforeAll, expect, test } from "vitest";
import type { ErrorKind } from "../../lib/domain/error/error-item.ts";
import { MappingName } from "../../lib/domain/ids.ts";
import type { Job } from "../../lib/domain/job/job.ts";
import type { Metrics } from "../../lib/ports/metrics.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { endDeadLetter } from "../../lib/sync/jobs/end-dead-lettered-job.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { startWorld, type World } from "../world/world.ts";

const customer = MappingName.parse("CUSTOMER");

let world: World;
let ended: { readonly job: Job; readonly cursorAgeMinutes?: number | undefined }[] = [];
let opened: ErrorKind[] = [];
const metrics: Metrics = {
  jobEnded: (job, measured) => ended.push({ job, ...measured }),
  errorsOpened: (_, kinds) => opened.push(...kinds),
};

beforeAll(async () => {
  world = await startWorld();
  world.sandboxes.businessCentral.seed(3, 7);
  for (const mapping of ["SALESPEOPLE", "CURRENCY", "CUSTOMER"]) {
    await world.run(mapping, { kind: "synchronizeAll" });
  }
  world.pass(60);
}, 60_000);
afterAll(() => world.stop());

const counted = (): SyncApp => ({ ...world.app, metrics });

/** Runs the mapping's job to its end; everything but the last step twice, as a queue may. */
async function run(more: Parameters<World["run"]>[2] = {}): Promise<void> {
  ended = [];
  opened = [];
  const { id: jobId } = await world.start("CUSTOMER", { kind: "synchronizeChanges" }, more);
  for (;;) {
    const { step } = await world.job(jobId);
    if ((await runJobStep(counted(), { jobId, step, resend: 0 })) === "ended") return;
    await runJobStep(counted(), { jobId, step, resend: 0 });
  }
}

test("a job is counted once, with what it did and how far behind its mapping had been", async () => {
  await run();
  world.pass(45);
  const page = await world.app.store.couplings.list({ mapping: customer }, { limit: 3 });
  const [one] = page.ok ? page.value.items : [];
  await world.businessCentral.change("customers", one?.ids.businessCentral ?? "", { city: "Oslo" });

  await run();

  expect(ended).toHaveLength(1);
  expect(ended[0]?.cursorAgeMinutes).toBe(45);
  expect(ended[0]?.job).toMatchObject({
    state: "completed",
    counters: { dataverse: { modified: 1 } },
  });
  expect(opened).toEqual([]);
});

test("errors are counted by kind when they are listed, and not when they only stay", async () => {
  const page = await world.app.store.couplings.list({ mapping: customer }, { limit: 3 });
  for (const { ids } of page.ok ? page.value.items : []) {
    await world.businessCentral.change("customers", ids.businessCentral, { city: "Bergen" });
    await world.dataverse.change("accounts", ids.dataverse, { address1_city: "Molde" });
  }
  world.pass(1);

  await run();
  expect(opened).toEqual(["updateConflict", "updateConflict", "updateConflict"]);

  world.pass(1);
  await run();
  expect(opened).toEqual([]);
});

test("a preview tells of its end, and whoever counts leaves it out", async () => {
  await run({ preview: true });

  expect(ended.map(({ job }) => job.preview)).toEqual([true]);
  expect(opened).toEqual([]);
});

test("a job that its dead letter ends is counted as failed", async () => {
  ended = [];
  const { id: jobId, step } = await world.start("CUSTOMER");
  const letter = { jobId, step, resend: 0 };

  await endDeadLetter(counted(), letter);
  await endDeadLetter(counted(), letter);

  expect(ended.map(({ job }) => job.state)).toEqual(["failed"]);
});
