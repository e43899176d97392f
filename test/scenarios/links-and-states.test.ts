import { afterAll, describe, expect, test } from "vitest";
import { RecordId } from "../../lib/domain/ids.ts";
import { FieldMapping } from "../../lib/domain/mapping/mapping.ts";
import type { Side } from "../../lib/domain/side.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { baseIds } from "../../lib/sandbox/dataverse/seed/base-rows.ts";
import { currency, customer, itemProduct, salespeople } from "../world/creating-mappings.ts";
import type { Row } from "../world/person.ts";
import { startWorld } from "../world/world.ts";
import { countsOf, customersOf, mappingFor, present } from "./customers.ts";

const world = await startWorld({ mappings: [] });
world.sandboxes.businessCentral.seed(1, 7);
world.sandboxes.dataverse.seed(1, 7);
await installMappings(world.app, {
  mappings: [salespeople, currency],
  scheduleOf: (first) => first,
});
await world.run("SALESPEOPLE");
afterAll(() => world.stop());

const zeroId = "00000000-0000-0000-0000-000000000000";

describe("M: currencies", () => {
  test("M233 a coupled currency set on one side follows on the other, and blank is the base currency", async () => {
    const [euro] = await world.businessCentral.list("currencies", "?$filter=code eq 'EUR'");
    const euroId = RecordId.parse(euro?.["id"]);
    const inDataverse = await world.dataverse.create("transactioncurrencies", {
      isocurrencycode: "EUR",
      currencyname: "Euro",
      currencysymbol: "€",
      currencyprecision: 2,
      exchangerate: 0.9,
    });
    const pairs = [
      { businessCentralId: euroId, dataverseId: inDataverse, initialSync: "none" as const },
    ];
    expect((await world.run("CURRENCY", { kind: "couple", pairs })).coupled).toBe(1);

    const on = await customersOf(world, "M233");
    const adatum = await on.pair("Adatum");
    const base = baseIds.currency;
    const currencies = async () => {
      const { businessCentral, dataverse } = await on.read(adatum);
      return [businessCentral["currencyId"], dataverse["_transactioncurrencyid_value"]];
    };
    await on.edit(adatum, "businessCentral", { currencyId: euroId });
    await on.run();
    expect(await currencies()).toEqual([euroId, inDataverse]);
    await on.edit(adatum, "dataverse", {
      "transactioncurrencyid@odata.bind": `/transactioncurrencies(${base})`,
    });
    await on.run();
    expect(await currencies()).toEqual([zeroId, base]);
    await on.edit(adatum, "dataverse", {
      "transactioncurrencyid@odata.bind": `/transactioncurrencies(${inDataverse})`,
    });
    await on.run();
    expect(await currencies()).toEqual([euroId, inDataverse]);
    await on.edit(adatum, "businessCentral", { currencyId: zeroId });
    await on.run();
    expect(await currencies()).toEqual([zeroId, base]);
  });
});

