import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { currency } from "../../lib/domain/default-mappings/currency.ts";
import { customer } from "../../lib/domain/default-mappings/customer.ts";
import { salespeople } from "../../lib/domain/default-mappings/salespeople.ts";
import { errorIdOf, type RecordId } from "../../lib/domain/ids.ts";
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
  const dataverse = found.get(businessCentral)?.dataverseId;
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
