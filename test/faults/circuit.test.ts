import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Job } from "../../lib/domain/job/job.ts";
import { showStatus } from "../../lib/manage/mappings/show-status.ts";
import { resumeSchedule } from "../../lib/manage/schedules/schedules.ts";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld({ mappings: [salespeople, currency, customer] });
  for (let number = 0; number < 60; number += 1) {
    await world.dataverse.create("accounts", { name: tooLong(number), customertypecode: 3 });
  }
  await world.run("CUSTOMER");
  expect(await circuit()).toMatchObject({ reason: "flood" });
  world.events.reset();
});
afterEach(() => world.stop());

const tooLong = (number: number): string => `${"long ".repeat(25)}${number}`;

async function shown() {
  const addresses = { businessCentral: "", dataverse: "" };
  const { mappings } = await showStatus({ ...world.app, addresses });
  return mappings.find(({ name }) => name === customer.name)?.schedule;
}
const circuit = async () => (await shown())?.circuit;

/** The run of the schedule that is due next. */
async function dueRun(): Promise<Job> {
  world.pass(15);
  await world.tick();
  const open = await world.app.store.jobs.open();
  const started = open.find(({ mapping }) => mapping === customer.name);
  if (started === undefined) throw new Error("no run was due");
  await world.workOff();
  return world.job(started.id);
}

async function correct(): Promise<void> {
  for (const row of await world.dataverse.list("accounts")) {
    const name = `Short ${String(row["name"]).split(" ").at(-1)}`;
    await world.dataverse.change("accounts", String(row["accountid"]), { name });
  }
}

const listed = async () => {
  const page = await world.app.store.errors.list({}, { limit: 500 });
  return page.ok ? page.value.items : [];
};
const heard = () => world.events.all().map(({ type }) => type);

describe("W14 while the circuit is open", () => {
  test("a run of the schedule tries five records, lists none, and leaves it open since then", async () => {
    const since = (await circuit())?.since;

    const probe = await dueRun();

    expect(probe.state).toBe("failed");
    expect(probe.message).toMatch(
      /^The circuit of mapping CUSTOMER stays open: 5 of 5 records that were tried failed/,
    );
    expect(await listed()).toEqual([]);
    expect(await circuit()).toMatchObject({ since, message: probe.message });
    expect(heard()).toEqual(["job-finished-with-failures"]);
    expect((await shown())?.attempts).toBe(2);
  });

  test("a probe that gets through closes it, and the next run does the rest half a minute later", async () => {
    await correct();

    const probe = await dueRun();

    expect(probe).toMatchObject({
      state: "completed",
      counters: { businessCentral: { inserted: 5 } },
    });
    expect(await circuit()).toBeUndefined();
    expect(world.events.all()).toMatchObject([
      { type: "circuit-closed", by: "run", jobId: probe.id, mapping: "CUSTOMER" },
    ]);
    expect((await shown())?.attempts).toBe(1);
    expect(await dueRun()).toMatchObject({
      state: "completed",
      counters: { businessCentral: { inserted: 55 } },
    });
    expect((await shown())?.attempts).toBe(0);
    expect(heard()).toEqual(["circuit-closed"]);
  });

  test("a page on which nothing is to be done is passed: the probe looks for what failed", async () => {
    for (const row of await world.dataverse.list("accounts")) {
      await world.dataverse.remove("accounts", String(row["accountid"]));
    }

    expect(await dueRun()).toMatchObject({ state: "completed" });
    expect(await circuit()).toBeUndefined();
  });

  test("U3 a person closes it: the next run does all there is to do, and tells of the closing", async () => {
    await resumeSchedule(world.app, customer.name, "ann@tandem.example");
    expect(await circuit()).toBeUndefined();
    await correct();

    const run = await dueRun();

    expect(run.counters.businessCentral.inserted).toBe(60);
    expect(world.events.all()).toMatchObject([
      { type: "circuit-closed", by: "person", requestedBy: "ann@tandem.example", jobId: run.id },
    ]);
  });

  test("U3 closed in vain: the next run tells of the closing, and opens it anew", async () => {
    const since = (await circuit())?.since;
    await resumeSchedule(world.app, customer.name, "ann@tandem.example");

    const run = await dueRun();

    expect((await circuit())?.since).not.toBe(since);
    expect(world.events.all()).toMatchObject([
      { type: "job-finished-with-failures", jobId: run.id },
      { type: "circuit-closed", since, by: "person", requestedBy: "ann@tandem.example" },
      { type: "circuit-opened", reason: "flood", jobId: run.id },
    ]);
  });

  test("U2 work on chosen pairs that gets through does not close it, and leaves the schedule as it is", async () => {
    const account = await world.dataverse.create("accounts", { name: "Fine", customertypecode: 3 });
    const pair = { side: "dataverse", id: account, create: true } as const;
    await world.run("CUSTOMER", { kind: "couple", pairs: [pair] });
    const before = await shown();
    const [coupling] = (
      await world.app.store.couplings.bySide(customer.name, "dataverse", [account])
    ).values();
    world.pass(1);

    for (const request of [
      { kind: "synchronizeCouplings", ids: coupling === undefined ? [] : [coupling.id] },
      { kind: "synchronizeAllCouplings" },
      { kind: "retry", errors: {} },
    ] as const) {
      expect(await world.run("CUSTOMER", request), request.kind).toMatchObject({
        type: "synchronize",
        state: "completed",
      });
      expect(await shown(), request.kind).toEqual(before);
    }
  });

  test("a run that a person starts does all there is to do; it closes the circuit when it gets through", async () => {
    await correct();

    const run = await world.run("CUSTOMER");

    expect(run.counters.businessCentral.inserted).toBe(60);
    expect(await circuit()).toBeUndefined();
    expect(heard()).toEqual(["circuit-closed"]);
  });
});
