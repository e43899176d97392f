import { afterAll, describe, expect, test } from "vitest";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { appName, otherSide, type Side, sides } from "../../lib/domain/side.ts";
import { nameOf } from "../faults/watch.ts";
import { startWorld } from "../world/world.ts";
import { countsOf, customersOf, type Pair } from "./customers.ts";
import { startPeople } from "./people.ts";

const world = await startWorld({ mappings: [] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const cityOf = {
  businessCentral: (city: string) => ({ city }),
  dataverse: (city: string) => ({ address1_city: city }),
};

interface Broken {
  readonly number: string;
  readonly changes: Partial<TableMapping>;
  /** The deleted record was here. */
  readonly gone: Side;
}

/** One record of a pair is deleted, and somebody edits the other one. */
async function aBrokenPair({ number, changes, gone }: Broken) {
  const on = await customersOf(world, nameOf(number, gone), changes);
  const adatum = await on.pair("Adatum");
  await people.remove(gone, [adatum]);
  await on.edit(adatum, otherSide[gone], cityOf[otherSide[gone]]("Bergen"));
  return { on, adatum };
}

const survives = async (side: Side, pair: Pair): Promise<boolean> => {
  const set = side === "businessCentral" ? "customers" : "accounts";
  return (await world[side].request("GET", `${set}(${pair[side]})`)).status === 200;
};

/** Policy by direction and `onlyCoupled`, each from either side that a record can be deleted on. */
const oneWay: Readonly<Record<Side, TableMapping["direction"]>> = {
  businessCentral: "toBusinessCentral",
  dataverse: "toDataverse",
};

describe.each(sides)("C: the record in %s was deleted", (gone) => {
  test.each([
    ["C70", "both ways, only coupled records", "bidirectional", true],
    ["C71", "both ways, with creation", "bidirectional", false],
    ["C73", "one way, with creation", oneWay[gone], false],
  ] as const)(
    "%s without a policy the pair (%s) is listed at once and stays coupled, and nothing is created",
    async (number, _, direction, onlyCoupled) => {
      const { on, adatum } = await aBrokenPair({
        number,
        gone,
        changes: { deleteConflict: "manual", direction, onlyCoupled },
      });

      const [first, second] = [await on.run(), await on.run()];

      expect(first.counters[gone]).toMatchObject({ failed: 1, inserted: 0 });
      expect(second.counters[gone]).toMatchObject({ failed: 0, inserted: 0 });
      const error = await people.errorOf(on, adatum);
      expect(error).toMatchObject({ status: "skipped", occurrences: 1 });
      expect(error.kind).toBe(
        gone === "dataverse" ? "deletedInDataverse" : "deletedInBusinessCentral",
      );
      expect(error.message).toContain(`was deleted in ${appName[gone]}`);
      expect(await people.couplings(on)).toHaveLength(1);
      expect(await survives(otherSide[gone], adatum)).toBe(true);
    },
  );

  test.each([
    ["C74", "both ways, only coupled records", "bidirectional", true],
    ["C76", "one way, only coupled records", oneWay[gone], true],
  ] as const)(
    "%s with the policy Remove Coupling (%s) the coupling goes in one run, and the survivor stays on its own",
    async (number, _, direction, onlyCoupled) => {
      const { on, adatum } = await aBrokenPair({
        number,
        gone,
        changes: { deleteConflict: "removeCoupling", direction, onlyCoupled },
      });

      const job = await on.run();

      expect(job).toMatchObject({ state: "completed", coupled: -1 });
      expect(job.counters[gone]).toMatchObject({ failed: 0, skipped: 0, inserted: 0 });
      expect(await people.couplings(on)).toEqual([]);
      expect(await people.errors(on)).toEqual([]);
      expect(await survives(otherSide[gone], adatum)).toBe(true);
    },
  );

  test("C77 one way, with creation: Remove Coupling makes the survivor a record without a counterpart, which is created again when it changes", async () => {
    const { on, adatum } = await aBrokenPair({
      number: "C77",
      gone,
      changes: { deleteConflict: "removeCoupling", direction: oneWay[gone], onlyCoupled: false },
    });

    await on.run();
    expect(await people.couplings(on)).toEqual([]);
    await on.edit(adatum, otherSide[gone], cityOf[otherSide[gone]]("Oslo"));
    await on.run();

    const [coupling] = await people.couplings(on);
    const ids = { businessCentral: coupling?.businessCentralId, dataverse: coupling?.dataverseId };
    expect(ids[otherSide[gone]]).toBe(adatum[otherSide[gone]]);
    expect(ids[gone]).not.toBe(adatum[gone]);
  });

  test.each([
    ["C79", "both ways, with creation", "bidirectional", false],
    ["C80", "one way, only coupled records", oneWay[gone], true],
  ] as const)(
    "%s with the policy Restore Records (%s) the record is created again in the same run and coupled",
    async (number, _, direction, onlyCoupled) => {
      const { on, adatum } = await aBrokenPair({
        number,
        gone,
        changes: { deleteConflict: "restore", direction, onlyCoupled },
      });

      const job = await on.run();

      expect(job.state).toBe("completed");
      expect(job.counters[gone]).toMatchObject({ inserted: 1, failed: 0 });
      const couplings = await on.couplings();
      expect(couplings).toHaveLength(1);
      const [restored] = couplings.map(({ ids }) => ids);
      if (restored === undefined) throw new Error("no coupling");
      expect(restored[otherSide[gone]]).toBe(adatum[otherSide[gone]]);
      expect(restored[gone]).not.toBe(adatum[gone]);
      expect(await on.read(restored)).toMatchObject({
        businessCentral: { displayName: on.named("Adatum"), city: "Bergen" },
        dataverse: { name: on.named("Adatum"), address1_city: "Bergen" },
      });
      expect(await people.errors(on)).toEqual([]);
    },
  );
});

describe("C: pairs beside each other", () => {
  test("C82 ☠ of two pairs that fail, one for its deleted account: both stay coupled and listed; each is counted once, the second run does not count the deleted one again", async () => {
    const on = await customersOf(world, "C82");
    const [deleted, failing] = await on.pairs(["Deleted", "Failing"]);
    if (deleted === undefined || failing === undefined) throw new Error("two pairs");
    await people.remove("dataverse", [deleted]);
    await on.edit(deleted, "businessCentral", { phoneNumber: "1" });
    await on.edit(failing, "businessCentral", { phoneNumber: "11" });
    await on.edit(failing, "dataverse", { telephone1: "22" });

    const first = await on.run();
    const second = await on.run();

    expect(countsOf(first)).toEqual({ businessCentral: { failed: 1 }, dataverse: { failed: 2 } });
    expect(second.counters.dataverse.failed).toBe(0);
    expect((await people.couplings(on)).map(({ status }) => status)).toEqual([
      "skipped",
      "skipped",
    ]);
    expect((await people.errors(on)).map(({ kind }) => kind).toSorted()).toEqual([
      "deletedInDataverse",
      "updateConflict",
    ]);
  });

  test("C83 ☠ before a run has noticed that a customer was deleted its coupling is found by either id and is not skipped; the deletion alone, without an edit of the account, is noticed by Find for Deleted", async () => {
    const on = await customersOf(world, "C83");
    const adatum = await on.pair("Adatum");
    await people.remove("businessCentral", [adatum]);

    for (const by of sides) {
      const { body } = await people.ask(`GET /v1/couplings?mapping=C83&${by}Id=${adatum[by]}`);
      expect(body).toMatchObject({ items: [{ status: "active" }] });
    }
    await people.act("POST /v1/errors/actions/find-deleted", { mapping: "C83" });
    expect((await people.couplingOf(on, adatum)).status).toBe("skipped");
  });
});
