import { afterAll, describe, expect, test } from "vitest";
import type { Job } from "../../lib/domain/job/job.ts";
import { hold } from "../../lib/domain/job/schedule-transitions.ts";
import { endDeadLetter } from "../../lib/sync/jobs/end-dead-lettered-job.ts";
import { startJob } from "../../lib/sync/jobs/start-job.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { type Customers, customersOf, present } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { endOf, writesSent } from "./watch.ts";

const world = await startWorld({ mappings: [], recordsPerStep: 2 });
afterAll(() => world.stop());
const { store } = world.app;

async function jobsOf({ mapping: { name } }: Customers): Promise<readonly Job[]> {
  const page = await store.jobs.list({ mapping: name }, [name], { limit: 100 });
  return page.ok ? page.value.items : [];
}

/** Runs all that is due until nothing is. */
async function quiet(): Promise<void> {
  await world.tick();
  await world.workOff();
}

const begin = (on: Customers, more: { readonly after?: readonly Job["id"][] } = {}) =>
  startJob(world.app, {
    mapping: on.mapping.name,
    trigger: "manual",
    request: { kind: "synchronizeChanges" },
    ...more,
  });

describe("the tick", () => {
  test("starts a due mapping once though two ticks run at the same time", async () => {
    const on = await customersOf(world, "TWICE");
    await on.customer("Adatum");
    world.pass(2);
    await Promise.all([world.tick(), world.tick()]);
    await world.workOff();
    expect(await jobsOf(on)).toMatchObject([{ trigger: "schedule", state: "completed" }]);
    expect(await on.couplings()).toHaveLength(1);
  });

  test("reads and writes nothing in the apps or the table when nothing is due", async () => {
    await customersOf(world, "IDLE");
    world.pass(2);
    await quiet();
    world.calls.reset();
    world.units.reset();
    await world.tick();
    expect(await world.workOff()).toEqual([]);
    expect(world.units.taken().writeRequests).toBe(0);
    expect(world.calls.count()).toBe(0);
  });

  test("S7 leaves a mapping on hold alone for as long as it is", async () => {
    const on = await customersOf(world, "HELD");
    const state = await on.state();
    await store.states.save({ ...state, schedule: hold(state.schedule) });
    world.pass(3 * 24 * 60);
    await quiet();
    expect(await jobsOf(on)).toEqual([]);
  });

  test("S1, S2 runs again after half an hour where something changed, and rests where nothing did", async () => {
    const on = await customersOf(world, "RESTS");
    await on.customer("Adatum");
    world.pass(2);
    await quiet();
    world.pass(29);
    await quiet();
    expect(await jobsOf(on)).toHaveLength(1);
    world.pass(1);
    await quiet();
    expect(await jobsOf(on)).toHaveLength(2);
    expect((await on.state()).schedule.status).toBe("onHoldInactive");
    world.pass(719);
    await quiet();
    expect(await jobsOf(on)).toHaveLength(2);
    world.pass(1);
    await quiet();
    expect(await jobsOf(on)).toHaveLength(3);
  });
});

describe("W8 messages", () => {
  test("one that got lost is sent again after a quarter of an hour, not sooner", async () => {
    const on = await customersOf(world, "LOST");
    await on.customer("Adatum");
    const deaf = { ...world.app, queue: { send: async () => undefined } };
    const { id } = await startJob(deaf, {
      mapping: on.mapping.name,
      trigger: "manual",
      request: { kind: "synchronizeChanges" },
    });
    for (const minutes of [1, 13]) {
      world.pass(minutes);
      await quiet();
      expect((await world.job(id)).state).toBe("queued");
    }
    world.pass(1);
    await quiet();
    expect(endOf(await world.job(id))).toBe("completed");
    expect(await on.couplings()).toHaveLength(1);
  });

  test("FM23 one that comes ten times, or long after its step, does nothing", async () => {
    const on = await customersOf(world, "TEN-TIMES");
    await on.customer("Adatum");
    const job = await on.run();
    world.calls.reset();
    world.units.reset();
    const again = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((resend) => ({
      jobId: job.id,
      step: job.step,
      resend,
    }));
    await world.app.queue.send(again);
    expect(new Set(await world.workOff())).toEqual(new Set(["late"]));
    expect(world.calls.count()).toBe(0);
    expect(world.units.taken().writeRequests).toBe(0);
    expect(await world.job(job.id)).toEqual(job);
  });

  test("a step that failed each time ends its job with a reason, and the mapping is tried again later", async () => {
    const on = await customersOf(world, "DEAD");
    await on.customer("Adatum");
    const { id: jobId } = await begin(on);
    expect(await endDeadLetter(world.app, { jobId, step: 0, resend: 0 })).toBe("ended");
    const job = await world.job(jobId);
    expect(job.state).toBe("failed");
    expect(job.message).toContain("given up");
    expect(job.message).toContain("next run of DEAD does the rest");
    expect((await on.state()).schedule).toMatchObject({ status: "ready", attempts: 1 });
    expect(await endDeadLetter(world.app, { jobId, step: 0, resend: 0 })).toBe("late");
    expect(await world.workOff()).toEqual(["late"]);
    world.pass(1);
    await quiet();
    expect(await on.couplings()).toHaveLength(1);
    expect((await on.state()).schedule.attempts).toBe(0);
  });
});

describe("jobs that wait and jobs that stop", () => {
  test("a job that waits for another starts when that one ended, even badly", async () => {
    const first = await customersOf(world, "FIRST");
    const second = await customersOf(world, "SECOND");
    const third = await customersOf(world, "THIRD");
    const one = await begin(first);
    const two = await begin(second, { after: [one.id] });
    const three = await begin(third, { after: [one.id, two.id] });
    expect((await world.job(two.id)).sentAt).toBeUndefined();
    await endDeadLetter(world.app, { jobId: one.id, step: 0, resend: 0 });
    expect((await world.job(two.id)).sentAt).toBeDefined();
    expect((await world.job(three.id)).sentAt).toBeUndefined();
    await world.workOff();
    for (const { id } of [two, three]) expect(endOf(await world.job(id))).toBe("completed");
  });

  test("a cancelled job stops between two steps; what it did stays and is counted", async () => {
    const on = await customersOf(world, "CANCELLED");
    for (let one = 1; one <= 6; one += 1) await on.customer(`Customer ${one}`);
    await on.run();
    const couplings = await on.couplings();
    for (const { ids } of couplings) {
      await on.edit(ids, "businessCentral", { city: "Oslo" });
    }
    const { id } = await world.start(on.mapping.name, {
      kind: "synchronizeCouplings",
      ids: couplings.map((coupling) => coupling.id),
    });
    world.calls.reset();
    expect(await runJobStep(world.app, { jobId: id, step: 0, resend: 0 })).toBe("more");
    expect(writesSent(world)).toBe(2);
    const running = present(await store.jobs.get(id), "the job");
    await store.jobs.update(running, { ...running, cancelRequested: true });
    await world.workOff();
    const job = await world.job(id);
    expect(job).toMatchObject({ state: "cancelled", progress: { done: 2 } });
    expect(job.counters.dataverse.modified).toBe(2);
    expect(writesSent(world)).toBe(2);
    await on.run();
    expect(writesSent(world)).toBe(6);
  });
});
