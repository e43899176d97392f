import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { couplingIdOf } from "../../lib/domain/ids.ts";
import { FieldMapping } from "../../lib/domain/mapping/mapping.ts";
import { otherSide } from "../../lib/domain/side.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { countsOf, customersOf, present, writesIn } from "./customers.ts";

const world = await startWorld({ mappings: [] });
world.sandboxes.businessCentral.seed(1, 7);
afterAll(() => world.stop());
beforeEach(() => {
  world.calls.reset();
});

describe("B: a coupled pair", () => {
  test("B46 a change in Dataverse modifies exactly one record in Business Central and inserts none", async () => {
    const on = await customersOf(world, "B46");
    const adatum = await on.pair("Adatum");
    await on.pair("Fabrikam");
    await on.edit(adatum, "dataverse", { telephone1: "22 33 44" });
    expect(countsOf(await on.run())).toEqual({ businessCentral: { modified: 1 } });
    expect((await on.read(adatum)).businessCentral["phoneNumber"]).toBe("22 33 44");
  });

  test("B47 a receiver that moved on by itself meanwhile is modified all the same", async () => {
    const on = await customersOf(world, "B47");
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "businessCentral", { taxLiable: true });
    await on.edit(adatum, "dataverse", { telephone1: "22 33 44" });
    const job = await on.run({
      kind: "synchronizeCouplings",
      ids: [couplingIdOf(on.mapping.name, adatum.businessCentral)],
    });
    expect(countsOf(job)).toEqual({ businessCentral: { modified: 1 } });
    expect((await on.read(adatum)).businessCentral).toMatchObject({
      phoneNumber: "22 33 44",
      taxLiable: true,
    });
  });

  test("B49 an unchanged pair that is offered again counts as unchanged, and no write is tried", async () => {
    const on = await customersOf(world, "B49");
    const adatum = await on.pair("Adatum");
    const before = await on.coupling(adatum);
    world.calls.reset();
    const job = await on.run({ kind: "synchronizeAll" });
    expect(countsOf(job)).toEqual({
      businessCentral: { unchanged: 1 },
      dataverse: { unchanged: 1 },
    });
    expect(writesIn(world)).toEqual([]);
    expect(await on.coupling(adatum)).toEqual(before);
  });

  test("B50 a constant that is written along with every change does not cause one", async () => {
    const note = FieldMapping.parse({
      name: "note",
      kind: "constant",
      direction: "toDataverse",
      side: "dataverse",
      column: "description",
      value: "From Business Central",
      on: "always",
    });
    const on = await customersOf(world, "B50", { fields: [...customer.fields, note] });
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "dataverse", { description: "Overwritten by a person" });
    expect(countsOf(await on.run())).toEqual({ businessCentral: { unchanged: 1 } });
    expect((await on.read(adatum)).dataverse["description"]).toBe("Overwritten by a person");
  });

  test("B53 Business Central takes the values of a Dataverse record that is newer", async () => {
    const on = await customersOf(world, "B53");
    const adatum = await on.pair("Adatum", { city: "Oslo", phoneNumber: "11" });
    world.pass(5);
    await on.edit(adatum, "dataverse", { address1_city: "Bergen", telephone1: null });
    await on.run();
    expect((await on.read(adatum)).businessCentral).toMatchObject({
      city: "Bergen",
      phoneNumber: "",
    });
  });
});

describe("B: new records", () => {
  test("B52 a new customer is created in Dataverse and coupled", async () => {
    const on = await customersOf(world, "B52");
    const id = await on.customer("Adatum", { city: "Oslo" });
    const job = await on.run();
    expect(countsOf(job)).toEqual({ dataverse: { inserted: 1 } });
    const [coupling] = await on.couplings();
    expect(coupling).toMatchObject({ ids: { businessCentral: id }, status: "active" });
    expect(
      await world.dataverse.get("accounts", present(coupling, "a coupling").ids.dataverse),
    ).toMatchObject({ name: on.named("Adatum"), address1_city: "Oslo", customertypecode: 3 });
  });

  test("B62 a new account is created in Business Central once, however often the mapping runs", async () => {
    const on = await customersOf(world, "B62");
    await on.account("Adatum");
    const first = countsOf(await on.run()).businessCentral;
    const second = await on.run();
    world.pass(60);
    const third = await on.run();
    expect(first).toMatchObject({ inserted: 1 });
    for (const { counters } of [second, third]) {
      expect(counters.businessCentral).toMatchObject({ inserted: 0, modified: 0 });
    }
    const customers = await world.businessCentral.list(
      "customers",
      `?$filter=displayName eq '${on.named("Adatum")}'`,
    );
    expect(customers.length).toBe(1);
  });

  test("B65 what Business Central's template fills in stands, and its mapped part comes back to Dataverse", async () => {
    const on = await customersOf(world, "B65");
    const id = await on.account("Adatum", { address1_city: "Atlanta" });
    await on.run();
    const [coupling] = await on.couplings();
    const adatum = {
      businessCentral: present(coupling, "a coupling").ids.businessCentral,
      dataverse: id,
    };
    const terms = await world.businessCentral.list("paymentTerms", "?$filter=code eq '30 DAYS'");
    const { businessCentral, dataverse } = await on.read(adatum);
    expect(businessCentral).toMatchObject({ country: "US", paymentTermsId: terms[0]?.["id"] });
    expect(dataverse).toMatchObject({ address1_country: "US", address1_city: "Atlanta" });
  });

  test("B61 one record that cannot be created is listed, and the others are synchronized", async () => {
    const on = await customersOf(world, "B61");
    const tooLong = await on.account("Adatum", { address1_city: "x".repeat(31) });
    await on.account("Fabrikam");
    await on.account("Litware");
    const job = await on.run();
    expect(job.state).toBe("completedWithErrors");
    expect(job.counters.businessCentral).toMatchObject({ inserted: 2, failed: 1 });
    const errors = await on.errors();
    expect(errors).toMatchObject([
      { kind: "rejected", status: "skipped", sides: { dataverse: { id: tooLong, exists: true } } },
    ]);
  });
});

