import { afterAll, describe, expect, test } from "vitest";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { type Side, sides } from "../../lib/domain/side.ts";
import { type Customers, countsOf, customersOf, type Pair, sets } from "../scenarios/customers.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { endOf, expectInStep, heldBy, nameOf, writesSent } from "./watch.ts";

const world = await startWorld({ mappings: [] });
afterAll(() => world.stop());

type Policy = TableMapping["deleteConflict"];

/** A pair of which one record was deleted. Business Central does not tell: the other side is edited. */
async function withDeletion(side: Side, deleteConflict: Policy) {
  const on = await customersOf(world, nameOf(deleteConflict, side), { deleteConflict });
  const pair = await on.pair("Adatum", { city: "Oslo" });
  await world[side].remove(sets[side], pair[side]);
  if (side === "businessCentral") await on.edit(pair, "dataverse", { telephone1: "9" });
  return { on, pair };
}

const there = async (side: Side, pair: Pair): Promise<boolean> =>
  (await world[side].request("GET", `${sets[side]}(${pair[side]})`)).status === 200;

describe.each(sides)("FM8 a coupled record is deleted in %s", (side) => {
  const survivor: Side = side === "dataverse" ? "businessCentral" : "dataverse";
  const kind = side === "dataverse" ? "deletedInDataverse" : "deletedInBusinessCentral";

  test("manual: it is listed once, and the other record stays", async () => {
    const { on, pair } = await withDeletion(side, "manual");
    for (let run = 0; run < 4; run += 1) await on.run();
    expect(await on.errors()).toMatchObject([{ kind, status: "skipped", occurrences: 1 }]);
    expect(await there(survivor, pair)).toBe(true);
    expect(await on.couplings()).toHaveLength(1);
  });

  test("restore: it is created again with the other record's data, and coupled", async () => {
    const { on, pair } = await withDeletion(side, "restore");
    expect(endOf(await on.run())).toBe("completed");
    await expectInStep(world, on, 1);
    const [coupling] = await on.couplings();
    expect(coupling?.ids[survivor]).toBe(pair[survivor]);
    expect((await heldBy(world, on))[side]).toMatchObject([{ 1: "Oslo" }]);
  });

  test("removeCoupling: the other record stays alone, and no run couples or copies it again", async () => {
    const { on, pair } = await withDeletion(side, "removeCoupling");
    await on.run();
    expect(await on.couplings()).toEqual([]);
    expect(await on.errors()).toEqual([]);
    expect(await there(survivor, pair)).toBe(true);
  });

  test("delete: the other record goes too, once", async () => {
    const { on, pair } = await withDeletion(side, "delete");
    expect(countsOf(await on.run())).toMatchObject({ [survivor]: { deleted: 1 } });
    expect(await there(survivor, pair)).toBe(false);
    expect(await on.couplings()).toEqual([]);
    world.calls.reset();
    await on.run();
    expect(writesSent(world)).toBe(0);
  });
});

test("FM8 both records of a pair are deleted: only the coupling goes", async () => {
  const on = await customersOf(world, "BOTH");
  const pair = await on.pair("Adatum");
  for (const side of sides) await world[side].remove(sets[side], pair[side]);
  await on.run();
  expect(await on.couplings()).toEqual([]);
  expect(await on.errors()).toEqual([]);
});

test("FM7 a record is deleted and created again under the same name: a deletion to resolve, never a silent overwrite", async () => {
  const on = await customersOf(world, "AGAIN", { onlyCoupled: true });
  const pair = await on.pair("Adatum", { city: "Oslo" });
  await world.dataverse.remove("accounts", pair.dataverse);
  await on.account("Adatum", { address1_city: "Bergen" });
  await on.run();
  expect(await on.errors()).toMatchObject([{ kind: "deletedInDataverse" }]);
  expect((await heldBy(world, on)).dataverse).toMatchObject([{ 1: "Bergen" }]);
});

/** So many coupled pairs. */
async function pairsOf(on: Customers, count: number): Promise<readonly Pair[]> {
  for (let one = 0; one < count; one += 1) await on.customer(`Customer ${one}`);
  await on.run();
  await on.settle();
  return (await on.couplings()).map(({ ids }) => ids);
}

describe.each(sides)("FM9 more than the allowed share of %s is gone at once", (side) => {
  const survivor: Side = side === "dataverse" ? "businessCentral" : "dataverse";

  test("W6 the job stops with one message and deletes nothing, until a person allows it", async () => {
    const on = await customersOf(world, nameOf("mass", side), { deleteConflict: "delete" });
    const pairs = await pairsOf(on, 20);
    for (const pair of pairs.slice(0, 12)) {
      await world[side].remove(sets[side], pair[side]);
      if (side === "businessCentral") await on.edit(pair, "dataverse", { telephone1: "9" });
    }
    const { cursors } = await on.state();
    world.calls.reset();
    const job = await on.run();
    expect(job.state).toBe("failed");
    expect(job.message).toContain("12 of 20 coupled records");
    expect(job.message).toContain("maxDeletedShare");
    expect((await heldBy(world, on))[survivor]).toHaveLength(20);
    expect(await on.couplings()).toHaveLength(20);
    expect(await on.errors()).toEqual([]);
    expect((await on.state()).cursors).toEqual(cursors);

    const stored = await world.app.store.mappings.get(on.mapping.name);
    await world.app.store.mappings.save(
      { ...on.mapping, maxDeletedShare: 1 },
      stored?.revision ?? 0,
    );
    expect(endOf(await on.run())).toBe("completed");
    await expectInStep(world, on, 8);
  });
});

test("W6 records that are gone when a new field makes the job read them stop it as well", async () => {
  const { fields } = customer;
  const on = await customersOf(world, "NEWFIELD", {
    deleteConflict: "delete",
    fields: fields.filter(({ name }) => name !== "website"),
  });
  const pairs = await pairsOf(on, 12);
  const stored = await world.app.store.mappings.get(on.mapping.name);
  await world.app.store.mappings.save({ ...on.mapping, fields }, stored?.revision ?? 0);
  for (const pair of pairs) {
    await world.businessCentral.remove("customers", pair.businessCentral);
    await on.edit(pair, "dataverse", { telephone1: "9" });
  }
  const job = await on.run();
  expect(job.message).toContain("12 of 12 coupled records");
  expect((await heldBy(world, on)).dataverse).toHaveLength(12);
});

test("W6 a handful is taken for what it is, whatever its share", async () => {
  const on = await customersOf(world, "HANDFUL", { deleteConflict: "delete" });
  const pairs = await pairsOf(on, 10);
  for (const pair of pairs) await world.dataverse.remove("accounts", pair.dataverse);
  expect(endOf(await on.run())).toBe("completed");
  await expectInStep(world, on, 0);
});
