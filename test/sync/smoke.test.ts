import { afterAll, expect, test } from "vitest";
import { startWorld } from "../world/world.ts";

const world = await startWorld();
afterAll(() => world.stop());

test("a customer created in Business Central arrives in Dataverse, and edits on both sides merge", async () => {
  const customer = await world.businessCentral.create("customers", {
    displayName: "Adatum",
    city: "Oslo",
    phoneNumber: "22 33 44",
  });
  const job = await world.run("CUSTOMER");
  console.log(JSON.stringify(job, null, 1));
  const accounts = await world.dataverse.list("accounts");
  console.log(accounts);
  const account = String(accounts[0]?.["accountid"]);
  await world.businessCentral.change("customers", customer, { displayName: "Adatum AS" });
  await world.dataverse.change("accounts", account, { address1_city: "Bergen" });
  world.pass(1);
  console.log(JSON.stringify(await world.run("CUSTOMER")));
  expect(await world.businessCentral.get("customers", customer)).toMatchObject({
    displayName: "Adatum AS",
    city: "Bergen",
  });
  expect(await world.dataverse.get("accounts", account)).toMatchObject({
    name: "Adatum AS",
    address1_city: "Bergen",
  });
});
