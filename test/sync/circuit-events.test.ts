import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { Crash } from "../world/crash.ts";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";

describe("the circuit", () => {
  const nothingEnabled = {
    ...customer,
    fields: customer.fields.map((field) => ({ ...field, enabled: false })),
  };
  let other: World;
  beforeEach(async () => {
    other = await startWorld({ mappings: [salespeople, currency, customer] });
  });
  afterEach(() => other.stop());

  const spoil = async () => {
    const stored = await other.app.store.mappings.get(customer.name);
    await other.app.store.mappings.save(nothingEnabled, stored?.revision ?? 0);
  };
  const heard = () => other.events.all().map(({ type }) => type);

  test("W14 opens when records fail in masses: two events, and none for the records", async () => {
    for (let number = 0; number < 60; number += 1) {
      const name = `${"long ".repeat(25)}${number}`;
      await other.dataverse.create("accounts", { name, customertypecode: 3 });
    }

    const job = await other.run("CUSTOMER");

    expect(other.events.all()).toMatchObject([
      { type: "job-finished-with-failures", state: "failed", message: job.message },
      { type: "circuit-opened", reason: "flood", jobId: job.id, message: job.message },
    ]);
    expect(heard()).toHaveLength(2);
  });

  test("S3 opens once: when the tenth run in a row has failed", async () => {
    await spoil();
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      await other.run("CUSTOMER");
      other.pass(1);
    }
    expect(new Set(heard())).toEqual(new Set(["job-finished-with-failures"]));
    other.events.reset();

    await other.run("CUSTOMER");

    expect(other.events.all()).toMatchObject([
      { type: "job-finished-with-failures", state: "failed" },
      { type: "circuit-opened", reason: "schedule", mapping: "CUSTOMER" },
    ]);
    other.pass(1);
    other.events.reset();
    await other.run("CUSTOMER");
    expect(heard()).toEqual(["job-finished-with-failures"]);
  });

  test("S3 is told of though the tenth run died between the schedule and its job", async () => {
    await spoil();
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      await other.run("CUSTOMER");
      other.pass(1);
    }
    other.events.reset();
    const { store } = other.app;
    const update = async () => {
      throw new Crash("update");
    };
    const dying: SyncApp = {
      ...other.app,
      store: { ...store, jobs: { ...store.jobs, update } },
    };
    const job = await other.start("CUSTOMER");

    await expect(runJobStep(dying, { jobId: job.id, step: 0, resend: 0 })).rejects.toThrow(Crash);
    expect((await store.states.get(customer.name))?.schedule.status).toBe("error");
    await other.workOff();

    expect(heard()).toEqual(["job-finished-with-failures", "circuit-opened"]);
  });
});
