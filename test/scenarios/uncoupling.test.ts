import { afterAll, describe, expect, test } from "vitest";
import { sides } from "../../lib/domain/side.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { calm, fault } from "../faults/watch.ts";
import { contact, salespeople } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import {
  type Customers,
  countsOf,
  customersOf,
  mappingFor,
  present,
  writesIn,
} from "./customers.ts";
import { idsOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: [salespeople] });
world.sandboxes.dataverse.seed(1, 7);
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const coupledAccounts = async (on: Customers) =>
  (await people.couplings(on)).map(({ dataverseId }) => dataverseId);

describe("K: all couplings of mappings", () => {
  test("K200 ☠ one job uncouples the three coupled customers of a mapping and leaves the free ones alone; no company id is kept on records, so neither app is written to", async () => {
    const on = await customersOf(world, "K200", { onlyCoupled: true });
    const pairs = await on.pairs(["One", "Two", "Three"]);
    await on.customer("Free");
    await on.account("Free");
    const before = await Promise.all(pairs.map((pair) => on.read(pair)));
    world.calls.reset();

    const job = await people.job("POST /v1/mappings/actions/uncouple", { names: ["K200"] });

    expect(job).toMatchObject({ type: "uncouple", state: "completed", coupled: -3 });
    expect(countsOf(job)).toEqual({ businessCentral: { uncoupled: 3 } });
    expect(writesIn(world)).toEqual([]);
    expect(await people.couplings(on)).toEqual([]);
    expect(await Promise.all(pairs.map((pair) => on.read(pair)))).toEqual(before);
    await on.run();
    expect(await people.couplings(on)).toEqual([]);
  });

  test("K202, K208 ☠ of five mappings three are uncoupled: one job each, for each kind of table, as every uncoupling is a job; the other two keep their couplings", async () => {
    await world.run("SALESPEOPLE");
    const contacts = mappingFor("K202C", { ...contact, dependsOn: [] });
    await installMappings(world.app, { mappings: [contacts], scheduleOf: (first) => first });
    await world.dataverse.create("contacts", { firstname: "K202C Ida", lastname: "Birk" });
    await world.run("K202C");
    const [gone, kept, keptToo] = [
      await customersOf(world, "K202"),
      await customersOf(world, "K202B"),
      await customersOf(world, "K202D"),
    ];
    for (const on of [gone, kept, keptToo]) await on.pair("Adatum");
    const names = ["SALESPEOPLE", "K202C", "K202"];

    const { jobs } = await people.act("POST /v1/mappings/actions/uncouple", { names });

    expect(jobs.map(({ mapping, type, state }) => [mapping, type, state])).toEqual(
      names.map((name) => [name, "uncouple", "completed"]),
    );
    for (const job of jobs) expect(job.counters.businessCentral.uncoupled).toBeGreaterThan(0);
    for (const name of names) {
      const { body } = await people.ask(`GET /v1/couplings?mapping=${name}`);
      expect(body).toEqual({ items: [] });
    }
    expect([await people.couplings(kept), await people.couplings(keptToo)]).toMatchObject([
      [{ status: "active" }],
      [{ status: "active" }],
    ]);
  });
});

