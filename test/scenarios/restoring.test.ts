import { afterAll, describe, expect, test } from "vitest";
import { type Side, sides } from "../../lib/domain/side.ts";
import { calm, nameOf } from "../faults/watch.ts";
import { startWorld } from "../world/world.ts";
import { type Customers, countsOf, customersOf, type Pair, present, sets } from "./customers.ts";
import { idsOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: [] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const other: Readonly<Record<Side, Side>> = {
  businessCentral: "dataverse",
  dataverse: "businessCentral",
};

/** Pairs whose record on this side was deleted, and which Find for Deleted listed. */
async function broken(on: Customers, side: Side, names: readonly string[]) {
  const pairs = await on.pairs(names);
  await people.remove(side, pairs);
  await findDeleted(on);
  return pairs;
}

const findDeleted = (on: Customers) =>
  people.job("POST /v1/errors/actions/find-deleted", { mapping: on.mapping.name });

const isThere = async (side: Side, pair: Pair): Promise<boolean> =>
  (await world[side].request("GET", `${sets[side]}(${pair[side]})`)).status === 200;

describe("A: Delete Records", () => {
  test.each([
    ["A28", "businessCentral"],
    ["A29", "dataverse"],
  ] as const)(
    "%s of a skipped pair whose record in %s was deleted: the survivor and the coupling go, and the item with them; the other pairs stay",
    async (number, gone) => {
      const on = await customersOf(world, number);
      const [adatum, kept] = await on.pairs(["Adatum", "Kept"]);
      if (adatum === undefined || kept === undefined) throw new Error("two pairs");
      await people.remove(gone, [adatum]);
      await findDeleted(on);

      const job = await people.job(
        "POST /v1/errors/actions/delete",
        idsOf([await people.errorOf(on, adatum)]),
      );

      expect(countsOf(job)).toMatchObject({ [other[gone]]: { deleted: 1 } });
      expect(await isThere(other[gone], adatum)).toBe(false);
      expect(await people.errors(on)).toEqual([]);
      expect((await people.couplings(on)).map(({ dataverseId }) => dataverseId)).toEqual([
        kept.dataverse,
      ]);
      expect([await isThere("businessCentral", kept), await isThere("dataverse", kept)]).toEqual([
        true,
        true,
      ]);
    },
  );

  test("A31 without the permission to delete accounts the job tells of it, and item, coupling and account stay", async () => {
    const on = await customersOf(world, "A31");
    const [adatum] = await broken(on, "businessCentral", ["Adatum"]);
    const pair = present(adatum, "a pair");
    world.sandboxes.dataverse.takePrivileges(["prvDeleteAccount"]);

    const job = await people.job("POST /v1/errors/actions/delete", idsOf(await people.errors(on)));

    calm(world);
    expect(job.state).not.toBe("completed");
    const told = [job.message, ...(await people.log(job)).map(({ message }) => message)].join(" ");
    expect(told).toContain("prvDeleteAccount");
    expect(await people.errors(on)).toHaveLength(1);
    expect(await people.couplings(on)).toHaveLength(1);
    expect(await isThere("dataverse", pair)).toBe(true);
  });
});

describe("A: Restore Records", () => {
  test("A32 a customer that was deleted is created again from its account, with a new number, and the item is gone; the account is as it was", async () => {
    const on = await customersOf(world, "A32");
    const [adatum] = await on.pairs(["Adatum"]);
    const pair = present(adatum, "a pair");
    const before = await on.read(pair);
    await people.remove("businessCentral", [pair]);
    await world.businessCentral.create("customers", { displayName: "Takes the next number" });
    await findDeleted(on);

    const job = await people.job("POST /v1/errors/actions/restore", idsOf(await people.errors(on)));

    expect(countsOf(job)).toEqual({ businessCentral: { inserted: 1 } });
    const [coupling] = await on.couplings();
    const restored = present(coupling, "a coupling");
    expect(restored.ids.dataverse).toBe(pair.dataverse);
    expect(restored.ids.businessCentral).not.toBe(pair.businessCentral);
    const after = await on.read({ ...pair, businessCentral: restored.ids.businessCentral });
    expect(after.businessCentral["displayName"]).toBe(on.named("Adatum"));
    expect(after.businessCentral["number"]).not.toBe(before.businessCentral["number"]);
    expect(after.dataverse).toEqual(before.dataverse);
    expect(await people.errors(on)).toEqual([]);
  });

  test("A34 Restore of what is listed recreates both missing records, and leaves the complete pair skipped, with the reason", async () => {
    const on = await customersOf(world, "A34");
    const [complete] = await people.conflicts(on, ["Complete"]);
    const [noAccount, noCustomer] = await on.pairs(["No account", "No customer"]);
    if (complete === undefined || noAccount === undefined || noCustomer === undefined) {
      throw new Error("three pairs");
    }
    await people.remove("dataverse", [noAccount]);
    await people.remove("businessCentral", [noCustomer]);
    await findDeleted(on);
    const listed = await people.errors(on);
    expect(listed).toHaveLength(3);

    const { taken, leftOut, jobs } = await people.act(
      "POST /v1/errors/actions/restore",
      idsOf(listed),
    );

    const completeId = (await people.errorOf(on, complete)).id;
    expect([taken, jobs.length]).toEqual([2, 1]);
    expect(leftOut).toEqual([
      { id: completeId, reason: "No record was deleted (updateConflict)." },
    ]);
    expect(jobs.map(countsOf)).toEqual([
      { businessCentral: { inserted: 1 }, dataverse: { inserted: 1 } },
    ]);
    expect((await people.errors(on)).map(({ id, status }) => [id, status])).toEqual([
      [completeId, "skipped"],
    ]);
    expect(await people.couplings(on)).toHaveLength(3);
  });
});

describe("A: what is offered", () => {
  test.each(sides)(
    "A35 of a pair whose record in %s was deleted Restore, Delete and Remove Coupling are offered, Retry and Synchronize are not and are refused",
    async (gone) => {
      const on = await customersOf(world, nameOf("A35", gone));
      await broken(on, gone, ["Adatum"]);
      const listed = await people.errors(on);

      expect(listed.map(({ actions }) => actions)).toEqual([
        ["restore", "delete", "remove-coupling"],
      ]);
      expect(listed[0]?.[gone]).toMatchObject({ exists: false, url: null });
      for (const action of ["retry", "synchronize"]) {
        const body = { ...idsOf(listed), ...(action === "synchronize" && { use: "dataverse" }) };
        const { status } = await people.ask(`POST /v1/errors/actions/${action}`, body);
        expect(status).toBe(422);
      }
    },
  );

  test("A37 of a complete pair Restore and Delete are not offered and are refused, everything else is", async () => {
    const on = await customersOf(world, "A37");
    await people.conflicts(on, ["Adatum"]);
    const listed = await people.errors(on);

    expect(listed.map(({ actions }) => actions)).toEqual([
      ["retry", "synchronize", "remove-coupling"],
    ]);
    for (const action of ["restore", "delete"]) {
      const { status } = await people.ask(`POST /v1/errors/actions/${action}`, idsOf(listed));
      expect(status).toBe(422);
    }
    expect(await people.couplings(on)).toHaveLength(1);
  });
});

describe("A: Find for Deleted", () => {
  test("A40 ☠ a pair of which both records were deleted ceases to exist with the next look through all couplings, where Business Central cleans up as the page opens", async () => {
    const on = await customersOf(world, "A40");
    const [adatum] = await broken(on, "businessCentral", ["Adatum"]);
    await people.remove("dataverse", [present(adatum, "a pair")]);
    expect(await people.errors(on)).toHaveLength(1);

    await findDeleted(on);

    expect(await people.errors(on)).toEqual([]);
    expect(await people.couplings(on)).toEqual([]);
  });

  test("A43 a pair of a one-way mapping whose customer was deleted, and which is not listed, is found, skipped and listed; ☠ so are pairs of two-way mappings, and a record that only left the filter is not", async () => {
    for (const [number, direction] of [
      ["A43", "toDataverse"],
      ["A43B", "bidirectional"],
    ] as const) {
      const on = await customersOf(world, number, { direction });
      const [gone, blocked] = await on.pairs(["Gone", "Blocked"]);
      if (gone === undefined || blocked === undefined) throw new Error("two pairs");
      await people.remove("businessCentral", [gone]);
      await on.edit(blocked, "businessCentral", { blocked: "All" });
      expect(await people.errors(on)).toEqual([]);

      await findDeleted(on);

      expect(await people.errors(on)).toMatchObject([
        { kind: "deletedInBusinessCentral", status: "skipped" },
      ]);
      expect((await people.couplingOf(on, gone)).status).toBe("skipped");
      expect((await people.couplingOf(on, blocked)).status).toBe("active");
    }
  });
});
