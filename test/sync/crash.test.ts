import { afterAll, describe, expect, test } from "vitest";
import { MappingName } from "../../lib/domain/ids.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { Crash, crashingAt, type Moment } from "../world/crash.ts";
import { startWorld } from "../world/world.ts";

const world = await startWorld({});
afterAll(() => world.stop());

const item = MappingName.parse("ITEM-PRODUCT");
const customer = MappingName.parse("CUSTOMER");

/** Two new records on each side, one pair edited on both sides, one edited in Dataverse only. */
async function makeNews(round: string) {
  const { businessCentral, dataverse } = world;
  const merged = await businessCentral.create("items", { displayName: `Merged ${round}` });
  const edited = await businessCentral.create("items", { displayName: `Edited ${round}` });
  await world.run(item);
  const couplings = await world.app.store.couplings.bySide(item, "businessCentral", [
    merged,
    edited,
  ]);
  const mergedProduct = String(couplings.get(merged)?.ids.dataverse);
  const editedProduct = String(couplings.get(edited)?.ids.dataverse);
  world.pass(1);
  await businessCentral.change("items", merged, { unitPrice: 12.5 });
  await dataverse.change("products", mergedProduct, { name: `Together ${round}` });
  await dataverse.change("products", editedProduct, { name: `Renamed ${round}` });
  for (const name of [`One ${round}`, `Two ${round}`]) {
    await businessCentral.create("items", { displayName: name });
  }
  return { merged, mergedProduct, edited };
}

/** Runs one job whose first process dies at the call; answers whether it died at all. */
async function runWithCrash(mapping: MappingName, call: number, moment: Moment): Promise<boolean> {
  const job = await world.start(mapping);
  let died = false;
  const dying = crashingAt(world.app, call, moment);
  await runJobStep(dying, { jobId: job.id, step: 0, resend: 0 }).catch((trouble: unknown) => {
    if (!(trouble instanceof Crash)) throw trouble;
    died = true;
  });
  await world.workOff();
  const { step } = await world.job(job.id);
  await runJobStep(world.app, { jobId: job.id, step, resend: 1 });
  await world.workOff();
  expect((await world.job(job.id)).state).toBe("completed");
  return died;
}

describe("W: a step that dies anywhere and is delivered again does the rest, once", () => {
  test.each(["before", "after"] as const)(
    "the process dies %s each of its calls",
    async (moment) => {
      let died = true;
      for (let call = 1; died; call += 1) {
        const round = `${moment} ${call}`;
        const { merged, mergedProduct, edited } = await makeNews(round);
        died = await runWithCrash(item, call, moment);

        const items = await world.businessCentral.list("items");
        const products = await world.dataverse.list("products");
        for (const name of [
          `One ${round}`,
          `Two ${round}`,
          `Together ${round}`,
          `Renamed ${round}`,
        ]) {
          expect(
            items.filter((row) => row["displayName"] === name),
            name,
          ).toHaveLength(1);
          expect(
            products.filter((row) => row["name"] === name),
            name,
          ).toHaveLength(1);
        }
        expect(products.find((row) => row["productid"] === mergedProduct)).toMatchObject({
          price: 12.5,
        });
        expect(items.find((row) => row["id"] === merged)).toMatchObject({ unitPrice: 12.5 });
        expect(items.find((row) => row["id"] === edited)).toMatchObject({
          displayName: `Renamed ${round}`,
        });
        expect(await world.app.store.intents.open(item)).toEqual([]);
      }
    },
    120_000,
  );

  test.each(["before", "after"] as const)(
    "Business Central gives new customers ids of its own, and the process dies %s each of its calls",
    async (moment) => {
      let died = true;
      for (let call = 1; died; call += 1) {
        world.pass(1);
        const names = [`First ${moment} ${call}`, `Second ${moment} ${call}`];
        for (const name of names)
          await world.dataverse.create("accounts", { name, customertypecode: 3 });
        died = await runWithCrash(customer, call, moment);

        const customers = await world.businessCentral.list("customers");
        const accounts = await world.dataverse.list("accounts");
        for (const name of names) {
          expect(
            customers.filter((row) => row["displayName"] === name),
            name,
          ).toHaveLength(1);
          expect(
            accounts.filter((row) => row["name"] === name),
            name,
          ).toHaveLength(1);
        }
        expect(await world.app.store.intents.open(customer)).toEqual([]);
      }
    },
    120_000,
  );
});
