import { afterAll, expect, test } from "vitest";
import { annotated } from "../../lib/domain/error/error-transitions.ts";
import type { Store } from "../../lib/ports/store.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { expectInStep } from "../faults/watch.ts";
import { customersOf } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";

const world = await startWorld({ mappings: [] });
afterAll(() => world.stop());

/** Somebody is quicker, once, at the store's `save` of error items or couplings. */
function overtaken(part: "errors" | "couplings", first: () => Promise<unknown>): SyncApp {
  const { store } = world.app;
  let isFirst = true;
  const quicker = async (): Promise<void> => {
    if (isFirst) await first();
    isFirst = false;
  };
  const errors: Store["errors"] = {
    ...store.errors,
    save: async (items) => {
      if (part === "errors" && items.length > 0) await quicker();
      return store.errors.save(items);
    },
  };
  const couplings: Store["couplings"] = {
    ...store.couplings,
    save: async (changes) => {
      if (part === "couplings" && changes.length > 0) await quicker();
      return store.couplings.save(changes);
    },
  };
  return { ...world.app, store: { ...store, errors, couplings } };
}

test("E10 a note that is written while the record fails anew stays, and so does what is found", async () => {
  const on = await customersOf(world, "NOTE");
  const pair = await on.pair("Adatum", { city: "Oslo" });
  await on.edit(pair, "businessCentral", { city: "Bergen" });
  await on.edit(pair, "dataverse", { address1_city: "Hamar" });
  await on.run();
  const { errors } = world.app.store;
  const [item] = await on.errors();
  if (item === undefined) throw new Error("Nothing is listed");
  await on.edit(pair, "businessCentral", { city: "Moss" });
  const { id: jobId, step } = await world.start(on.mapping.name);
  const app = overtaken("errors", () =>
    errors.save([
      annotated(item, { note: "RequestedAction sales." }, { at: world.now(), by: "ida" }),
    ]),
  );
  await runJobStep(app, { jobId, step, resend: 0 });
  expect(await on.errors()).toMatchObject([
    { kind: "updateConflict", note: "RequestedAction sales.", jobId, status: "skipped" },
  ]);
  const [listed] = await on.errors();
  expect(listed?.fields?.find(({ field }) => field === "city")).toMatchObject({
    businessCentral: "Moss",
  });
});

test("W a coupling that changes while a step works on it is not taken for stored: the step is delivered again", async () => {
  const on = await customersOf(world, "RACE");
  const pair = await on.pair("Adatum", { city: "Oslo" });
  await on.edit(pair, "businessCentral", { city: "Bergen" });
  const before = await on.coupling(pair);
  const { id: jobId, step } = await world.start(on.mapping.name);
  const app = overtaken("couplings", () =>
    world.app.store.couplings.save([{ kind: "update", before, after: before }]),
  );
  await expect(runJobStep(app, { jobId, step, resend: 0 })).rejects.toThrow("changed while");
  await world.workOff();
  expect((await on.coupling(pair)).base).toMatchObject({ city: "Bergen" });
  await expectInStep(world, on, 1);
});
