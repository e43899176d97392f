import { afterAll, beforeAll, expect, test } from "vitest";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople, currency, customer] });
});
afterAll(() => world.stop());

test("D31 a customer made for an account starts with the account's credit limit, which from then on is the customer's", async () => {
  const account = await world.dataverse.create("accounts", {
    name: "Adatum",
    customertypecode: 3,
    creditlimit: 17000,
  });

  await world.run("CUSTOMER");
  world.pass(1);
  await world.run("CUSTOMER");

  expect(await world.dataverse.get("accounts", account)).toMatchObject({ creditlimit: 17000 });
  const [made] = await world.businessCentral.list("customers", "?$filter=displayName eq 'Adatum'");
  expect(made).toMatchObject({ creditLimit: 17000 });
  await world.businessCentral.change("customers", String(made?.["id"]), { creditLimit: 900 });
  await world.run("CUSTOMER");

  expect(await world.dataverse.get("accounts", account)).toMatchObject({ creditlimit: 900 });
});
