import { afterAll, describe, expect, test } from "vitest";
import { couplingIdOf } from "../../lib/domain/ids.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import type { Direction } from "../../lib/domain/side.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { customer, salespeople } from "../world/creating-mappings.ts";
import type { Row } from "../world/person.ts";
import { startWorld } from "../world/world.ts";
import { type Customers, countsOf, customersOf, type Pair } from "./customers.ts";

const world = await startWorld({ mappings: [] });
world.sandboxes.businessCentral.seed(1, 7);
world.sandboxes.dataverse.seed(1, 7);
await installMappings(world.app, { mappings: [salespeople], scheduleOf: (first) => first });
afterAll(() => world.stop());

/** Both sides of a pair are edited before the next run. */
async function editBoth(on: Customers, pair: Pair, businessCentral: Row, dataverse: Row) {
  await on.edit(pair, "businessCentral", businessCentral);
  await on.edit(pair, "dataverse", dataverse);
}

const withPhone = (direction: Direction): Pick<TableMapping, "fields"> => ({
  fields: customer.fields.map((field) =>
    field.name === "phone" ? { ...field, direction } : field,
  ),
});

describe("D: changes on both sides that are no conflict", () => {
  test("D85, D86 both sides changed only columns that are not mapped: no conflict, nothing written, no error item", async () => {
    const on = await customersOf(world, "D85");
    const adatum = await on.pair("Adatum");
    const before = await on.coupling(adatum);
    await editBoth(on, adatum, { taxLiable: true }, { description: "Since 1999" });
    expect(countsOf(await on.run())).toEqual({
      businessCentral: { unchanged: 1 },
      dataverse: { unchanged: 1 },
    });
    expect((await on.coupling(adatum)).base).toEqual(before.base);
    expect(await on.errors()).toEqual([]);
  });

  test("D88 a field towards Dataverse that both sides changed is no conflict: Business Central's value is written", async () => {
    const on = await customersOf(world, "D87", withPhone("toDataverse"));
    const adatum = await on.pair("Adatum");
    await editBoth(on, adatum, { phoneNumber: "11" }, { telephone1: "22" });
    expect(countsOf(await on.run())).toEqual({ dataverse: { modified: 1 } });
    expect((await on.read(adatum)).dataverse["telephone1"]).toBe("11");
    expect(await on.errors()).toEqual([]);
  });

  test("D88 a field towards Business Central that both sides changed is no conflict: Dataverse's value is written", async () => {
    const on = await customersOf(world, "D88", withPhone("toBusinessCentral"));
    const adatum = await on.pair("Adatum");
    await editBoth(on, adatum, { phoneNumber: "11" }, { telephone1: "22" });
    expect(countsOf(await on.run())).toEqual({ businessCentral: { modified: 1 } });
    expect((await on.read(adatum)).businessCentral["phoneNumber"]).toBe("22");
    expect(await on.errors()).toEqual([]);
  });

  test("D89 ☠ edits to different fields merge (Business Central calls it a conflict): each side gets the other's", async () => {
    const on = await customersOf(world, "D89");
    const adatum = await on.pair("Adatum", { city: "Oslo", phoneNumber: "11" });
    await editBoth(on, adatum, { city: "Bergen" }, { telephone1: "22" });
    expect(countsOf(await on.run())).toEqual({
      businessCentral: { modified: 1 },
      dataverse: { modified: 1 },
    });
    const { businessCentral, dataverse } = await on.read(adatum);
    expect(businessCentral).toMatchObject({ city: "Bergen", phoneNumber: "22" });
    expect(dataverse).toMatchObject({ address1_city: "Bergen", telephone1: "22" });
    expect(await on.errors()).toEqual([]);
  });

  test("D89 a mapping that merges whole records sees the conflict that Business Central sees", async () => {
    const on = await customersOf(world, "D89R", { merge: "record" });
    const adatum = await on.pair("Adatum", { city: "Oslo", phoneNumber: "11" });
    await editBoth(on, adatum, { city: "Bergen" }, { telephone1: "22" });
    expect(countsOf(await on.run())).toEqual({
      businessCentral: { failed: 1 },
      dataverse: { failed: 1 },
    });
    expect((await on.read(adatum)).dataverse["address1_city"]).toBe("Oslo");
  });

  test("D95 unmapped changes on both sides of a record that is synchronized by hand leave it unchanged, without an error item", async () => {
    const on = await customersOf(world, "D95");
    const adatum = await on.pair("Adatum");
    await editBoth(on, adatum, { taxLiable: true }, { description: "Since 1999" });
    const ids = [couplingIdOf(on.mapping.name, adatum.businessCentral)];
    expect(countsOf(await on.run({ kind: "synchronizeCouplings", ids }))).toEqual({
      businessCentral: { unchanged: 1 },
      dataverse: { unchanged: 1 },
    });
    expect(await on.errors()).toEqual([]);
  });
});

