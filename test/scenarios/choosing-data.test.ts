import { afterAll, describe, expect, test } from "vitest";
import { startWorld } from "../world/world.ts";
import { countsOf, customersOf, present } from "./customers.ts";
import { idsOf, phonesOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: [] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

describe("A: Synchronize with the data a person chooses", () => {
  test("A13 the preview warns field by field of what will be replaced; then the account takes the customer's values, and the other pair stays as it is", async () => {
    const on = await customersOf(world, "A13");
    const [adatum, fabrikam] = await people.conflicts(on, ["Adatum", "Fabrikam"]);
    if (adatum === undefined || fabrikam === undefined) throw new Error("two pairs");
    const body = { ...idsOf([await people.errorOf(on, adatum)]), use: "businessCentral" };
    const asked = "POST /v1/errors/actions/synchronize";

    const preview = await people.job(asked, { ...body, preview: true });

    expect(await people.log(preview)).toMatchObject([
      {
        side: "dataverse",
        outcome: "modified",
        changes: [{ field: "phone", from: "22", to: "11" }],
      },
    ]);
    expect(await phonesOf(on, adatum)).toEqual(["11", "22"]);
    expect(countsOf(await people.job(asked, body))).toEqual({ dataverse: { modified: 1 } });
    expect(await phonesOf(on, adatum)).toEqual(["11", "11"]);
    expect(await phonesOf(on, fabrikam)).toEqual(["11", "22"]);
    expect((await people.errors(on)).map(({ id }) => id)).toEqual([
      (await people.errorOf(on, fabrikam)).id,
    ]);
  });

  test("A14 a mixed selection is one job per mapping; a one-way mapping goes its own way whatever was chosen, and who was not chosen stays skipped", async () => {
    const both = await customersOf(world, "A14");
    const oneWay = await customersOf(world, "A14W", { direction: "toBusinessCentral" });
    const [chosen, left] = await people.conflicts(both, ["Chosen", "Left"]);
    if (chosen === undefined || left === undefined) throw new Error("two pairs");
    const account = await oneWay.account("Adatum", { address1_city: "Oslo" });
    await oneWay.run();
    const [coupling] = await oneWay.couplings();
    const businessCentral = present(coupling, "a coupling").ids.businessCentral;
    const pair = { businessCentral, dataverse: account };
    world.pass(60);
    await oneWay.edit(pair, "dataverse", { address1_city: "c".repeat(31) });
    await oneWay.run();
    await oneWay.edit(pair, "dataverse", { address1_city: "Bergen" });

    const { taken, jobs } = await people.act("POST /v1/errors/actions/synchronize", {
      ...idsOf([await people.errorOf(both, chosen), await people.errorOf(oneWay, pair)]),
      use: "businessCentral",
    });

    expect(taken).toBe(2);
    expect(jobs.map(({ mapping, state }) => [mapping, state]).toSorted()).toEqual([
      ["A14", "completed"],
      ["A14W", "completed"],
    ]);
    expect(await phonesOf(both, chosen)).toEqual(["11", "11"]);
    expect((await oneWay.read(pair)).businessCentral["city"]).toBe("Bergen");
    expect((await oneWay.read(pair)).dataverse["address1_city"]).toBe("Bergen");
    expect(await people.errors(oneWay)).toEqual([]);
    expect((await people.couplingOf(both, left)).status).toBe("skipped");
  });
});

describe("A: another counterpart for a listed record", () => {
  test("A16 ☠ for a complete pair there is no pointing elsewhere: coupling its customer names the coupling in the way, 409, and leads to Delete Coupling", async () => {
    const on = await customersOf(world, "A16");
    const [adatum] = await people.conflicts(on, ["Adatum"]);
    const { businessCentral } = present(adatum, "a pair");
    const free = await on.account("Free");

    const { status, body } = await people.ask("POST /v1/couplings", {
      mapping: "A16",
      businessCentralId: businessCentral,
      dataverseId: free,
    });

    expect(status).toBe(409);
    expect(body).toMatchObject({ detail: expect.stringContaining("Delete that coupling first.") });
    expect(await people.errors(on)).toHaveLength(1);
  });

  test("A38 a skipped customer whose account was deleted is coupled to another free account: the pair is the new one, its data is synchronized, and it is not skipped any more", async () => {
    const on = await customersOf(world, "A38");
    const adatum = await on.pair("Adatum", { phoneNumber: "11" });
    await people.remove("dataverse", [adatum]);
    await people.job("POST /v1/errors/actions/find-deleted", { mapping: "A38" });
    const free = await on.account("Adatum", { telephone1: "22" });

    const job = await people.job("POST /v1/couplings", {
      mapping: "A38",
      businessCentralId: adatum.businessCentral,
      dataverseId: free,
      initialSync: "businessCentral",
    });

    expect(job.state).toBe("completed");
    expect(await people.couplings(on)).toMatchObject([{ dataverseId: free, status: "active" }]);
    expect(await phonesOf(on, { ...adatum, dataverse: free })).toEqual(["11", "11"]);
    expect(await people.errors(on)).toEqual([]);
  });

  test("D30 a customer whose account was merged into another is coupled with the surviving one, though its coupling is still there", async () => {
    const on = await customersOf(world, "D30", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    const winner = await on.account("Winner");
    const account = (accountid: string) => ({
      accountid,
      "@odata.type": "Microsoft.Dynamics.CRM.account",
    });
    await world.dataverse.request("POST", "Merge", {
      Target: account(winner),
      Subordinate: account(adatum.dataverse),
      PerformParentingChecks: false,
    });
    await on.run();
    const listed = await people.errors(on);
    expect(listed).toHaveLength(2);
    for (const candidates of [[winner], [adatum.businessCentral]]) {
      expect(listed).toContainEqual(
        expect.objectContaining({ kind: "ambiguousMatch", candidates }),
      );
    }

    const job = await people.job("POST /v1/couplings", {
      mapping: "D30",
      businessCentralId: adatum.businessCentral,
      dataverseId: winner,
      initialSync: "dataverse",
    });

    expect(job.state).toBe("completed");
    expect((await people.couplings(on)).map(({ dataverseId }) => dataverseId)).toEqual([winner]);
    expect(await people.errors(on)).toEqual([]);
  });

  test("A17 Delete Coupling of one of two skipped pairs: it ceases to exist and leaves the list, the other stays", async () => {
    const on = await customersOf(world, "A17");
    const [adatum, fabrikam] = await people.conflicts(on, ["Adatum", "Fabrikam"]);
    if (adatum === undefined || fabrikam === undefined) throw new Error("two pairs");

    const job = await people.job(
      "POST /v1/couplings/actions/delete",
      idsOf([await people.couplingOf(on, adatum)]),
    );

    expect(countsOf(job)).toEqual({ businessCentral: { uncoupled: 1 } });
    expect((await people.couplings(on)).map(({ dataverseId }) => dataverseId)).toEqual([
      fabrikam.dataverse,
    ]);
    expect((await people.errors(on)).map(({ couplingId }) => couplingId)).toEqual([
      (await people.couplingOf(on, fabrikam)).id,
    ]);
    expect(await phonesOf(on, adatum)).toEqual(["11", "22"]);
  });
});
