import { afterAll, expect, test } from "vitest";
import { couplingIdOf } from "../../lib/domain/ids.ts";
import { countsOf, customersOf } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { endOf, expectInStep, writesSent } from "./watch.ts";

const world = await startWorld({ mappings: [] });
afterAll(() => world.stop());

test("FM4 creates, edits, merges, conflicts and a deletion on both sides: twenty runs later nothing was written again", async () => {
  const on = await customersOf(world, "ECHO", {
    updateConflict: "latestWins",
    deleteConflict: "delete",
  });
  const sent = await on.pair("to Dataverse");
  const received = await on.pair("to Business Central");
  const merged = await on.pair("merged");
  const disputed = await on.pair("disputed");
  const agreed = await on.pair("agreed");
  const gone = await on.pair("gone");
  await on.edit(sent, "businessCentral", { city: "Oslo" });
  await on.edit(received, "dataverse", { telephone1: "1", emailaddress1: "a@b.no" });
  await on.edit(merged, "businessCentral", { city: "Bergen" });
  await on.edit(merged, "dataverse", { telephone1: "2" });
  await on.edit(disputed, "businessCentral", { city: "Hamar" });
  await on.edit(agreed, "businessCentral", { city: "Moss" });
  await on.edit(agreed, "dataverse", { address1_city: "Moss" });
  await world.dataverse.remove("accounts", gone.dataverse);
  world.pass(1);
  await on.edit(disputed, "dataverse", { address1_city: "Lillehammer" });
  await on.customer("New customer");
  await on.account("New account");
  world.calls.reset();
  expect(endOf(await on.run())).toBe("completed");
  const needed = writesSent(world);
  expect(needed).toBe(8);
  await expectInStep(world, on, 7);

  world.calls.reset();
  for (let run = 0; run < 20; run += 1) {
    world.pass(run % 5);
    const job = await on.run(
      run % 7 === 6 ? { kind: "synchronizeAll" } : { kind: "synchronizeChanges" },
    );
    for (const counters of Object.values(countsOf(job))) {
      expect(Object.keys(counters)).toEqual(["unchanged"]);
    }
  }
  expect(writesSent(world)).toBe(0);
  await expectInStep(world, on, 7);
});

test("FM4 a conflict that waits for a person is listed once, and written by no further run", async () => {
  const on = await customersOf(world, "WAITING");
  const pair = await on.pair("Adatum");
  await on.edit(pair, "businessCentral", { city: "Oslo" });
  await on.edit(pair, "dataverse", { address1_city: "Bergen" });
  world.calls.reset();
  for (let run = 0; run < 20; run += 1) {
    world.pass(run % 5);
    await on.run();
  }
  expect(writesSent(world)).toBe(0);
  expect(await on.errors()).toMatchObject([
    { kind: "updateConflict", status: "skipped", occurrences: 1 },
  ]);
  const ids = [couplingIdOf(on.mapping.name, pair.businessCentral)];
  await on.run({ kind: "synchronizeCouplings", ids });
  expect(writesSent(world)).toBe(0);
});

test("FM4 what the integration user itself edits in the apps is synchronized like anybody's edit", async () => {
  const on = await customersOf(world, "SAME-USER");
  const pair = await on.pair("Adatum");
  world.sandboxes.dataverse.change("account", pair.dataverse, { telephone1: "77" });
  expect(countsOf(await on.run())).toEqual({ businessCentral: { modified: 1 } });
  await expectInStep(world, on, 1);
});
