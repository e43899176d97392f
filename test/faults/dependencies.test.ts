import { afterAll, expect, test } from "vitest";
import { couplingIdOf, type RecordId } from "../../lib/domain/ids.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { newCurrency } from "../scenarios/currencies.ts";
import { type Customers, customersOf, present } from "../scenarios/customers.ts";
import { currency, customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { endOf } from "./watch.ts";

const world = await startWorld({ mappings: [currency] });
afterAll(() => world.stop());

/** Customers that are not written at all before their currency is coupled. */
const waiting: Partial<TableMapping> = {
  fields: customer.fields.map((field) =>
    field.kind === "lookup" && field.name === "currency"
      ? { ...field, whenUncoupled: "wait" }
      : field,
  ),
};

async function accountsOf(on: Customers) {
  const accounts = await world.dataverse.list("accounts");
  return accounts.filter(({ name }) => String(name).startsWith(on.named("")));
}

const inCurrency = (on: Customers, name: string, currencyId: RecordId) =>
  on.customer(name, { currencyId });

test("FM20 a customer waits for its currency: retrying, and synchronized by itself once that is coupled", async () => {
  const on = await customersOf(world, "WAIT", waiting);
  const krone = await newCurrency(world, "NOK");
  await inCurrency(on, "Adatum", krone.businessCentral);
  await on.customer("In local currency");
  await on.run();
  expect(await on.errors()).toMatchObject([
    { kind: "dependencyMissing", status: "retrying", occurrences: 1 },
  ]);
  const { message } = present((await on.errors())[0], "an error");
  expect(message).toContain("Adatum");
  expect(message).toContain(
    `the CURRENCY record of field "currency" (${krone.businessCentral}) in Business Central`,
  );
  expect(await accountsOf(on)).toHaveLength(1);
  await krone.couple();
  expect(endOf(await on.run())).toBe("completed");
  expect(await on.errors()).toEqual([]);
  expect(await accountsOf(on)).toContainEqual(
    expect.objectContaining({ _transactioncurrencyid_value: krone.dataverse }),
  );
});

test("FM20 after three runs it is skipped, and its currency still releases it", async () => {
  const on = await customersOf(world, "SKIPPED", waiting);
  const krona = await newCurrency(world, "SEK");
  await inCurrency(on, "Adatum", krona.businessCentral);
  for (const status of ["retrying", "retrying", "skipped"]) {
    world.pass(30);
    await on.run();
    expect(await on.errors()).toMatchObject([{ kind: "dependencyMissing", status }]);
  }
  await on.run();
  expect(await on.errors()).toMatchObject([{ status: "skipped", occurrences: 3 }]);
  await krona.couple();
  expect(await on.errors()).toMatchObject([{ retryRequested: true }]);
  expect(endOf(await on.run())).toBe("completed");
  expect(await accountsOf(on)).toMatchObject([{ _transactioncurrencyid_value: krona.dataverse }]);
  expect(await on.errors()).toEqual([]);
});

test("FM20 what waits pulls its mapping's next run forward when the currency is coupled", async () => {
  const on = await customersOf(world, "WOKEN", waiting);
  const euro = await newCurrency(world, "DKK");
  await inCurrency(on, "Adatum", euro.businessCentral);
  await on.run();
  await on.run();
  await euro.couple();
  world.pass(1);
  await world.tick();
  await world.workOff();
  expect(await on.errors()).toEqual([]);
  expect(await accountsOf(on)).toHaveLength(1);
});

test("FM20 a link that is deferred: the account comes at once, listed as incomplete, and gets its currency later", async () => {
  const on = await customersOf(world, "DEFER");
  const pound = await newCurrency(world, "GBP");
  await inCurrency(on, "Adatum", pound.businessCentral);
  await on.run();
  const [before] = await accountsOf(on);
  expect(before).toBeDefined();
  expect(before?.["_transactioncurrencyid_value"]).not.toBe(pound.dataverse);
  expect(await on.errors()).toMatchObject([{ kind: "dependencyMissing", status: "retrying" }]);
  expect((await on.errors())[0]?.message).toContain("Adatum");
  await pound.couple();
  expect(endOf(await on.run())).toBe("completed");
  expect(await accountsOf(on)).toMatchObject([{ _transactioncurrencyid_value: pound.dataverse }]);
  expect(await on.errors()).toEqual([]);
});

test("E9 a missing record that was coupled before is told by its title", async () => {
  const on = await customersOf(world, "NAMED", waiting);
  const crown = await newCurrency(world, "ISK");
  await crown.couple();
  await world.run(currency.name, {
    kind: "uncouple",
    ids: [couplingIdOf(currency.name, crown.businessCentral)],
  });
  await inCurrency(on, "Adatum", crown.businessCentral);

  await on.run();

  const [item] = await on.errors();
  expect(item?.message).toBe(
    'NAMED "NAMED Adatum" refers to CURRENCY "Money ISK" in Business Central, which is not coupled.',
  );
});

test("the log of a link to an uncoupled record that gives way to a blank tells what was there", async () => {
  const on = await customersOf(world, "GIVEUP");
  const yen = await newCurrency(world, "JPY");
  const pair = await on.pair("Adatum");
  await on.edit(pair, "dataverse", {
    "transactioncurrencyid@odata.bind": `/transactioncurrencies(${yen.dataverse})`,
  });
  await on.run();
  const [item] = await on.errors();
  expect(item?.kind).toBe("dependencyMissing");

  const job = await on.run({
    kind: "synchronizeErrors",
    errors: { ids: item === undefined ? [] : [item.id] },
    use: "businessCentral",
  });

  const log = await world.app.store.history.ofJob(job.id, { limit: 10 });
  expect(log.ok && log.value.items.map(({ changes }) => changes)).toEqual([
    [{ field: "currency", from: `|${yen.dataverse}`, to: null }],
  ]);
});
