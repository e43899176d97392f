import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MappingName } from "../../lib/domain/ids.ts";
import { coupleRecords } from "../../lib/manage/couplings/couple-records.ts";
import { cancelJob } from "../../lib/manage/jobs/jobs.ts";
import type { ManageApp } from "../../lib/manage/manage-app.ts";
import { synchronizeMapping } from "../../lib/manage/mappings/start-synchronization.ts";
import { holdSchedule, runSchedule } from "../../lib/manage/schedules/schedules.ts";
import type { Store } from "../../lib/ports/store.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
let app: ManageApp;
const customer = MappingName.parse("CUSTOMER");
const asked = { mapping: customer, requestedBy: "ida" };

beforeAll(async () => {
  world = await startWorld();
  const { apps, ...rest } = world.app;
  const addresses = { businessCentral: apps.businessCentral.url, dataverse: apps.dataverse.url };
  app = { ...rest, addresses };
  for (const mapping of ["SALESPEOPLE", "CURRENCY"]) await world.run(mapping);
});
afterAll(() => world.stop());

const started = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false },
): T => {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result));
};

/** Each first attempt to save finds that somebody else was faster. */
const raced = (store: Store, between: () => Promise<unknown>): Store => {
  let isFirst = true;
  const first = async (): Promise<void> => {
    if (isFirst) {
      isFirst = false;
      await between();
    }
  };
  return {
    ...store,
    jobs: {
      ...store.jobs,
      update: async (before, after) => {
        await first();
        return store.jobs.update(before, after);
      },
    },
    states: {
      ...store.states,
      save: async (state) => {
        await first();
        return store.states.save(state);
      },
    },
  };
};

describe("what people start", () => {
  test("coupling a record with a new one makes that record, and couples both", async () => {
    const id = await world.businessCentral.create("customers", { displayName: "Adatum" });

    const job = started(
      await coupleRecords(app, { ...asked, businessCentralId: id, create: "dataverse" }),
    );
    await world.workOff();

    expect((await world.job(job.id)).state).toBe("completed");
    const couplings = await app.store.couplings.bySide(customer, "businessCentral", [id]);
    expect(couplings.get(id)?.title).toBe("Adatum");
  });

  test("a run is done once, though the tick looks at the same schedule", async () => {
    const job = started(await runSchedule(app, asked));
    await world.tick();
    await world.workOff();
    await world.tick();
    await world.workOff();

    const ended = await world.job(job.id);
    expect(ended).toMatchObject({ state: "completed", requestedBy: "ida", trigger: "manual" });
    const state = await app.store.states.get(customer);
    expect(state?.schedule.lastRunAt).toBe(ended.finishedAt);
    expect((await app.store.jobs.open()).filter(({ mapping }) => mapping === customer)).toEqual([]);
  });

  test("a cancelled job ends at its next step", async () => {
    const job = started(await synchronizeMapping(app, asked));
    await cancelJob(app, job.id);
    await world.workOff();

    expect((await world.job(job.id)).state).toBe("cancelled");
  });
});

describe("races with the worker", () => {
  test("cancelling a job whose step ends at the same moment still cancels it", async () => {
    const job = started(await synchronizeMapping(app, asked));
    const between = async (): Promise<void> => {
      const current = await world.job(job.id);
      await app.store.jobs.update(current, { ...current, step: 1, state: "running" });
    };

    const cancelled = started(await cancelJob({ store: raced(app.store, between) }, job.id));

    expect(cancelled).toMatchObject({ step: 1, state: "running", cancelRequested: true });
    expect(await world.job(job.id)).toMatchObject({ step: 1, cancelRequested: true });
  });

  test("cancelling a job that ends at the same moment is refused", async () => {
    const job = started(await synchronizeMapping(app, asked));
    const between = async (): Promise<void> => {
      const current = await world.job(job.id);
      await app.store.jobs.update(current, { ...current, state: "completed" });
    };

    const answer = await cancelJob({ store: raced(app.store, between) }, job.id);

    expect(answer).toMatchObject({ ok: false, failure: { code: "conflict" } });
  });

  test("S7 a schedule that is put on hold while a run ends keeps what the run found out", async () => {
    const between = async (): Promise<void> => {
      const state = await app.store.states.get(customer);
      if (state !== undefined) await app.store.states.save({ ...state, coupled: 77 });
    };

    await holdSchedule({ ...app, store: raced(app.store, between) }, customer);

    expect(await app.store.states.get(customer)).toMatchObject({
      coupled: 77,
      schedule: { status: "onHold" },
    });
  });
});
