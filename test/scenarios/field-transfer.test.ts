import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { FieldMapping, TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { countsOf, customersOf, present, writesIn } from "./customers.ts";

const world = await startWorld({ mappings: [] });
world.sandboxes.businessCentral.seed(1, 7);
afterAll(() => world.stop());
beforeEach(() => {
  world.calls.reset();
});

const withFields = (
  change: (field: FieldMapping) => FieldMapping,
): Pick<TableMapping, "fields"> => ({
  fields: customer.fields.map(change),
});

/** The properties of the one write that went to an app. */
const sentIn = (): readonly string[] => {
  const [write = "", ...others] = writesIn(world);
  expect(others).toEqual([]);
  const body = write.slice(write.lastIndexOf('"body":') + 7);
  return [...body.matchAll(/"([a-z][A-Za-z0-9_]*)":/g)].map(([, name = ""]) => name);
};

describe("M: which fields are written", () => {
  test("M220 of a record that differs in one field only that field is written, of an equal one nothing", async () => {
    const on = await customersOf(world, "M220");
    const adatum = await on.pair("Adatum", { city: "Oslo", phoneNumber: "11" });
    await on.edit(adatum, "dataverse", { telephone1: "22" });
    world.calls.reset();
    await on.run();
    expect(sentIn()).toEqual(["phoneNumber"]);
    world.calls.reset();
    await on.run({ kind: "synchronizeAll" });
    expect(writesIn(world)).toEqual([]);
  });

  test("M221 a mapped column that Dataverse does not have fails the run as a whole and names the column, and nothing is written", async () => {
    const on = await customersOf(world, "M221", {
      ...withFields((field) =>
        field.name === "phone" && field.kind === "text"
          ? { ...field, dataverse: { column: "new_nosuchcolumn" } }
          : field,
      ),
    });
    await on.customer("Adatum");
    const job = await on.run();
    expect(job.state).toBe("failed");
    expect(job.message).toContain("new_nosuchcolumn");
    expect(writesIn(world)).toEqual([]);
  });

  test("M223 a column that is not mapped is never reported as a change, however often it changes", async () => {
    const on = await customersOf(world, "M223");
    const adatum = await on.pair("Adatum");
    for (const description of ["one", "two"]) {
      await on.edit(adatum, "dataverse", { description });
      expect(countsOf(await on.run())).toEqual({ businessCentral: { unchanged: 1 } });
    }
  });

  test("M224 a one-way field that changed modifies its receiver; one that did not modifies nothing", async () => {
    const on = await customersOf(world, "M224");
    const adatum = await on.pair("Adatum", { creditLimit: 100 });
    await on.edit(adatum, "businessCentral", { creditLimit: 250.5 });
    expect(countsOf(await on.run())).toEqual({ dataverse: { modified: 1 } });
    expect((await on.read(adatum)).dataverse["creditlimit"]).toBe(250.5);
    await on.settle();
    await on.edit(adatum, "dataverse", { creditlimit: 1 });
    expect(countsOf(await on.run())).toEqual({ businessCentral: { unchanged: 1 } });
    expect((await on.read(adatum)).businessCentral["creditLimit"]).toBe(250.5);
  });

  test("M226 values of enabled fields are set in a new record, those of disabled fields stay blank", async () => {
    const enabled = new Set(["name", "city", "customerType"]);
    const on = await customersOf(world, "M226", {
      ...withFields((field) => ({ ...field, enabled: enabled.has(field.name) })),
    });
    await on.customer("Adatum", { city: "Oslo", phoneNumber: "11" });
    await on.run();
    const [coupling] = await on.couplings();
    expect(
      await world.dataverse.get("accounts", present(coupling, "a coupling").ids.dataverse),
    ).toMatchObject({ name: on.named("Adatum"), address1_city: "Oslo", telephone1: null });
  });
});
