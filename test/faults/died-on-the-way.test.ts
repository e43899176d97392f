import { afterAll, expect, test } from "vitest";
import { errorIdOf } from "../../lib/domain/ids.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import type { Store } from "../../lib/ports/store.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { customersOf } from "../scenarios/customers.ts";
import { Crash } from "../world/crash.ts";
import { currency, customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { endOf } from "./watch.ts";

const world = await startWorld({ mappings: [currency] });
afterAll(() => world.stop());

/** The process dies as soon as the couplings of a step are stored. */
function dyingAfterCouplings(app: SyncApp): SyncApp {
  const remove: Store["errors"]["remove"] = () => Promise.reject(new Crash("remove"));
  return { ...app, store: { ...app.store, errors: { ...app.store.errors, remove } } };
}

/** Runs a job whose first process dies so, and works off what is delivered again. */
async function runDying(...asked: Parameters<typeof world.start>) {
  const { id: jobId } = await world.start(...asked);
  await expect(
    runJobStep(dyingAfterCouplings(world.app), { jobId, step: 0, resend: 0 }),
  ).rejects.toThrow(Crash);
  await world.workOff();
  return world.job(jobId);
}

/** Customers that are not written at all before their currency is coupled. */
const waiting: Partial<TableMapping> = {
  fields: customer.fields.map((field) =>
    field.kind === "lookup" && field.name === "currency"
      ? { ...field, whenUncoupled: "wait" }
      : field,
  ),
};

test("E6 a currency that is coupled by a step that dies releases what waits for it", async () => {
  const on = await customersOf(world, "E6", waiting);
  const krona = await world.businessCentral.create("currencies", {
    code: "SEK",
    displayName: "Krona",
  });
  const inDataverse = await world.dataverse.create("transactioncurrencies", {
    isocurrencycode: "SEK",
    currencyname: "Krona",
    currencysymbol: "kr",
    currencyprecision: 2,
    exchangerate: 1.5,
  });
  await on.customer("Adatum", { currencyId: krona });
  for (let run = 0; run < 3; run += 1) await on.run();
  expect(await on.errors()).toMatchObject([{ kind: "dependencyMissing", status: "skipped" }]);

  const job = await runDying(currency.name, {
    kind: "couple",
    pairs: [{ businessCentralId: krona, dataverseId: inDataverse, initialSync: "none" }],
  });

  expect(endOf(job)).toBe("completed");
  expect(await on.errors()).toMatchObject([{ retryRequested: true }]);
});

test("A21 a currency that is restored by a step that dies gets its links back", async () => {
  const on = await customersOf(world, "A21");
  const krone = await world.businessCentral.create("currencies", {
    code: "NOK",
    displayName: "Krone",
  });
  await world.run(currency.name);
  const { couplings, errors } = world.app.store;
  const inDataverse = async () =>
    (await couplings.bySide(currency.name, "businessCentral", [krone])).get(krone)?.ids.dataverse;
  const lost = await inDataverse();
  await on.customer("Adatum", { currencyId: krone });
  await on.run();
  const [pair] = await on.couplings();
  world.sandboxes.dataverse.remove("transactioncurrency", String(lost));
  // Dataverse empties the links to a deleted row.
  await world.dataverse.change("accounts", String(pair?.ids.dataverse), {
    "transactioncurrencyid@odata.bind": null,
  });
  await world.run(currency.name, { kind: "findDeleted" });
  const ids = [errorIdOf(currency.name, "businessCentral", krone)];
  expect([...(await errors.get(ids)).keys()]).toEqual(ids);

  await runDying(currency.name, { kind: "restore", errors: { ids } });

  const restored = await inDataverse();
  expect(restored).not.toBe(lost);
  expect(await world.dataverse.get("accounts", String(pair?.ids.dataverse))).toMatchObject({
    _transactioncurrencyid_value: restored,
  });
});

test("W7 a pair that was listed by a step that dies, and is gone when it comes again, is not listed", async () => {
  const on = await customersOf(world, "W7");
  const pair = await on.pair("Adatum", { city: "Oslo" });
  await world.dataverse.remove("accounts", pair.dataverse);
  const { id: jobId } = await world.start(on.mapping.name);
  const { couplings } = world.app.store;
  const dying = { ...couplings, save: () => Promise.reject(new Crash("save")) };
  const app = { ...world.app, store: { ...world.app.store, couplings: dying } };
  await expect(runJobStep(app, { jobId, step: 0, resend: 0 })).rejects.toThrow(Crash);
  expect(await on.errors()).toMatchObject([{ kind: "deletedInDataverse" }]);
  await world.businessCentral.remove("customers", pair.businessCentral);

  await world.workOff();
  await on.run();

  expect(await on.couplings()).toEqual([]);
  expect(await on.errors()).toEqual([]);
});
