import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { currency } from "../../lib/domain/default-mappings/currency.ts";
import { customer } from "../../lib/domain/default-mappings/customer.ts";
import { salespeople } from "../../lib/domain/default-mappings/salespeople.ts";
import { type ErrorId, errorIdOf, type RecordId } from "../../lib/domain/ids.ts";
import type { Job } from "../../lib/domain/job.ts";
import { endDeadLetter } from "../../lib/sync/end-dead-letter.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { startJob } from "../../lib/sync/start-job.ts";
import type { SyncApp } from "../../lib/sync/sync-app.ts";
import { Crash, crashingAt } from "../world/crash.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople, currency, customer] });
});
afterAll(() => world.stop());
beforeEach(() => world.events.reset());

interface Pair {
  readonly businessCentral: RecordId;
  readonly dataverse: RecordId;
  readonly error: ErrorId;
}

async function coupled(name: string, count = 1): Promise<readonly Pair[]> {
  const ids: RecordId[] = [];
  for (let number = 0; number < count; number += 1) {
    const displayName = count === 1 ? name : `${name} ${number}`;
    ids.push(await world.businessCentral.create("customers", { displayName }));
  }
  await world.run("CUSTOMER");
  const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", ids);
  world.pass(1);
  return ids.map((businessCentral) => {
    const dataverse = found.get(businessCentral)?.dataverseId;
    if (dataverse === undefined) throw new Error(`${name} was not coupled`);
    const error = errorIdOf(customer.name, "businessCentral", businessCentral);
    return { businessCentral, dataverse, error };
  });
}

/** The pair's name is changed on both sides. */
async function dispute({ businessCentral, dataverse }: Pair, name = "Disputed"): Promise<void> {
  await world.businessCentral.change("customers", businessCentral, { displayName: `${name} BC` });
  await world.dataverse.change("accounts", dataverse, { name: `${name} DV` });
}

async function disputed(name: string): Promise<Pair> {
  const [pair] = await coupled(name);
  if (pair === undefined) throw new Error(`${name} was not made`);
  await dispute(pair, name);
  world.events.reset();
  return pair;
}

const startResolve = ({ error }: Pair) =>
  startJob(world.app, {
    mapping: customer.name,
    type: "resolve",
    trigger: "manual",
    requestedBy: "anna@example.com",
    request: { kind: "resolve", errors: { ids: [error] }, use: "businessCentral" },
  });

const isListed = async ({ error }: Pair) => (await world.app.store.errors.get([error])).has(error);

const told = (type: "error-opened" | "error-resolved", { error }: Pair) =>
  world.events
    .all()
    .filter((event) => event.type === type && event.items.some(({ id }) => id === error));

describe("what others hear", () => {
  test("of a run in which all goes well is nothing", async () => {
    await world.businessCentral.create("customers", { displayName: "Well" });

    await world.run("CUSTOMER");

    expect(world.events.all()).toEqual([]);
  });

  test("of a conflict is the new error item with both records, and the job that ended with errors", async () => {
    const pair = await disputed("Adatum");

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
    const pair = await disputed("Again");
    await world.run("CUSTOMER");
    world.events.reset();
    world.pass(1);
    await world.dataverse.change("accounts", pair.dataverse, { name: "Again DV 2" });

    await world.run("CUSTOMER");

    expect(await isListed(pair)).toBe(true);
    expect(world.events.all().map(({ type }) => type)).toEqual(["job-finished-with-failures"]);
  });

  test("of an item that a person resolved is that it went, with the job and who asked for it", async () => {
    const pair = await disputed("Resolved");
    await world.run("CUSTOMER");
    world.events.reset();

    const { id: jobId } = await startResolve(pair);
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
    const pair = await disputed("Preview");

    const job = await world.run("CUSTOMER", { kind: "changes" }, { preview: true });

    expect(job.state).toBe("completedWithErrors");
    expect(world.events.all()).toEqual([]);
    await world.run("CUSTOMER");
    expect(told("error-opened", pair)).toHaveLength(1);
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
    const pair = await disputed("No bus");
    const job = await world.start("CUSTOMER");

    await expect(runJobStep(noBus(), first(job))).rejects.toThrow("There is no bus");
    expect(await isListed(pair)).toBe(true);
    await world.workOff();

    expect(told("error-opened", pair)).toHaveLength(1);
    expect((await world.job(job.id)).state).toMatch(/^completed/);
  });

  test("for good ends the job, and the dead letter tells of all once there is a bus again", async () => {
    const pair = await disputed("Never a bus");
    const job = await world.start("CUSTOMER");
    const dying = noBus();

    await expect(runJobStep(dying, first(job))).rejects.toThrow();
    await expect(endDeadLetter(dying, first(job))).rejects.toThrow("There is no bus");
    expect((await world.job(job.id)).state).toBe("failed");
    expect(await endDeadLetter(world.app, first(job))).toBe("late");

    expect(told("error-opened", pair)).toHaveLength(1);
    expect(world.events.all()).toMatchObject([
      { type: "error-opened" },
      { type: "job-finished-with-failures", jobId: job.id, state: "failed" },
    ]);
    await world.workOff();
    await world.run("CUSTOMER");
  });
});

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
    new Set(told(type, pair).map(({ id }) => id)).size;

  test("has told of what it listed, under one id", async () => {
    const all = await coupled("Opened", pairs);

    const met = await allDying(all, async (pair) => {
      await dispute(pair);
      return world.start("CUSTOMER");
    });

    expect(met.length).toBeGreaterThan(10);
    for (const [index, pair] of met.entries()) {
      expect(await isListed(pair), `call ${index + 1}`).toBe(true);
      expect(idsOf("error-opened", pair), `call ${index + 1}`).toBe(1);
    }
  }, 120_000);

  const edited = async ({ dataverse }: Pair): Promise<Job> => {
    await world.dataverse.change("accounts", dataverse, { name: "Disputed BC" });
    return world.start("CUSTOMER");
  };

  test.each([
    ["a person's job", startResolve],
    ["the run after an edit", edited],
  ])(
    "has told of what it resolved, at the latest in the next run (%s)",
    async (by, start) => {
      const all = await coupled(by, pairs);
      for (const pair of all) await dispute(pair);
      await world.run("CUSTOMER");
      world.pass(1);
      world.events.reset();

      const met = await allDying(all, start);
      world.pass(1);
      await world.run("CUSTOMER");

      expect(met.length).toBeGreaterThan(10);
      for (const [index, pair] of met.entries()) {
        expect(await isListed(pair), `call ${index + 1}`).toBe(false);
        expect(idsOf("error-resolved", pair), `call ${index + 1}`).toBe(1);
      }
    },
    120_000,
  );
});

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
