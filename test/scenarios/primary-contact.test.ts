import { afterAll, describe, expect, test } from "vitest";
import { RecordId } from "../../lib/domain/ids.ts";
import { FieldMapping } from "../../lib/domain/mapping/mapping.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { createRandom } from "../../lib/sandbox/web/random.ts";
import { contact, customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { countsOf, customersOf, mappingFor, type Pair, present, writesIn } from "./customers.ts";

const world = await startWorld({ mappings: [] });
world.sandboxes.businessCentral.seed(1, 7);
afterAll(() => world.stop());

const api = "tandem/sales/v1.0";

/** Customers and their primary contacts, which API v2.0 does not show: each refers to the other's mapping. */
async function customersAndContacts(number: string) {
  const contacts = mappingFor(`${number}-CONTACT`, {
    ...contact,
    businessCentral: { ...contact.businessCentral, entity: "personContacts", api },
    dependsOn: [],
  });
  await installMappings(world.app, { mappings: [contacts], scheduleOf: (first) => first });
  const primaryContact = FieldMapping.parse({
    name: "primaryContact",
    kind: "lookup",
    direction: "bidirectional",
    mapping: contacts.name,
    businessCentral: { column: "primaryContactId" },
    dataverse: {
      column: "_primarycontactid_value",
      navigation: "primarycontactid",
      set: "contacts",
    },
  });
  const on = await customersOf(world, number, {
    businessCentral: { ...customer.businessCentral, entity: "customerCards", api },
    fields: [...customer.fields, primaryContact],
  });
  const { data } = world.sandboxes.businessCentral;
  const first = `${number}-CONTACT Ida`;
  return {
    on,
    runContacts: () => world.run(contacts.name),
    personInBusinessCentral: (lastName = "Birk") =>
      world.businessCentral.create("contacts", {
        displayName: `${first} ${lastName}`,
        type: "Person",
      }),
    personInDataverse: (lastName = "Birk") =>
      world.dataverse.create("contacts", { firstname: first, lastname: lastName }),
    setInBusinessCentral: (pair: Pair, person: RecordId) =>
      data.change("customers", pair.businessCentral, { primaryContactId: person }),
    setInDataverse: (pair: Pair, person: RecordId) =>
      on.edit(pair, "dataverse", { "primarycontactid@odata.bind": `/contacts(${person})` }),
    primaryContacts: async (pair: Pair) => [
      data.find("customers", pair.businessCentral)?.["primaryContactId"],
      (await on.read(pair)).dataverse["_primarycontactid_value"],
    ],
    coupledWith: async (person: RecordId) => {
      const { couplings } = world.app.store;
      const found = [
        ...(await couplings.bySide(contacts.name, "businessCentral", [person])).values(),
        ...(await couplings.bySide(contacts.name, "dataverse", [person])).values(),
      ];
      const { ids } = present(found[0], `a coupling of ${person}`);
      return [ids.businessCentral, ids.dataverse];
    },
  };
}

describe("M: a primary contact that is not coupled yet", () => {
  test("M229 ☠ the link is left as it is and listed in one direction only, and the rest of the customer is written, where Business Central writes nothing of it", async () => {
    const scene = await customersAndContacts("M229");
    const adatum = await scene.on.pair("Adatum", { city: "Oslo" });
    scene.setInBusinessCentral(adatum, await scene.personInBusinessCentral());
    await scene.on.edit(adatum, "businessCentral", { city: "Bergen" });
    const { counters } = await scene.on.run();
    expect(counters.businessCentral).toMatchObject({ modified: 0, failed: 0 });
    expect((await scene.on.read(adatum)).dataverse).toMatchObject({
      address1_city: "Bergen",
      _primarycontactid_value: null,
    });
    expect(await scene.on.errors()).toMatchObject([
      { kind: "dependencyMissing", status: "retrying" },
    ]);
  });

  test("M229 the same from Dataverse: the customer keeps its blank primary contact", async () => {
    const scene = await customersAndContacts("M229D");
    const adatum = await scene.on.pair("Adatum");
    await scene.setInDataverse(adatum, await scene.personInDataverse());
    await scene.on.run();
    const [inBusinessCentral] = await scene.primaryContacts(adatum);
    expect(inBusinessCentral).toBe("00000000-0000-0000-0000-000000000000");
    expect(await scene.on.errors()).toMatchObject([
      { kind: "dependencyMissing", status: "retrying" },
    ]);
  });
});

describe("M230 a primary contact that is coupled follows", () => {
  test("M230 from Business Central to Dataverse", async () => {
    const scene = await customersAndContacts("M230");
    const adatum = await scene.on.pair("Adatum");
    const ida = await scene.personInBusinessCentral();
    await scene.runContacts();
    scene.setInBusinessCentral(adatum, ida);
    expect(countsOf(await scene.on.run())).toEqual({ dataverse: { modified: 1 } });
    expect(await scene.primaryContacts(adatum)).toEqual(await scene.coupledWith(ida));
  });

  test("M230 from Dataverse to Business Central", async () => {
    const scene = await customersAndContacts("M230D");
    const adatum = await scene.on.pair("Adatum");
    const ida = await scene.personInDataverse();
    await scene.runContacts();
    await scene.setInDataverse(adatum, ida);
    expect(countsOf(await scene.on.run())).toEqual({ businessCentral: { modified: 1 } });
    expect(await scene.primaryContacts(adatum)).toEqual(await scene.coupledWith(ida));
  });
});

describe("customer and primary contact that refer to each other", () => {
  test("M232 contact first, then customer: the new account's primary contact is the new contact", async () => {
    const scene = await customersAndContacts("M232");
    const ida = await scene.personInBusinessCentral();
    const customerId = await scene.on.customer("Adatum");
    world.sandboxes.businessCentral.data.change("customers", customerId, {
      primaryContactId: ida,
    });
    await scene.runContacts();
    await scene.on.run();
    const [coupling] = await scene.on.couplings();
    const pair = {
      businessCentral: customerId,
      dataverse: present(coupling, "a coupling").ids.dataverse,
    };
    expect(await scene.primaryContacts(pair)).toEqual(await scene.coupledWith(ida));
    expect(await scene.on.errors()).toEqual([]);
  });

  test("M232 ☠ customer first: its link waits for the contact and is added by a run that the contact's arrival calls for, without anybody's help", async () => {
    const scene = await customersAndContacts("M232W");
    const ida = await scene.personInBusinessCentral();
    const customerId = await scene.on.customer("Adatum");
    world.sandboxes.businessCentral.data.change("customers", customerId, {
      primaryContactId: ida,
    });
    expect((await scene.on.run()).counters.dataverse.inserted).toBe(1);
    expect((await scene.on.errors()).length).toBe(1);
    await scene.runContacts();
    world.pass(1);
    await world.tick();
    await world.workOff();
    const [coupling] = await scene.on.couplings();
    const pair = {
      businessCentral: customerId,
      dataverse: present(coupling, "a coupling").ids.dataverse,
    };
    expect(await scene.primaryContacts(pair)).toEqual(await scene.coupledWith(ida));
    expect(await scene.on.errors()).toEqual([]);
  });

  test("E107 a new contact of a coupled account becomes the customer's primary contact; the coupling holds both new versions, and nothing comes back", async () => {
    const scene = await customersAndContacts("E107");
    const adatum = await scene.on.pair("Adatum");
    const ida = await scene.personInDataverse();
    await scene.setInDataverse(adatum, ida);
    await scene.on.run();
    await scene.runContacts();
    const { counters } = await scene.on.run();
    expect([counters.businessCentral.modified, counters.dataverse.modified]).toEqual([1, 0]);
    expect(await scene.primaryContacts(adatum)).toEqual(await scene.coupledWith(ida));
    const { versions } = await scene.on.coupling(adatum);
    expect(versions.dataverse).toBe((await scene.on.read(adatum)).dataverse["@odata.etag"]);
    world.pass(60);
    world.calls.reset();
    await scene.on.run();
    await scene.runContacts();
    expect(writesIn(world)).toEqual([]);
    expect(await scene.on.coupling(adatum)).toMatchObject({ versions });
    expect(await scene.on.errors()).toEqual([]);
  });
});

test("FM20 forty customers and forty contacts that refer to each other at random, new in both apps at once: two passes and every link is there", async () => {
  const scene = await customersAndContacts("FM20");
  const random = createRandom(20);
  const chosen = (ids: readonly RecordId[]): RecordId =>
    present(ids[Math.floor(random() * ids.length)], "a contact");
  const inBusinessCentral: RecordId[] = [];
  const inDataverse: RecordId[] = [];
  for (let one = 0; one < 20; one += 1) {
    inBusinessCentral.push(await scene.personInBusinessCentral(`B${one}`));
    inDataverse.push(await scene.personInDataverse(`D${one}`));
  }
  for (let one = 0; one < 20; one += 1) {
    const customerId = await scene.on.customer(`Customer ${one}`);
    const { data } = world.sandboxes.businessCentral;
    data.change("customers", customerId, { primaryContactId: chosen(inBusinessCentral) });
    const person = chosen(inDataverse);
    const accountId = await scene.on.account(`Account ${one}`, {
      "primarycontactid@odata.bind": `/contacts(${person})`,
    });
    // The contact belongs to the company whose first contact it is.
    await world.dataverse.change("contacts", person, {
      "parentcustomerid_account@odata.bind": `/accounts(${accountId})`,
    });
  }

  await scene.on.run();
  expect((await scene.on.errors()).length).toBeGreaterThan(0);
  await scene.runContacts();
  await scene.on.run();

  expect(await scene.on.errors()).toEqual([]);
  const couplings = await scene.on.couplings();
  expect(couplings).toHaveLength(40);
  for (const {
    ids: { businessCentral, dataverse },
  } of couplings) {
    const [here, there] = await scene.primaryContacts({ businessCentral, dataverse });
    expect([here, there]).toEqual(await scene.coupledWith(RecordId.parse(here)));
  }
}, 60_000);