describe("M: owners and salespeople", () => {
  /** Salespeople that come from users, each with its user's id. */
  const sellers = async (): Promise<readonly { code: string; user: unknown }[]> => {
    const users = await world.dataverse.list("systemusers", "?$filter=isintegrationuser eq false");
    const people = await world.businessCentral.list("salespeoplePurchasers");
    return users.flatMap((user) => {
      const person = people.find(({ email }) => email === user["internalemailaddress"]);
      const isSeller = person !== undefined && user["internalemailaddress"] !== null;
      return isSeller ? [{ code: String(person["code"]), user: user["systemuserid"] }] : [];
    });
  };

  test("M235 an equal owner stays, a changed salesperson replaces it, and a blank one leaves it", async () => {
    const [first, second] = await sellers();
    const on = await customersOf(world, "M235");
    const adatum = await on.pair("Adatum", { salespersonCode: first?.code });
    const owner = async () => (await on.read(adatum)).dataverse["_ownerid_value"];
    expect(await owner()).toBe(first?.user);
    await on.edit(adatum, "businessCentral", { salespersonCode: second?.code });
    await on.run();
    expect(await owner()).toBe(second?.user);
    await on.edit(adatum, "businessCentral", { salespersonCode: "" });
    await on.run();
    expect(await owner()).toBe(second?.user);
    expect(await on.errors()).toEqual([]);
  });

  test("M236 ☠ an owner whose salesperson is not coupled is left alone without an error, where Business Central reports one", async () => {
    const coupled = new Set((await sellers()).map(({ code }) => code));
    const people = await world.businessCentral.list("salespeoplePurchasers");
    const stranger = people.find(({ code }) => !coupled.has(String(code)));
    const on = await customersOf(world, "M236");
    const adatum = await on.pair("Adatum");
    const before = (await on.read(adatum)).dataverse["_ownerid_value"];
    await on.edit(adatum, "businessCentral", { salespersonCode: stranger?.["code"], city: "Oslo" });
    await on.run();
    expect((await on.read(adatum)).dataverse).toMatchObject({
      _ownerid_value: before,
      address1_city: "Oslo",
    });
    expect(await on.errors()).toEqual([]);
  });

  test("M236 a mapping that says so waits for the salesperson instead, and lists the customer", async () => {
    const coupled = new Set((await sellers()).map(({ code }) => code));
    const people = await world.businessCentral.list("salespeoplePurchasers");
    const stranger = people.find(({ code }) => !coupled.has(String(code)));
    const on = await customersOf(world, "M236W", {
      fields: customer.fields.map((field) =>
        field.name === "owner" && field.kind === "lookup"
          ? { ...field, whenUncoupled: "wait" }
          : field,
      ),
    });
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "businessCentral", { salespersonCode: stranger?.["code"], city: "Oslo" });
    expect(countsOf(await on.run())).toEqual({ dataverse: { failed: 1 } });
    expect((await on.read(adatum)).dataverse["address1_city"]).toBeNull();
    expect(await on.errors()).toMatchObject([{ kind: "dependencyMissing", status: "retrying" }]);
  });

  test("M238 two new users become salespeople with a code of their own each", async () => {
    const codes = (await sellers()).map(({ code }) => code);
    expect(codes.length).toBeGreaterThanOrEqual(2);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => code !== "" && code === code.toUpperCase())).toBe(true);
  });
});

describe("M239 with the filters on state gone, the state itself is synchronized", () => {
  const state = FieldMapping.parse({
    name: "blocked",
    kind: "choice",
    direction: "bidirectional",
    businessCentral: { column: "blocked" },
    dataverse: { column: "statecode" },
    values: { false: 0, true: 1 },
  });

  /** An item and its active product, created by the shipped mapping and coupled in another one. */
  async function pairWithState(number: string) {
    const shipped = mappingFor(`${number}-NEW`, itemProduct);
    const { businessCentral, dataverse, fields } = itemProduct;
    const mapping = mappingFor(number, {
      ...itemProduct,
      onlyCoupled: true,
      businessCentral: { ...businessCentral, filter: [] },
      dataverse: { ...dataverse, filter: dataverse.filter.slice(0, 1) },
      fields: [...fields.filter(({ kind }) => kind !== "constant"), state],
    });
    await installMappings(world.app, {
      mappings: [shipped, mapping],
      scheduleOf: (first) => first,
    });
    const displayName = `${number}-NEW Bicycle`;
    const item = await world.businessCentral.create("items", { displayName });
    await world.run(shipped.name);
    const couplings = await world.app.store.couplings.bySide(shipped.name, "businessCentral", [
      item,
    ]);
    const product = present(couplings.get(item), "a coupling").ids.dataverse;
    const renamed = `${number} Bicycle`;
    await world.businessCentral.change("items", item, { displayName: renamed });
    await world.dataverse.change("products", product, { name: renamed });
    const pairs = [
      { businessCentralId: item, dataverseId: product, initialSync: "businessCentral" as const },
    ];
    await world.run(mapping.name, { kind: "couple", pairs });
    return {
      run: () => world.run(mapping.name),
      edit: (side: Side, news: Row) =>
        side === "businessCentral"
          ? world.businessCentral.change("items", item, news)
          : world.dataverse.change("products", product, news),
      states: async () => [
        (await world.businessCentral.get("items", item))["blocked"],
        (await world.dataverse.get("products", product))["statecode"],
      ],
    };
  }

  test.each([
    [
      "a blocked item retires its product",
      "businessCentral",
      { blocked: true },
      { blocked: false },
    ],
    ["a retired product blocks its item", "dataverse", { statecode: 1 }, { statecode: 0 }],
  ] as const)("M239 %s, and the way back", async (_title, side, there, back) => {
    const pair = await pairWithState(`M239-${side.toUpperCase()}`);
    expect(await pair.states()).toEqual([false, 0]);
    await pair.edit(side, there);
    await pair.run();
    expect(await pair.states()).toEqual([true, 1]);
    await pair.edit(side, back);
    await pair.run();
    expect(await pair.states()).toEqual([false, 0]);
  });
});
