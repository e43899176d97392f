import { afterAll, describe, expect, test } from "vitest";
import type { Side } from "../../lib/domain/side.ts";
import { nameOf } from "../faults/watch.ts";
import { startWorld } from "../world/world.ts";
import { type Customers, countsOf, customersOf, type Pair, present } from "./customers.ts";
import { idsOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: [] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const now = "POST /v1/couplings/actions/synchronize";
const cityIn = async (on: Customers, pair: Pair) => {
  const { businessCentral, dataverse } = await on.read(pair);
  return [businessCentral["city"], dataverse["address1_city"]];
};

const edits = { businessCentral: { city: "Bergen" }, dataverse: { address1_city: "Odense" } };
const editSides = async (on: Customers, pair: Pair, changed: readonly Side[]) => {
  for (const side of changed) await on.edit(pair, side, edits[side]);
};

describe("J: Synchronize Now", () => {
  test("J194 ☠ many pairs of two mappings are synchronized together: one job per mapping, each with as many modified as were edited, in the direction of the edit", async () => {
    const on = await customersOf(world, "J194");
    const other = await customersOf(world, "J194B");
    const chosen: { readonly id: string }[] = [];
    for (const [each, side] of [
      [on, "businessCentral"],
      [other, "dataverse"],
    ] as const) {
      for (const pair of await each.pairs(["One", "Two", "Three"])) {
        await each.edit(pair, side, edits[side]);
        chosen.push(await people.couplingOf(each, pair));
      }
    }

    const { taken, jobs } = await people.act(now, idsOf(chosen));

    expect(taken).toBe(6);
    expect(jobs.map((job) => [job.mapping, job.type, job.trigger, countsOf(job)])).toEqual([
      ["J194", "synchronize", "manual", { dataverse: { modified: 3 } }],
      ["J194B", "synchronize", "manual", { businessCentral: { modified: 3 } }],
    ]);
  });

  test.each([
    ["unchanged", [], ["Oslo", "Oslo"]],
    ["changed in Business Central", ["businessCentral"], ["Bergen", "Bergen"]],
    ["changed in Dataverse", ["dataverse"], ["Odense", "Odense"]],
  ] as const)(
    "J196 ☠ a two-way pair, %s: what was changed flows, and nobody is asked for a direction",
    async (_, changed, cities) => {
      const on = await customersOf(world, nameOf("J196", ...changed));
      const adatum = await on.pair("Adatum", { city: "Oslo" });
      await editSides(on, adatum, changed);

      const { jobs } = await people.act(now, idsOf([await people.couplingOf(on, adatum)]));

      expect(jobs.map(({ state }) => state)).toEqual(["completed"]);
      expect(await cityIn(on, adatum)).toEqual(cities);
    },
  );

  test("J196 of a pair that both sides changed the direction is asked: it is listed, and Synchronize with Business Central's data overwrites Dataverse", async () => {
    const on = await customersOf(world, "J196BOTH");
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    await editSides(on, adatum, ["businessCentral", "dataverse"]);
    await people.act(now, idsOf([await people.couplingOf(on, adatum)]));
    expect(await cityIn(on, adatum)).toEqual(["Bergen", "Odense"]);
    const [listed] = await people.errors(on);

    await people.job("POST /v1/errors/actions/synchronize", {
      ...idsOf([present(listed, "an item")]),
      use: "businessCentral",
    });

    expect(await cityIn(on, adatum)).toEqual(["Bergen", "Bergen"]);
    expect(await people.errors(on)).toEqual([]);
  });

  test("J196 a pair that was coupled and never synchronized takes the data that is asked for with the coupling", async () => {
    const on = await customersOf(world, "J196NEVER", { onlyCoupled: true });
    const businessCentral = await on.customer("Adatum", { city: "Oslo" });
    const dataverse = await on.account("Adatum", { address1_city: "Bergen" });
    const ids = {
      mapping: "J196NEVER",
      businessCentralId: businessCentral,
      dataverseId: dataverse,
    };
    const pair = { businessCentral, dataverse };
    await people.job("POST /v1/couplings", ids);
    expect(await cityIn(on, pair)).toEqual(["Oslo", "Bergen"]);

    await people.act(now, idsOf([await people.couplingOf(on, pair)]));
    await people.job("POST /v1/errors/actions/synchronize", {
      ...idsOf(await people.errors(on)),
      use: "businessCentral",
    });

    expect(await cityIn(on, pair)).toEqual(["Oslo", "Oslo"]);
  });

  test.each([
    ["Dataverse", ["dataverse"], ["Odense", "Odense"]],
    [
      "Business Central alone (its edit stays until Dataverse's next change)",
      ["businessCentral"],
      ["Bergen", "Oslo"],
    ],
    ["both", ["businessCentral", "dataverse"], ["Odense", "Odense"]],
  ] as const)(
    "J197 ☠ a pair of a mapping towards Business Central, changed in %s: a preview stands for the confirmation and changes nothing",
    async (_, changed, cities) => {
      const on = await customersOf(world, nameOf("J197", ...changed), {
        direction: "toBusinessCentral",
      });
      const dataverse = await on.account("Adatum", { address1_city: "Oslo" });
      await on.run();
      const [coupling] = await on.couplings();
      const pair = { businessCentral: present(coupling, "one").ids.businessCentral, dataverse };
      await on.settle();
      await editSides(on, pair, changed);
      const before = await on.read(pair);
      const ids = idsOf(await people.couplings(on));

      const preview = await people.act(now, { ...ids, preview: true });

      expect(await on.read(pair)).toEqual(before);
      const job = present((await people.act(now, ids)).jobs[0], "a job");
      expect(await cityIn(on, pair)).toEqual(cities);
      expect(preview.jobs.map(countsOf)).toEqual([countsOf(job)]);
      expect(job.counters.dataverse.modified).toBe(0);
    },
  );

  test("J199 the way to a record in the other app: a coupling leads to both records, a record without one has none, and of a table without a mapping the question is refused", async () => {
    const on = await customersOf(world, "J199");
    const adatum = await on.pair("Adatum");
    const free = await on.customer("Free", { blocked: "All" });
    const at = (query: string) => people.ask(`GET /v1/couplings?${query}`);

    expect((await at(`businessCentralId=${adatum.businessCentral}`)).body).toMatchObject({
      items: [
        {
          urls: {
            businessCentral: expect.stringContaining(adatum.businessCentral),
            dataverse: expect.stringContaining(adatum.dataverse),
          },
        },
      ],
    });
    expect((await at(`businessCentralId=${free}`)).body).toEqual({ items: [] });
    expect((await at("mapping=VENDOR")).status).toBe(400);
  });
});