describe("B: direction and wrong requests", () => {
  test("B44, M226 a mapping without enabled field mappings fails its run with that message, and creates nothing", async () => {
    const on = await customersOf(world, "B44", {
      fields: customer.fields.map((field) => ({ ...field, enabled: false })),
    });
    await on.customer("Adatum");
    await on.account("Litware");
    world.calls.reset();
    const job = await on.run();
    expect(job.state).toBe("failed");
    expect(job.message).toContain("B44 has no enabled field mappings");
    expect(writesIn(world)).toEqual([]);
    expect(await on.couplings()).toEqual([]);
  });

  test.each([
    ["B55", "dataverse", "Narvik"],
    ["B56", "businessCentral", "Bergen"],
  ] as const)(
    "%s a pair that was changed in both is not overwritten by an ordinary run; synchronized with the data of %s, it is",
    async (number, use, city) => {
      const on = await customersOf(world, number);
      const adatum = await on.pair("Adatum", { city: "Oslo" });
      await on.edit(adatum, "businessCentral", { city: "Bergen" });
      await on.edit(adatum, "dataverse", { address1_city: "Narvik" });
      const cities = async () => {
        const { businessCentral, dataverse } = await on.read(adatum);
        return [businessCentral["city"], dataverse["address1_city"]];
      };
      await on.run();
      expect(await cities()).toEqual(["Bergen", "Narvik"]);
      const ids = (await on.errors()).map(({ id }) => id);
      const job = await on.run({ kind: "synchronizeErrors", errors: { ids }, use });
      expect(countsOf(job)).toEqual({ [otherSide[use]]: { modified: 1 } });
      expect(await cities()).toEqual([city, city]);
      expect(await on.errors()).toEqual([]);
    },
  );

  test("B58 ☠ a mapping towards Dataverse carries nothing back: its one job completes, where Business Central ends a second one with a message", async () => {
    const on = await customersOf(world, "B58", { direction: "toDataverse" });
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    await on.edit(adatum, "dataverse", { address1_city: "Narvik" });
    await on.account("Only in Dataverse");
    const job = await on.run();
    expect([job.state, job.message]).toEqual(["completed", undefined]);
    expect(countsOf(job)).toEqual({ businessCentral: { unchanged: 1 } });
    expect((await on.read(adatum)).businessCentral["city"]).toBe("Oslo");
    expect((await on.couplings()).length).toBe(1);
  });

  test("B58 a mapping towards Business Central carries nothing to Dataverse", async () => {
    const on = await customersOf(world, "B58B", { direction: "toBusinessCentral" });
    const id = await on.account("Adatum");
    await on.run();
    const [coupling] = await on.couplings();
    const customerId = present(coupling, "a coupling").ids.businessCentral;
    await world.businessCentral.change("customers", customerId, { phoneNumber: "12" });
    await on.customer("Only in Business Central");
    const job = await on.run();
    expect([job.counters.dataverse.inserted, job.counters.dataverse.modified]).toEqual([0, 0]);
    expect((await world.dataverse.get("accounts", id))["telephone1"]).toBeNull();
  });

  test("B59 a record of another table is refused with the reason, and nothing is processed", async () => {
    const on = await customersOf(world, "B59");
    const account = await on.account("Adatum");
    const person = await world.businessCentral.create("contacts", {
      displayName: "Ida Birk",
      type: "Person",
    });
    const job = await on.run({
      kind: "couple",
      pairs: [{ businessCentralId: person, dataverseId: account, initialSync: "businessCentral" }],
    });
    expect(job.state).toBe("completedWithErrors");
    expect(await on.couplings()).toEqual([]);
    const history = await world.app.store.history.ofJob(job.id, { limit: 10 });
    expect(history.ok ? history.value.items : []).toMatchObject([
      { outcome: "failed", message: `Business Central has no record ${person}.` },
    ]);
  });
});

test("B64 the company contact follows a customer that was renamed in Dataverse, as Business Central does", async () => {
  const on = await customersOf(world, "B64");
  const adatum = await on.pair("Adatum");
  await on.edit(adatum, "dataverse", { name: on.named("Adatum AS") });
  await on.run();
  const contacts = await world.businessCentral.list(
    "contacts",
    `?$filter=displayName eq '${on.named("Adatum AS")}'`,
  );
  expect(contacts).toMatchObject([{ type: "Company" }]);
});