describe("K: chosen couplings", () => {
  test("K203 one of two skipped pairs is uncoupled from the list of errors: one job, its item goes, the other stays, and the log of uncoupling jobs has it", async () => {
    const on = await customersOf(world, "K203");
    const [adatum] = await people.conflicts(on, ["Adatum", "Fabrikam"]);
    const pair = present(adatum, "a pair");

    const job = await people.job(
      "POST /v1/errors/actions/remove-coupling",
      idsOf([await people.errorOf(on, pair)]),
    );

    expect(countsOf(job)).toEqual({ businessCentral: { uncoupled: 1 } });
    expect((await people.errors(on)).map(({ businessCentral }) => businessCentral.title)).toEqual([
      on.named("Fabrikam"),
    ]);
    const { body } = await people.ask("GET /v1/jobs?mapping=K203&type=uncouple");
    expect(body).toMatchObject({ items: [{ id: job.id }] });
    expect(await people.log(job)).toMatchObject([
      { outcome: "uncoupled", title: on.named("Adatum"), dataverseId: pair.dataverse },
    ]);
  });

  test("K205 ☠ of eleven skipped pairs of three mappings, one without its customer and one without its account, eight are uncoupled: one job per mapping, neither app is asked anything, the other three stay", async () => {
    const worlds = [
      await customersOf(world, "K205"),
      await customersOf(world, "K205B"),
      await customersOf(world, "K205C"),
    ] as const;
    const [first, second, third] = worlds;
    await people.conflicts(first, ["One", "Two"]);
    const [noCustomer, noAccount] = await first.pairs(["No customer", "No account"]);
    if (noCustomer === undefined || noAccount === undefined) throw new Error("two pairs");
    await people.remove("businessCentral", [noCustomer]);
    await people.remove("dataverse", [noAccount]);
    await people.job("POST /v1/errors/actions/find-deleted", { mapping: "K205" });
    await people.conflicts(second, ["One", "Two", "Three", "Four"]);
    await people.conflicts(third, ["One", "Two", "Three"]);
    const [all, ofSecond, ofThird] = [
      await people.errors(first),
      await people.errors(second),
      await people.errors(third),
    ];
    expect(all.length + ofSecond.length + ofThird.length).toBe(11);
    const chosen = [...all, ...ofSecond.slice(1), ...ofThird.slice(2)];
    world.calls.reset();

    const { taken, jobs } = await people.act(
      "POST /v1/errors/actions/remove-coupling",
      idsOf(chosen),
    );

    expect(taken).toBe(8);
    expect(jobs.map((job) => [job.mapping, countsOf(job)]).toSorted()).toEqual([
      ["K205", { businessCentral: { uncoupled: 4 } }],
      ["K205B", { businessCentral: { uncoupled: 3 } }],
      ["K205C", { businessCentral: { uncoupled: 1 } }],
    ]);
    expect(world.calls.count()).toBe(0);
    const left = await Promise.all(worlds.map(coupledAccounts));
    expect(left.map((each) => each.length)).toEqual([0, 1, 2]);
    expect(await people.errors(second)).toEqual(ofSecond.slice(0, 1));
    expect(await people.errors(third)).toEqual(ofThird.slice(0, 2));
  });

  test("K203 it is done while both apps are away", async () => {
    const on = await customersOf(world, "K203D");
    await people.conflicts(on, ["Adatum"]);
    const listed = await people.errors(on);
    for (const side of sides) fault(world, side, { unauthorized: {} });

    const job = await people.job("POST /v1/errors/actions/remove-coupling", idsOf(listed));

    calm(world);
    expect(job.state).toBe("completed");
    expect([await people.errors(on), await people.couplings(on)]).toEqual([[], []]);
  });

  test("K206 of two coupled customers and one that is not, chosen together, the two are uncoupled and the third is named; who was not chosen stays coupled", async () => {
    const on = await customersOf(world, "K206", { onlyCoupled: true });
    const [one, two, other] = await on.pairs(["One", "Two", "Other"]);
    if (one === undefined || two === undefined || other === undefined) throw new Error("pairs");
    const free = `K206.${await on.customer("Free")}`;
    const chosen = [await people.couplingOf(on, one), await people.couplingOf(on, two)];

    const { taken, leftOut, jobs } = await people.act("POST /v1/couplings/actions/delete", {
      ids: [...idsOf(chosen).ids, free],
    });

    expect(taken).toBe(2);
    expect(leftOut).toEqual([{ id: free, reason: "There is no such coupling." }]);
    expect(jobs.map(countsOf)).toEqual([{ businessCentral: { uncoupled: 2 } }]);
    expect(await coupledAccounts(on)).toEqual([other.dataverse]);
  });

  test("K209 from a failure in a job's log its record's coupling is found and deleted", async () => {
    const on = await customersOf(world, "K209");
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "dataverse", { address1_city: "c".repeat(31) });
    const [failure] = await people.log(await on.run());
    expect(failure).toMatchObject({ outcome: "failed", businessCentralId: adatum.businessCentral });
    const coupling = await people.couplingOf(on, adatum);
    expect(coupling.businessCentralId).toBe(failure?.businessCentralId);

    await people.job("POST /v1/couplings/actions/delete", idsOf([coupling]));

    expect(await people.couplings(on)).toEqual([]);
    expect(await people.errors(on)).toEqual([]);
  });

  test("K211 ☠ a customer that is uncoupled takes no couplings of contacts along: API v2.0 does not tell whose contacts they are", async () => {
    const on = await customersOf(world, "K211");
    const contacts = mappingFor("K211C", { ...contact, dependsOn: [] });
    await installMappings(world.app, { mappings: [contacts], scheduleOf: (first) => first });
    const adatum = await on.pair("Adatum");
    await world.dataverse.create("contacts", {
      firstname: "K211C Ida",
      lastname: "Birk",
      "parentcustomerid_account@odata.bind": `/accounts(${adatum.dataverse})`,
    });
    await world.run("K211C");
    const contactsCoupled = async () => (await people.ask("GET /v1/couplings?mapping=K211C")).body;
    const before = await contactsCoupled();
    expect(before).toMatchObject({ items: [{ status: "active" }] });

    await people.job(
      "POST /v1/couplings/actions/delete",
      idsOf([await people.couplingOf(on, adatum)]),
    );

    expect(await people.couplings(on)).toEqual([]);
    expect(await contactsCoupled()).toEqual(before);
  });
});

