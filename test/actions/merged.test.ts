import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorIdOf, type RecordId } from "../../lib/domain/ids.ts";
import type { Job } from "../../lib/domain/job/job.ts";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  const onlyCoupled = { ...customer, onlyCoupled: true };
  world = await startWorld({ mappings: [salespeople, currency, onlyCoupled] });
});
afterAll(() => world.stop());

async function aCoupledAccount(name: string) {
  const businessCentral = await world.businessCentral.create("customers", { displayName: name });
  await world.run("CUSTOMER", {
    kind: "couple",
    pairs: [{ side: "businessCentral", id: businessCentral, create: true }],
  });
  const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", [
    businessCentral,
  ]);
  const dataverse = found.get(businessCentral)?.ids.dataverse;
  if (dataverse === undefined) throw new Error(`${name} was not coupled`);
  return { businessCentral, dataverse };
}

async function merge(loser: RecordId, winner: RecordId): Promise<void> {
  const account = (accountid: RecordId) => ({
    accountid,
    "@odata.type": "Microsoft.Dynamics.CRM.account",
  });
  const { status } = await world.dataverse.request("POST", "Merge", {
    Target: account(winner),
    Subordinate: account(loser),
    PerformParentingChecks: false,
  });
  expect(status).toBe(204);
}

const errorOf = async (businessCentral: RecordId) => {
  const id = errorIdOf(customer.name, "businessCentral", businessCentral);
  return (await world.app.store.errors.get([id])).get(id);
};

describe("D30 accounts merged in Dataverse", () => {
  test("the loser's pair is listed with the survivor, and coupled with it by hand", async () => {
    const { businessCentral, dataverse } = await aCoupledAccount("Loser");
    const winner = await world.dataverse.create("accounts", {
      name: "Winner",
      customertypecode: 3,
    });
    world.pass(1);
    await merge(dataverse, winner);

    const job = await world.run("CUSTOMER");

    expect(job.counters.businessCentral).toMatchObject({ modified: 0, deleted: 0 });
    expect(await errorOf(businessCentral)).toMatchObject({
      kind: "ambiguousMatch",
      status: "skipped",
      candidates: [winner],
    });

    await world.run("CUSTOMER", {
      kind: "couple",
      pairs: [
        { businessCentralId: businessCentral, dataverseId: winner, initialSync: "dataverse" },
      ],
    });

    expect(await errorOf(businessCentral)).toBeUndefined();
    expect(await world.businessCentral.get("customers", businessCentral)).toMatchObject({
      displayName: "Winner",
    });
  });

  test.each(["none", "businessCentral"] as const)(
    "the loser is not coupled again (initialSync %s): refused with the survivor, and the pair stays listed",
    async (initialSync) => {
      const pair = await aCoupledAccount(`Loses again ${initialSync}`);
      const winner = await world.dataverse.create("accounts", {
        name: "Wins",
        customertypecode: 3,
      });
      world.pass(1);
      await merge(pair.dataverse, winner);
      await world.run("CUSTOMER");

      const job = await world.run("CUSTOMER", {
        kind: "couple",
        pairs: [
          { businessCentralId: pair.businessCentral, dataverseId: pair.dataverse, initialSync },
        ],
      });

      expect(job.state).toBe("completedWithErrors");
      const log = await world.app.store.history.ofJob(job.id, { limit: 10 });
      expect(log.ok && log.value.items).toMatchObject([
        {
          outcome: "failed",
          message: `"Loses again ${initialSync}" in Dataverse was merged into another record (${winner}). Couple with that one.`,
        },
      ]);
      expect(await errorOf(pair.businessCentral)).toMatchObject({ kind: "ambiguousMatch" });
    },
  );
});

/** Each is listed with whom it may be coupled. */
const survivors = async (...customers: readonly RecordId[]) =>
  Promise.all(customers.map(async (id) => (await errorOf(id))?.candidates));

const pairsWritten = (counters: Job["counters"]) =>
  [counters.businessCentral, counters.dataverse].map(
    ({ inserted, modified, deleted }) => inserted + modified + deleted,
  );

describe("FM21 accounts merged in Dataverse that are both coupled", () => {
  test("the loser's customer is listed with the survivor, the survivor's pair goes on, and nothing is written to anybody else", async () => {
    const [loser, winner] = [await aCoupledAccount("Both, loser"), await aCoupledAccount("Both")];
    await world.run("CUSTOMER");
    world.pass(20);
    await world.run("CUSTOMER");
    await merge(loser.dataverse, winner.dataverse);
    await world.businessCentral.change("customers", winner.businessCentral, { city: "Oslo" });
    await world.businessCentral.change("customers", loser.businessCentral, { city: "Bergen" });

    const job = await world.run("CUSTOMER");

    expect(pairsWritten(job.counters)).toEqual([0, 1]);
    expect(await survivors(loser.businessCentral, winner.businessCentral)).toEqual([
      [winner.dataverse],
      undefined,
    ]);
    expect(await world.dataverse.get("accounts", winner.dataverse)).toMatchObject({
      address1_city: "Oslo",
    });
  });

  test("a chain of three: each loser is listed with a survivor, once, however often it runs", async () => {
    const [one, two, three] = [
      await aCoupledAccount("Chain one"),
      await aCoupledAccount("Chain two"),
      await aCoupledAccount("Chain three"),
    ];
    world.pass(20);
    await world.run("CUSTOMER");
    await merge(one.dataverse, two.dataverse);
    await world.run("CUSTOMER");
    await merge(two.dataverse, three.dataverse);

    for (let run = 0; run < 3; run += 1) {
      world.pass(1);
      const job = await world.run("CUSTOMER");
      expect(pairsWritten(job.counters)).toEqual([0, 0]);
    }

    expect(
      await survivors(one.businessCentral, two.businessCentral, three.businessCentral),
    ).toEqual([[two.dataverse], [three.dataverse], undefined]);
    expect(await errorOf(one.businessCentral)).toMatchObject({ status: "skipped", occurrences: 1 });
  });
});
