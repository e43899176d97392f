import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ErrorId, errorIdOf, FieldName, type RecordId } from "../../lib/domain/ids.ts";
import { currency, customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople, currency, customer] });
});
afterAll(() => world.stop());

interface Conflict {
  readonly businessCentral: RecordId;
  readonly dataverse: RecordId;
  readonly error: ErrorId;
}

/** Name and city were changed on both sides, to different values. */
async function aConflict(name: string): Promise<Conflict> {
  const businessCentral = await world.businessCentral.create("customers", {
    displayName: name,
    city: "Oslo",
  });
  await world.run("CUSTOMER");
  const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", [
    businessCentral,
  ]);
  const dataverse = found.get(businessCentral)?.ids.dataverse;
  if (dataverse === undefined) throw new Error(`${name} was not coupled`);
  world.pass(1);
  await world.businessCentral.change("customers", businessCentral, {
    displayName: `${name} BC`,
    city: "Bergen",
  });
  await world.dataverse.change("accounts", dataverse, {
    name: `${name} DV`,
    address1_city: "Odense",
    telephone1: "555",
  });
  await world.run("CUSTOMER");
  return {
    businessCentral,
    dataverse,
    error: errorIdOf(customer.name, "businessCentral", businessCentral),
  };
}

async function held({ businessCentral, dataverse, error }: Conflict) {
  const inBusinessCentral = await world.businessCentral.get("customers", businessCentral);
  const inDataverse = await world.dataverse.get("accounts", dataverse);
  return {
    businessCentral: {
      name: inBusinessCentral["displayName"],
      city: inBusinessCentral["city"],
      phone: inBusinessCentral["phoneNumber"],
    },
    dataverse: {
      name: inDataverse["name"],
      city: inDataverse["address1_city"],
      phone: inDataverse["telephone1"] ?? "",
    },
    listed: (await world.app.store.errors.get([error])).get(error),
  };
}