describe("XA1, K13: what a person uncoupled stays apart", () => {
  const paths = {
    list: async (on: Customers) =>
      people.job("POST /v1/couplings/actions/delete", { filter: { mapping: on.mapping.name } }),
    mapping: async (on: Customers) =>
      people.job("POST /v1/mappings/actions/uncouple", { names: [on.mapping.name] }),
  };

  test.each(["list", "mapping"] as const)(
    "from the %s: no run creates a counterpart, edited or not, and no match proposes either",
    async (from) => {
      const on = await customersOf(world, `XA1${from.toUpperCase()}`);
      const pairs = await on.pairs(["One", "Two", "Three"]);
      await paths[from](on);
      const [first, second] = pairs;
      if (first === undefined || second === undefined) throw new Error("three pairs were made");
      await on.edit(first, "businessCentral", { city: "Aarhus" });
      await on.edit(second, "dataverse", { address1_city: "Odense" });

      await on.run();
      await on.run({ kind: "synchronizeAll" });
      await people.job(`POST /v1/mappings/${on.mapping.name}/actions/couple`, {});

      expect(await people.couplings(on)).toEqual([]);
      expect(await recordsNamed(on)).toEqual({ businessCentral: 3, dataverse: 3 });
    },
  );

  test("from the errors page: the conflict is gone, and the two stay as they are", async () => {
    const on = await customersOf(world, "XA1ERR");
    const pair = await on.pair("Adatum");
    await on.edit(pair, "businessCentral", { city: "Aarhus" });
    await on.edit(pair, "dataverse", { address1_city: "Odense" });
    await on.run();
    const [item] = await on.errors();
    await people.job("POST /v1/errors/actions/remove-coupling", { ids: [item?.id] });

    await on.edit(pair, "businessCentral", { city: "Vejle" });
    await on.run({ kind: "synchronizeAll" });

    expect(await on.errors()).toEqual([]);
    expect(await recordsNamed(on)).toEqual({ businessCentral: 1, dataverse: 1 });
  });

  test("until a person couples them by hand; uncoupled by a policy they may be created again", async () => {
    const on = await customersOf(world, "XA1END", { deleteConflict: "removeCoupling" });
    const pair = await on.pair("Adatum");
    await paths.list(on);
    await people.job("POST /v1/couplings", {
      mapping: on.mapping.name,
      businessCentralId: pair.businessCentral,
      dataverseId: pair.dataverse,
    });
    expect(await people.couplings(on)).toHaveLength(1);
    await world.dataverse.remove("accounts", pair.dataverse);
    await on.run();
    await on.edit(pair, "businessCentral", { city: "Aarhus" });

    await on.run();

    expect(await recordsNamed(on)).toEqual({ businessCentral: 1, dataverse: 1 });
    expect(await people.couplings(on)).toHaveLength(1);
  });

  const recordsNamed = async (on: Customers) => {
    const start = on.named("");
    const customers = await world.businessCentral.list("customers");
    const accounts = await world.dataverse.list("accounts");
    return {
      businessCentral: customers.filter(({ displayName }) => String(displayName).startsWith(start))
        .length,
      dataverse: accounts.filter(({ name }) => String(name).startsWith(start)).length,
    };
  };
});
