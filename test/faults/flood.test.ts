import { afterAll, beforeAll, expect, test } from "vitest";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople, currency, customer] });
});
afterAll(() => world.stop());

const account = (name: string) => ({ name, customertypecode: 3 });
const listed = async () => {
  const page = await world.app.store.errors.list({}, { limit: 500 });
  return page.ok ? page.value.items : [];
};

test("W14 sixty names too long for Business Central are one message of the mapping, and are not listed", async () => {
  const long = "long ".repeat(25);
  for (let number = 0; number < 60; number += 1) {
    await world.dataverse.create("accounts", account(`${long}${number}`));
  }
  await world.dataverse.create("accounts", account("Short"));

  const job = await world.run("CUSTOMER");

  expect(job.state).toBe("failed");
  expect(job.message).toMatch(
    /^60 of 61 records of mapping CUSTOMER failed, so they were not listed/,
  );
  expect(await listed()).toEqual([]);
  const customers = await world.businessCentral.list("customers");
  expect(customers.map((row) => row["displayName"])).toContain("Short");
});

test("W14 once the cause is gone the next run takes all of them up, because the cursor stayed", async () => {
  for (const row of await world.dataverse.list("accounts")) {
    const name = String(row["name"]);
    if (name.startsWith("long ")) {
      const short = `Cut ${name.slice(name.lastIndexOf(" ") + 1)}`;
      await world.dataverse.change("accounts", String(row["accountid"]), { name: short });
    }
  }
  world.pass(1);

  const job = await world.run("CUSTOMER");

  expect(job).toMatchObject({
    state: "completed",
    counters: { businessCentral: { inserted: 60 } },
  });
  expect(await listed()).toEqual([]);
});

test("a few bad records among as many are listed one by one", async () => {
  for (let number = 0; number < 3; number += 1) {
    await world.dataverse.create("accounts", account(`${"far too long ".repeat(9)}${number}`));
  }
  world.pass(1);

  const job = await world.run("CUSTOMER");

  expect(job.state).toBe("completedWithErrors");
  expect((await listed()).map(({ kind }) => kind)).toEqual(["rejected", "rejected", "rejected"]);
});