describe("D: one field changed to different values", () => {
  test("D91, D92 ☠ is listed as skipped at once and for both directions, and nothing is written", async () => {
    const on = await customersOf(world, "D91");
    const adatum = await on.pair("Adatum", { city: "Oslo", phoneNumber: "11" });
    await editBoth(on, adatum, { city: "Bergen", phoneNumber: "12" }, { address1_city: "Narvik" });
    const job = await on.run();
    expect(job.state).toBe("completedWithErrors");
    expect(countsOf(job)).toEqual({ businessCentral: { failed: 1 }, dataverse: { failed: 1 } });
    const { businessCentral, dataverse } = await on.read(adatum);
    expect(businessCentral).toMatchObject({ city: "Bergen", phoneNumber: "12" });
    expect(dataverse).toMatchObject({ address1_city: "Narvik", telephone1: "11" });
    const [error] = await on.errors();
    expect(error).toMatchObject({ kind: "updateConflict", status: "skipped", occurrences: 1 });
    expect(error?.fields?.filter(({ conflict }) => conflict)).toEqual([
      {
        field: "city",
        base: "Oslo",
        businessCentral: "Bergen",
        dataverse: "Narvik",
        conflict: true,
      },
    ]);
    expect((await on.coupling(adatum)).status).toBe("skipped");
  });

  test("D91 both sides changed one field to the same value: nothing to ask, nothing to write", async () => {
    const on = await customersOf(world, "D91S");
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    await editBoth(on, adatum, { city: "Bergen" }, { address1_city: "Bergen" });
    expect(countsOf(await on.run())).toEqual({
      businessCentral: { unchanged: 1 },
      dataverse: { unchanged: 1 },
    });
    expect((await on.coupling(adatum)).base).toMatchObject({ city: "Bergen" });
  });

  test("D94 dataverseWins: Business Central takes Dataverse's value, and nothing failed", async () => {
    const on = await customersOf(world, "D94", { updateConflict: "dataverseWins" });
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    await editBoth(on, adatum, { city: "Bergen" }, { address1_city: "Narvik" });
    expect(countsOf(await on.run())).toEqual({ businessCentral: { modified: 1 } });
    expect((await on.read(adatum)).businessCentral["city"]).toBe("Narvik");
    expect(await on.errors()).toEqual([]);
  });

  test("D94 businessCentralWins: Dataverse takes Business Central's value, and nothing failed", async () => {
    const on = await customersOf(world, "D93", { updateConflict: "businessCentralWins" });
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    await editBoth(on, adatum, { city: "Bergen" }, { address1_city: "Narvik" });
    expect(countsOf(await on.run())).toEqual({ dataverse: { modified: 1 } });
    expect((await on.read(adatum)).dataverse["address1_city"]).toBe("Bergen");
    expect(await on.errors()).toEqual([]);
  });

  test("D94 ☠ the winner gives the disputed field only: what the other side alone changed is kept, where Business Central overwrites the whole record", async () => {
    const on = await customersOf(world, "D94F", { updateConflict: "dataverseWins" });
    const adatum = await on.pair("Adatum", { city: "Oslo", phoneNumber: "11" });
    await editBoth(on, adatum, { city: "Bergen", phoneNumber: "12" }, { address1_city: "Narvik" });
    await on.run();
    const { businessCentral, dataverse } = await on.read(adatum);
    expect(businessCentral).toMatchObject({ city: "Narvik", phoneNumber: "12" });
    expect(dataverse).toMatchObject({ address1_city: "Narvik", telephone1: "12" });
  });

  test("D94 ☠ latestWins, unknown to Business Central: the side that was changed later wins", async () => {
    const on = await customersOf(world, "D94L", { updateConflict: "latestWins" });
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    await on.edit(adatum, "dataverse", { address1_city: "Narvik" });
    world.pass(1);
    await on.edit(adatum, "businessCentral", { city: "Bergen" });
    await on.run();
    expect((await on.read(adatum)).dataverse["address1_city"]).toBe("Bergen");
  });
});

test("D97 only the salesperson of a customer changed: its account gets that owner, and the coupling the new version", async () => {
  await world.run("SALESPEOPLE");
  const [user] = await world.dataverse.list("systemusers", "?$filter=isintegrationuser eq false");
  const people = await world.businessCentral.list("salespeoplePurchasers");
  const seller = people.find(({ email }) => email === user?.["internalemailaddress"]);
  const on = await customersOf(world, "D97");
  const adatum = await on.pair("Adatum");
  const before = await on.coupling(adatum);
  await on.edit(adatum, "businessCentral", { salespersonCode: seller?.["code"] });
  expect(countsOf(await on.run())).toEqual({ dataverse: { modified: 1 } });
  const { businessCentral, dataverse } = await on.read(adatum);
  expect(dataverse["_ownerid_value"]).toBe(user?.["systemuserid"]);
  const after = await on.coupling(adatum);
  expect(after.versions).toEqual({
    businessCentral: businessCentral["@odata.etag"],
    dataverse: dataverse["@odata.etag"],
  });
  expect(after.versions).not.toEqual(before.versions);
});
