import { afterAll, describe, expect, test } from "vitest";
import { otherSide, type Side } from "../../lib/domain/side.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { nameOf } from "../faults/watch.ts";
import { contact } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { countsOf, customersOf, mappingFor } from "./customers.ts";
import { idsOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: [] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const couple = "POST /v1/couplings";
const jobsOf = async (mapping: string) =>
  (await people.ask(`GET /v1/jobs?mapping=${mapping}`)).body;

describe("J: coupling by hand", () => {
  test("J179 a counterpart can be asked for where the mapping goes that way and the record is not coupled yet: 422 against the direction, 409 for a coupled one", async () => {
    const on = await customersOf(world, "J179", { onlyCoupled: true });
    const oneWay = await customersOf(world, "J179W", { direction: "toBusinessCentral" });
    const free = await on.customer("Free");
    const coupled = await on.pair("Coupled");
    const statuses: unknown[] = [];
    for (const [mapping, businessCentralId] of [
      ["J179", free],
      [oneWay.mapping.name, free],
      ["J179", coupled.businessCentral],
    ]) {
      const body = { mapping, businessCentralId, create: "dataverse", preview: true };
      statuses.push((await people.ask(couple, body)).status);
    }
    await world.workOff();

    expect(statuses).toEqual([202, 422, 409]);
  });

  test("J178 with a new record on one side, that side takes no id, and no data but the other side's: 400 names what to leave out", async () => {
    const on = await customersOf(world, "J178", { onlyCoupled: true });
    const businessCentralId = await on.customer("Adatum");
    const dataverseId = await on.account("Fabrikam");
    const asked = { mapping: "J178", businessCentralId, create: "dataverse" };

    for (const [path, more] of [
      ["dataverseId", { dataverseId }],
      ["initialSync", { initialSync: "dataverse" }],
    ] as const) {
      const { status, body } = await people.ask(couple, { ...asked, ...more });
      expect([status, body], path).toMatchObject([400, { errors: [{ path }] }]);
    }
    expect((await people.job(couple, asked)).state).toBe("completed");
    expect(await people.couplings(on)).toHaveLength(1);
  });

  test("J181 ☠ a record is chosen by its id, not by part of a name: 400 for a name, and the job says which id the app does not have", async () => {
    const on = await customersOf(world, "J181", { onlyCoupled: true });
    const businessCentralId = await on.customer("Adatum");
    const asked = { mapping: "J181", businessCentralId };
    const dataverseId = "00000000-0000-4000-8000-0000000000aa";

    const named = await people.ask(couple, { ...asked, dataverseId: "Adat" });
    const job = await people.job(couple, { ...asked, dataverseId });

    expect([named.status, named.body]).toMatchObject([400, { errors: [{ path: "dataverseId" }] }]);
    expect(job.state).toBe("completedWithErrors");
    expect(await people.log(job)).toMatchObject([
      { outcome: "failed", message: `Dataverse has no record ${dataverseId}.` },
    ]);
    expect(await people.couplings(on)).toEqual([]);
  });

  test("J182, J184 before they are coupled a preview shows field by field what either account would make of the customer; nothing is coupled, and the data stays", async () => {
    const on = await customersOf(world, "J182", { onlyCoupled: true });
    const businessCentralId = await on.customer("Adatum", { city: "Oslo", phoneNumber: "11" });
    const first = await on.account("Adatum", { address1_city: "Bergen", telephone1: "11" });
    const second = await on.account("Fabrikam", { address1_city: "Oslo", telephone1: "22" });
    const shown: unknown[] = [];
    for (const dataverseId of [first, second]) {
      const job = await people.job(couple, {
        mapping: "J182",
        businessCentralId,
        dataverseId,
        initialSync: "dataverse",
        preview: true,
      });
      const log = await people.log(job);
      shown.push(log.find(({ outcome }) => outcome === "modified")?.changes);
    }

    expect(shown).toEqual([
      [{ field: "city", from: "Oslo", to: "Bergen" }],
      [
        { field: "name", from: on.named("Adatum"), to: on.named("Fabrikam") },
        { field: "phone", from: "11", to: "22" },
      ],
    ]);
    expect(await people.couplings(on)).toEqual([]);
    expect(await on.read({ businessCentral: businessCentralId, dataverse: second })).toMatchObject({
      businessCentral: { city: "Oslo", phoneNumber: "11" },
      dataverse: { name: on.named("Fabrikam"), telephone1: "22" },
    });
  });

  test("J185 ☠ a coupled customer gets another account in two steps, Delete Coupling first: then the old account is free, and the new one takes the customer's data", async () => {
    const on = await customersOf(world, "J185", { onlyCoupled: true });
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    const other = await on.account("Other", { address1_city: "Bergen" });
    await people.job(
      "POST /v1/couplings/actions/delete",
      idsOf([await people.couplingOf(on, adatum)]),
    );

    const job = await people.job(couple, {
      mapping: "J185",
      businessCentralId: adatum.businessCentral,
      dataverseId: other,
      initialSync: "businessCentral",
    });

    expect(countsOf(job)).toEqual({ businessCentral: { coupled: 1 }, dataverse: { modified: 1 } });
    expect((await people.couplings(on)).map(({ dataverseId }) => dataverseId)).toEqual([other]);
    expect((await world.dataverse.get("accounts", other))["address1_city"]).toBe("Oslo");
    const { body } = await people.ask(
      `GET /v1/couplings?mapping=J185&dataverseId=${adatum.dataverse}`,
    );
    expect(body).toEqual({ items: [] });
  });

  test("D15 an account outside the mapping's filter is not coupled where data is asked for, and the condition is named; without data it is", async () => {
    const on = await customersOf(world, "J186", { onlyCoupled: true });
    const businessCentralId = await on.customer("Adatum", { city: "Oslo" });
    const dataverseId = await on.account("Adatum", { customertypecode: 2 });
    const body = { mapping: "J186", businessCentralId, dataverseId };

    const asked = await people.job(couple, { ...body, initialSync: "businessCentral" });
    const before = await people.couplings(on);
    const created = await people.job(couple, {
      mapping: "J186",
      dataverseId,
      create: "businessCentral",
    });
    const plain = await people.job(couple, body);

    expect(asked.state).toBe("completedWithErrors");
    expect(await people.log(asked)).toMatchObject([
      {
        outcome: "failed",
        message: expect.stringContaining('"customertypecode" has to be equal to 3, and it is 2'),
      },
    ]);
    expect(before).toEqual([]);
    expect(created.state).toBe("completedWithErrors");
    expect(await people.log(created)).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("No counterpart is created") },
    ]);
    expect(plain.state).toBe("completed");
    expect(await people.couplings(on)).toHaveLength(1);
  });

  test("E7 Synchronize of a listed account without a counterpart creates the customer, though only coupled records are synchronized", async () => {
    const on = await customersOf(world, "J188", { onlyCoupled: true });
    const dataverseId = await on.account("Adatum", { address1_city: "c".repeat(31) });
    await people.job(couple, { mapping: "J188", dataverseId, create: "businessCentral" });
    const ids = idsOf(await people.errors(on));
    await world.dataverse.change("accounts", dataverseId, { address1_city: "Oslo" });

    const wrong = await people.ask("POST /v1/errors/actions/synchronize", {
      ...ids,
      use: "businessCentral",
    });
    const byFilter = await people.job("POST /v1/errors/actions/synchronize", {
      filter: { mapping: "J188" },
      use: "businessCentral",
    });
    const job = await people.job("POST /v1/errors/actions/synchronize", {
      ...ids,
      use: "dataverse",
    });

    expect(wrong.status).toBe(422);
    expect(await people.log(byFilter)).toMatchObject([
      {
        outcome: "failed",
        message: expect.stringContaining("There is no record in Business Central"),
      },
    ]);
    expect(countsOf(job)).toMatchObject({ businessCentral: { inserted: 1 } });
    expect(await people.errors(on)).toEqual([]);
    expect(await people.couplings(on)).toMatchObject([{ dataverseId, status: "active" }]);
  });

  test("J187 a counterpart that cannot be created: one failed with the reason, no coupling, and the job itself ran through", async () => {
    const on = await customersOf(world, "J187", { onlyCoupled: true });
    const dataverseId = await on.account("Adatum", { address1_city: "c".repeat(31) });

    const job = await people.job(couple, {
      mapping: "J187",
      dataverseId,
      create: "businessCentral",
    });

    expect(job.state).toBe("completedWithErrors");
    expect(job.message).toContain('"city"');
    expect(countsOf(job)).toEqual({ businessCentral: { failed: 1 } });
    expect((await people.log(job)).map(({ message }) => message)).toEqual([
      expect.stringContaining('"city"'),
    ]);
    expect(await people.couplings(on)).toEqual([]);
  });

  test("J188 a customer and a contact are created in Business Central from what Dataverse has, and coupled", async () => {
    const on = await customersOf(world, "J188", { onlyCoupled: true });
    const contacts = mappingFor("J188C", { ...contact, dependsOn: [], onlyCoupled: true });
    await installMappings(world.app, { mappings: [contacts], scheduleOf: (first) => first });
    const account = await on.account("Adatum");
    const person = await world.dataverse.create("contacts", {
      firstname: "J188C Ida",
      lastname: "Birk",
    });

    for (const [mapping, dataverseId] of [
      ["J188", account],
      ["J188C", person],
    ]) {
      const job = await people.job(couple, { mapping, dataverseId, create: "businessCentral" });
      expect(countsOf(job)).toEqual({ businessCentral: { inserted: 1 } });
      const { body } = await people.ask(`GET /v1/couplings?dataverseId=${dataverseId}`);
      expect(body).toMatchObject({ items: [{ mapping, status: "active" }] });
    }
  });

  test.each(["businessCentral", "dataverse"] as const)(
    "J190 of a pair that is listed because its record in %s is gone, a new counterpart of the survivor takes the lost one's place",
    async (gone: Side) => {
      const mapping = nameOf("J190", gone);
      const on = await customersOf(world, mapping, { onlyCoupled: true });
      const adatum = await on.pair("Adatum");
      await people.remove(gone, [adatum]);
      await people.job("POST /v1/errors/actions/find-deleted", { mapping });
      const survivor = otherSide[gone];

      const job = await people.job(couple, {
        mapping,
        [`${survivor}Id`]: adatum[survivor],
        create: gone,
      });

      expect(countsOf(job)).toMatchObject({ [gone]: { inserted: 1 } });
      const couplings = await people.couplings(on);
      expect(couplings).toHaveLength(1);
      const [{ businessCentralId, dataverseId } = { businessCentralId: "", dataverseId: "" }] =
        couplings;
      const ids = { businessCentral: businessCentralId, dataverse: dataverseId };
      expect(ids[survivor]).toBe(adatum[survivor]);
      expect(ids[gone]).not.toBe(adatum[gone]);
      expect(await people.errors(on)).toEqual([]);
      expect((await on.state()).coupled).toBe(1);
    },
  );

  test("J191 for a coupled customer no counterpart is created: 409, no job, no second account, the coupling as it was", async () => {
    const on = await customersOf(world, "J191", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    const before = [await people.couplings(on), await jobsOf("J191")];
    const accounts = (await world.dataverse.list("accounts")).length;

    const { status } = await people.ask(couple, {
      mapping: "J191",
      businessCentralId: adatum.businessCentral,
      create: "dataverse",
    });
    await world.workOff();

    expect(status).toBe(409);
    expect([await people.couplings(on), await jobsOf("J191")]).toEqual(before);
    expect(await world.dataverse.list("accounts")).toHaveLength(accounts);
  });

  test("J193 ☠ counterparts of many customers of two mappings are asked for by mapping, one job each, with as many inserted as were named", async () => {
    for (const number of ["J193", "J193B"]) {
      const on = await customersOf(world, number, { onlyCoupled: true });
      const ids = [await on.customer("One"), await on.customer("Two"), await on.customer("Three")];
      await on.customer("Not chosen");

      const job = await people.job(`POST /v1/mappings/${number}/actions/couple`, {
        ids,
        createUnmatched: true,
      });

      expect(job.state).toBe("completed");
      expect(job.counters.dataverse).toMatchObject({ inserted: 3, failed: 0 });
      expect(await people.couplings(on)).toHaveLength(3);
    }
  });
});
