import { afterAll, expect, test } from "vitest";
import { newCurrency } from "../scenarios/currencies.ts";
import { customersOf } from "../scenarios/customers.ts";
import { idsOf, startPeople } from "../scenarios/people.ts";
import { currency } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";

const world = await startWorld({ mappings: [currency] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const bind = (id: string) => ({
  "transactioncurrencyid@odata.bind": `/transactioncurrencies(${id})`,
});

test("C10 links are told by the linked record's code, in the comparison and in the log; one that is not coupled by its id", async () => {
  const on = await customersOf(world, "TL");
  const [krone, krona, unknown] = [
    await newCurrency(world, "NOK"),
    await newCurrency(world, "SEK"),
    await newCurrency(world, "DKK"),
  ];
  await krone.couple();
  await krona.couple();
  const adatum = await on.pair("Adatum", { currencyId: krone.businessCentral });
  await on.edit(adatum, "businessCentral", { currencyId: krona.businessCentral });
  await on.edit(adatum, "dataverse", bind(unknown.dataverse));
  await on.run();

  const error = await people.errorOf(on, adatum);
  const job = await people.job("POST /v1/errors/actions/synchronize", {
    ...idsOf([error]),
    use: "businessCentral",
  });

  expect(error.fields?.find(({ field }) => field === "currency")).toEqual({
    field: "currency",
    base: "NOK",
    businessCentral: "SEK",
    dataverse: unknown.dataverse,
    conflict: true,
  });
  expect((await people.log(job)).flatMap(({ changes }) => changes ?? [])).toEqual([
    { field: "currency", from: unknown.dataverse, to: "SEK" },
  ]);
  const { body } = await people.ask(`GET /v1/errors/${error.id}/log`);
  expect(body).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({
        changes: [{ field: "currency", from: unknown.dataverse, to: "SEK" }],
      }),
    ]),
  });
});