describe("Synchronize: a conflict resolved with the data a person chose", () => {
  test("one side's data: the other side takes all of it, and the item is gone", async () => {
    const conflict = await aConflict("One side");
    expect((await held(conflict)).listed).toMatchObject({
      kind: "updateConflict",
      status: "skipped",
    });

    const job = await world.run("CUSTOMER", {
      kind: "synchronizeErrors",
      errors: { ids: [conflict.error] },
      use: "businessCentral",
    });

    expect(job).toMatchObject({ state: "completed", counters: { dataverse: { modified: 1 } } });
    const { businessCentral, dataverse, listed } = await held(conflict);
    expect(businessCentral).toMatchObject({ name: "One side BC", city: "Bergen" });
    expect(dataverse).toEqual(businessCentral);
    expect(listed).toBeUndefined();
  });

  test("a choice per field goes before the choice for the record", async () => {
    const conflict = await aConflict("Per field");

    await world.run("CUSTOMER", {
      kind: "synchronizeErrors",
      errors: { ids: [conflict.error] },
      use: "businessCentral",
      fields: { [FieldName.parse("city")]: "dataverse", [FieldName.parse("phone")]: "dataverse" },
    });

    const { businessCentral, dataverse, listed } = await held(conflict);
    expect(businessCentral).toEqual({ name: "Per field BC", city: "Odense", phone: "555" });
    expect(dataverse).toEqual(businessCentral);
    expect(listed).toBeUndefined();
  });

  test("a merge of disputed fields leaves the item as it was and writes nothing", async () => {
    const conflict = await aConflict("Merged");
    const before = await held(conflict);

    const job = await world.run("CUSTOMER", {
      kind: "synchronizeErrors",
      errors: { ids: [conflict.error] },
      use: "merge",
    });

    expect(job.state).toBe("completedWithErrors");
    const after = await held(conflict);
    expect(after.businessCentral).toEqual(before.businessCentral);
    expect(after.dataverse).toEqual(before.dataverse);
    expect(after.listed).toMatchObject({ kind: "updateConflict", status: "skipped" });
  });

  test("a record that was edited since is listed with what it holds now, and is written with force only", async () => {
    const conflict = await aConflict("Outdated");
    world.pass(1);
    await world.dataverse.change("accounts", conflict.dataverse, { address1_city: "Aarhus" });
    const before = await held(conflict);
    const request = {
      kind: "synchronizeErrors" as const,
      errors: { ids: [conflict.error] },
      use: "dataverse" as const,
    };

    const job = await world.run("CUSTOMER", request);

    expect(job.state).toBe("completedWithErrors");
    const { listed, ...untouched } = await held(conflict);
    expect(untouched).toEqual({
      businessCentral: before.businessCentral,
      dataverse: before.dataverse,
    });
    expect(listed?.fields).toContainEqual({
      field: "city",
      base: "Oslo",
      businessCentral: "Bergen",
      dataverse: "Aarhus",
      conflict: true,
    });

    world.pass(1);
    await world.dataverse.change("accounts", conflict.dataverse, { address1_city: "Esbjerg" });
    await world.run("CUSTOMER", { ...request, force: true });

    const after = await held(conflict);
    expect(after.businessCentral).toMatchObject({ name: "Outdated DV", city: "Esbjerg" });
    expect(after.listed).toBeUndefined();
  });

  test("all conflicts of the mapping are resolved by one job, page by page", async () => {
    const conflicts = [
      await aConflict("Bulk 1"),
      await aConflict("Bulk 2"),
      await aConflict("Bulk 3"),
    ];

    await world.run("CUSTOMER", {
      kind: "synchronizeErrors",
      errors: { kind: "updateConflict" },
      use: "dataverse",
    });

    for (const conflict of conflicts) {
      const { businessCentral, dataverse, listed } = await held(conflict);
      expect(businessCentral).toEqual(dataverse);
      expect(listed).toBeUndefined();
    }
  });

  test("Verify finds what is not in step and changes nothing", async () => {
    const conflict = await aConflict("Looked at");
    const before = await held(conflict);

    const job = await world.run("CUSTOMER", { kind: "verify" });

    expect(job.state).toBe("completedWithErrors");
    const log = await world.app.store.history.ofJob(job.id, { limit: 100 });
    expect(log.ok && log.value.items.map(({ outcome, title }) => ({ outcome, title }))).toEqual([
      { outcome: "failed", title: "Looked at BC" },
    ]);
    expect(await held(conflict)).toEqual(before);
  });

  test("removing the coupling keeps both records", async () => {
    const conflict = await aConflict("Let go");

    const job = await world.run("CUSTOMER", {
      kind: "removeCoupling",
      errors: { ids: [conflict.error] },
    });

    expect(job).toMatchObject({
      state: "completed",
      counters: { businessCentral: { uncoupled: 1 } },
    });
    const { businessCentral, dataverse, listed } = await held(conflict);
    expect(businessCentral.name).toBe("Let go BC");
    expect(dataverse.name).toBe("Let go DV");
    expect(listed).toBeUndefined();
    const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", [
      conflict.businessCentral,
    ]);
    expect(found.size).toBe(0);
  });

  test("all couplings of the mapping are removed, both records of each stay", async () => {
    const before = [
      (await world.businessCentral.list("customers")).length,
      (await world.dataverse.list("accounts")).length,
    ];

    const job = await world.run("CUSTOMER", { kind: "uncoupleAll" });

    expect(job.state).toBe("completed");
    const left = await world.app.store.couplings.list({ mapping: customer.name }, { limit: 10 });
    expect(left.ok && left.value.items).toEqual([]);
    const after = [
      (await world.businessCentral.list("customers")).length,
      (await world.dataverse.list("accounts")).length,
    ];
    expect(after).toEqual(before);
    expect((await world.app.store.states.get(customer.name))?.coupled).toBe(0);
  });

  test("A19 listed anew between the choice and its turn: what was edited meanwhile stays", async () => {
    const conflict = await aConflict("Anew");
    const run = await world.start("CUSTOMER");
    world.pass(1);
    const chosen = await world.start("CUSTOMER", {
      kind: "synchronizeErrors",
      errors: { ids: [conflict.error] },
      use: "businessCentral",
    });
    world.pass(1);
    await world.dataverse.change("accounts", conflict.dataverse, { name: "Thought better" });
    await world.workOff();

    expect((await world.job(run.id)).createdAt < (await world.job(chosen.id)).createdAt).toBe(true);
    expect(await held(conflict)).toMatchObject({
      businessCentral: { name: "Anew BC" },
      dataverse: { name: "Thought better" },
      listed: { kind: "updateConflict", status: "skipped" },
    });
  });
});
