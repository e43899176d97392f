import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Job } from "../../lib/domain/job/job.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { endDeadLetter } from "../../lib/sync/jobs/end-dead-lettered-job.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import { disputed, isListed, startResolve, told } from "./disputed-pairs.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople, currency, customer] });
});
afterAll(() => world.stop());
beforeEach(() => world.events.reset());

describe("what others hear", () => {
  test("of a run in which all goes well is nothing", async () => {
    await world.businessCentral.create("customers", { displayName: "Well" });

    await world.run("CUSTOMER");

    expect(world.events.all()).toEqual([]);
  });

  test("of a conflict is the new error item with both records, and the job that ended with errors", async () => {
    const pair = await disputed(world, "Adatum");

    const job = await world.run("CUSTOMER");

    const item = (await world.app.store.errors.get([pair.error])).get(pair.error);
    expect(world.events.all()).toEqual([
      {
        type: "error-opened",
        id: expect.stringMatching(/^error-opened\.CUSTOMER\.[0-9a-f]{16}$/),
        at: world.now(),
        mapping: "CUSTOMER",
        jobId: job.id,
        items: [
          {
            id: pair.error,
            kind: "updateConflict",
            status: "skipped",
            firstFailedAt: item?.firstFailedAt,
            couplingId: item?.couplingId,
            message: item?.message,
            hint: item?.hint,
            businessCentral: { id: pair.businessCentral, title: "Adatum BC" },
            dataverse: { id: pair.dataverse, title: "Adatum DV" },
          },
        ],
      },
      {
        type: "job-finished-with-failures",
        id: `job-finished-with-failures.${job.id}`,
        at: world.now(),
        mapping: "CUSTOMER",
        jobId: job.id,
        jobType: "synchronize",
        trigger: "manual",
        state: "completedWithErrors",
        counters: job.counters,
      },
    ]);
  });

  test("of an item that fails once more is nothing new", async () => {
    const pair = await disputed(world, "Again");
    await world.run("CUSTOMER");
    world.events.reset();
    world.pass(1);
    await world.dataverse.change("accounts", pair.dataverse, { name: "Again DV 2" });

    await world.run("CUSTOMER");

    expect(await isListed(world, pair)).toBe(true);
    expect(world.events.all().map(({ type }) => type)).toEqual(["job-finished-with-failures"]);
  });

  test("of an item that a person resolved is that it went, with the job and who asked for it", async () => {
    const pair = await disputed(world, "Resolved");
    await world.run("CUSTOMER");
    world.events.reset();

    const { id: jobId } = await startResolve(world, pair);
    await world.workOff();

    expect(world.events.all()).toMatchObject([
      {
        type: "error-resolved",
        jobId,
        jobType: "resolve",
        requestedBy: "anna@example.com",
        items: [
          {
            id: pair.error,
            kind: "updateConflict",
            businessCentral: { id: pair.businessCentral },
            dataverse: { id: pair.dataverse },
          },
        ],
      },
    ]);
  });

  test("W15 of a preview is nothing", async () => {
    const pair = await disputed(world, "Preview");

    const job = await world.run("CUSTOMER", { kind: "synchronizeChanges" }, { preview: true });

    expect(job.state).toBe("completedWithErrors");
    expect(world.events.all()).toEqual([]);
    await world.run("CUSTOMER");
    expect(told(world, "error-opened", pair)).toHaveLength(1);
  });
});

describe("W17 a publish that fails", () => {
  const noBus = (): SyncApp => ({
    ...world.app,
    events: {
      publish: async () => {
        throw new Error("There is no bus");
      },
    },
  });
  const first = ({ id }: Job) => ({ jobId: id, step: 0, resend: 0 });

  test("loses nothing that was stored, and the step that comes again tells of it", async () => {
    const pair = await disputed(world, "No bus");
    const job = await world.start("CUSTOMER");

    await expect(runJobStep(noBus(), first(job))).rejects.toThrow("There is no bus");
    expect(await isListed(world, pair)).toBe(true);
    await world.workOff();

    expect(told(world, "error-opened", pair)).toHaveLength(1);
    expect((await world.job(job.id)).state).toMatch(/^completed/);
  });

  test("for good ends the job, and the dead letter tells of all once there is a bus again", async () => {
    const pair = await disputed(world, "Never a bus");
    const job = await world.start("CUSTOMER");
    const dying = noBus();

    await expect(runJobStep(dying, first(job))).rejects.toThrow();
    await expect(endDeadLetter(dying, first(job))).rejects.toThrow("There is no bus");
    expect((await world.job(job.id)).state).toBe("failed");
    expect(await endDeadLetter(world.app, first(job))).toBe("late");

    expect(told(world, "error-opened", pair)).toHaveLength(1);
    expect(world.events.all()).toMatchObject([
      { type: "error-opened" },
      { type: "job-finished-with-failures", jobId: job.id, state: "failed" },
    ]);
    await world.workOff();
    await world.run("CUSTOMER");
  });
});
