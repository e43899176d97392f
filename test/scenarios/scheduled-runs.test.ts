import { afterAll, describe, expect, test } from "vitest";
import type { Job } from "../../lib/domain/job/job.ts";
import { directions, type Side, sides } from "../../lib/domain/side.ts";
import { retryErrors } from "../../lib/manage/errors/retry-errors.ts";
import { baseIds } from "../../lib/sandbox/dataverse/seed/base-rows.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { type Customers, countsOf, customersOf } from "./customers.ts";

const world = await startWorld({ mappings: [] });
world.sandboxes.businessCentral.seed(1, 7);
afterAll(() => world.stop());

const jobsOf = async ({ mapping: { name } }: Customers): Promise<readonly Job[]> => {
  const page = await world.app.store.jobs.list({ mapping: name }, [name], { limit: 100 });
  return page.ok ? page.value.items : [];
};

const namesOn = async (on: Customers): Promise<Readonly<Record<Side, readonly string[]>>> => {
  const filter = (column: string) => `?$filter=startswith(${column},'${on.named("")}')`;
  const customers = await world.businessCentral.list("customers", filter("displayName"));
  const accounts = await world.dataverse.list("accounts", filter("name"));
  return {
    businessCentral: customers.map((row) => String(row["displayName"])).toSorted(),
    dataverse: accounts.map((row) => String(row["name"])).toSorted(),
  };
};

describe("F: what a run writes down", () => {
  test.each(directions)(
    "F124, F131 ☠ a run of a mapping in direction %s is one job with counters for both sides, where Business Central writes a job per direction",
    async (direction) => {
      const on = await customersOf(world, `F124-${direction.toUpperCase()}`, { direction });
      const job = await on.run();
      expect(await jobsOf(on)).toMatchObject([
        { id: job.id, type: "synchronize", state: "completed" },
      ]);
      expect(countsOf(job)).toEqual({});
    },
  );

  test("F133 a change of a coupled account comes with the scheduled run: one modified customer, still coupled", async () => {
    const on = await customersOf(world, "F133");
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "dataverse", { address1_city: "Bergen" });
    world.pass(24 * 60);
    await world.tick();
    await world.workOff();
    const [job] = await jobsOf(on);
    expect(job).toMatchObject({ trigger: "schedule", state: "completed" });
    expect(job?.counters.businessCentral.modified).toBe(1);
    expect((await on.read(adatum)).businessCentral["city"]).toBe("Bergen");
    expect((await on.coupling(adatum)).status).toBe("active");
  });

  test("F134 with a broken connection the run fails, the schedule is ready again with one attempt counted, and the next run does the work", async () => {
    const on = await customersOf(world, "F134");
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "businessCentral", { city: "Bergen" });
    world.sandboxes.dataverse.faults.set({ resetConnection: {} });
    const job = await on.run();
    world.sandboxes.dataverse.faults.set({});
    expect(job.state).toBe("failed");
    expect(job.message).toContain("Dataverse");
    const { schedule } = await on.state();
    expect(schedule).toMatchObject({ status: "ready", attempts: 1, message: job.message });
    world.pass(1);
    await world.tick();
    await world.workOff();
    expect((await on.read(adatum)).dataverse["address1_city"]).toBe("Bergen");
    expect((await on.state()).schedule).toMatchObject({ status: "ready", attempts: 0 });
  });
});

describe("F: which records a run takes", () => {
  test("F125 a filter on Business Central's side limits what is created; one coupled by hand is updated once the filter is gone", async () => {
    const filter = [
      ...customer.businessCentral.filter,
      { column: "taxLiable", is: "equal", value: true } as const,
    ];
    const on = await customersOf(world, "F125", {
      direction: "toDataverse",
      businessCentral: { ...customer.businessCentral, filter },
    });
    await on.customer("Adatum", { taxLiable: true });
    await on.customer("Fabrikam", { taxLiable: true });
    const third = await on.customer("Litware");
    expect(countsOf(await on.run())).toEqual({ dataverse: { inserted: 2 } });

    const { mappings } = world.app.store;
    const stored = await mappings.get(on.mapping.name);
    const open = { ...on.mapping.businessCentral, filter: [] };
    await mappings.save({ ...on.mapping, businessCentral: open }, stored?.revision ?? 0);
    const account = await on.account("Litware");
    await on.run({
      kind: "couple",
      pairs: [{ businessCentralId: third, dataverseId: account, initialSync: "none" }],
    });
    await world.businessCentral.change("customers", third, { city: "Bergen" });
    expect((await on.run()).counters.dataverse).toMatchObject({ modified: 1 });
    expect((await world.dataverse.get("accounts", account))["address1_city"]).toBe("Bergen");
  });

  test("F127 accounts last modified by the integration's own user are created too", async () => {
    const on = await customersOf(world, "F127");
    for (const name of ["Adatum", "Fabrikam"]) {
      const id = await on.account(name);
      const modifiedby = { table: "systemuser", id: baseIds.applicationUser };
      world.sandboxes.dataverse.change("account", id, { modifiedby });
    }
    await on.account("Litware");
    expect((await on.run()).counters.businessCentral.inserted).toBe(3);
  });

  test("F128 with onlyCoupled the coupled customer is updated and nothing is created", async () => {
    const on = await customersOf(world, "F128", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    await on.account("Only in Dataverse");
    await on.customer("Only in Business Central");
    await on.edit(adatum, "dataverse", { address1_city: "Bergen" });
    expect(countsOf(await on.run())).toEqual({ businessCentral: { modified: 1 } });
    expect((await on.read(adatum)).businessCentral["city"]).toBe("Bergen");
    expect((await on.couplings()).length).toBe(1);
  });

  test("F130 two new records on each side are four on both after one run", async () => {
    const on = await customersOf(world, "F130");
    await on.customer("Adatum");
    await on.customer("Fabrikam");
    await on.account("Litware");
    await on.account("Proseware");
    const { counters } = await on.run();
    expect(sides.map((side) => counters[side].inserted)).toEqual([2, 2]);
    const all = ["Adatum", "Fabrikam", "Litware", "Proseware"].map(on.named);
    expect(await namesOn(on)).toEqual({ businessCentral: all, dataverse: all });
    expect((await on.couplings()).length).toBe(4);
  });
});

describe("☠ failed creations are never forgotten, where Business Central's watermark moves past them", () => {
  test("a customer that could not be created stays listed, and is created by the run after a retry once its cause is gone", async () => {
    const on = await customersOf(world, "F-LOST");
    const id = await on.account("Adatum", { emailaddress1: `${"x".repeat(80)}@adatum.example` });
    expect((await on.run()).counters.businessCentral).toMatchObject({ inserted: 0, failed: 1 });
    for (let run = 0; run < 3; run += 1) {
      world.pass(60);
      await on.run();
    }
    expect(await on.errors()).toMatchObject([{ kind: "rejected", status: "skipped" }]);
    await world.dataverse.change("accounts", id, { emailaddress1: "info@adatum.example" });
    const ids = (await on.errors()).map((item) => item.id);
    const addresses = {
      businessCentral: world.businessCentral.url,
      dataverse: world.dataverse.url,
    };
    await retryErrors(
      { ...world.app, addresses },
      { selection: { ids }, runNow: false, requestedBy: "Ida" },
    );
    expect((await on.run()).counters.businessCentral.inserted).toBe(1);
    expect(await on.errors()).toEqual([]);
  });
});
