import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Instant, plusMinutes } from "../../lib/domain/instant.ts";
import { sides } from "../../lib/domain/side.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { countsOf, customersOf, writesIn } from "./customers.ts";

const world = await startWorld({ mappings: [] });
world.sandboxes.businessCentral.seed(1, 7);
afterAll(() => world.stop());
beforeEach(() => {
  world.calls.reset();
});

/** A table that Dataverse does not track is read by modified-on, as Business Central's tables are. */
const untracked = { dataverse: { ...customer.dataverse, changeTracking: false } };

const instant = (value: unknown): Instant => Instant.parse(new Date(String(value)).toISOString());

describe("E: cursors", () => {
  test("E118 ☠ rows changed before the last run are not looked at again, but for those of its last ten minutes: an overlap in place of a mark to the millisecond", async () => {
    const on = await customersOf(world, "E118", untracked);
    const early = await on.pair("Adatum");
    const last = await on.pair("Fabrikam");
    const late = await on.pair("Litware");
    await on.edit(early, "dataverse", { description: "10:00" });
    world.pass(30);
    await on.edit(last, "dataverse", { description: "10:30" });
    await on.run();
    world.pass(1);
    await on.edit(late, "dataverse", { telephone1: "10:31" });
    world.calls.reset();
    expect(countsOf(await on.run())).toEqual({
      businessCentral: { modified: 1, unchanged: 1 },
    });
    expect(writesIn(world).length).toBe(1);
  });

  test("E119 after two rows were copied from each side, its cursor is the newer one's modified-on", async () => {
    const on = await customersOf(world, "E119", untracked);
    const first = await on.pair("Adatum");
    const second = await on.pair("Fabrikam");
    await on.edit(first, "businessCentral", { city: "Oslo" });
    await on.edit(first, "dataverse", { telephone1: "11" });
    world.pass(2);
    await on.edit(second, "businessCentral", { city: "Oslo" });
    await on.edit(second, "dataverse", { telephone1: "11" });
    const { businessCentral, dataverse } = await on.read(second);
    world.pass(1);
    await on.run();
    const { cursors } = await on.state();
    expect(cursors.businessCentral?.position).toBe(
      instant(businessCentral["lastModifiedDateTime"]),
    );
    expect(cursors.dataverse?.position).toBe(instant(dataverse["modifiedon"]));
  });

  test("E121 with nothing to synchronize Dataverse's cursor stays where it is", async () => {
    const on = await customersOf(world, "E121", untracked);
    await on.pair("Adatum");
    const before = await on.state();
    world.pass(60);
    await on.run();
    expect((await on.state()).cursors.dataverse?.position).toBe(before.cursors.dataverse?.position);
  });

  test("E121 ☠ Business Central's cursor follows the clock at a distance, so that the last records are not read again in every run", async () => {
    const on = await customersOf(world, "E121B");
    await on.pair("Adatum");
    world.pass(60);
    const startedAt = world.now();
    await on.run();
    const position = Instant.parse((await on.state()).cursors.businessCentral?.position);
    expect(position < startedAt && position > plusMinutes(startedAt, -30)).toBe(true);
    world.calls.reset();
    expect(countsOf(await on.run())).toEqual({});
  });
});

describe("E122 ☠ records are newer by their versions, not by their times", () => {
  const couple = { kind: "couple" } as const;

  test("a pair that was coupled and never synchronized: both sides count as changed, so that differing values are a conflict", async () => {
    const on = await customersOf(world, "E122", { onlyCoupled: true });
    const businessCentralId = await on.customer("Adatum", { city: "Oslo" });
    const dataverseId = await on.account("Adatum", { address1_city: "Bergen" });
    const pairs = [{ businessCentralId, dataverseId, initialSync: "none" as const }];
    await on.run({ ...couple, pairs });
    await on.run();
    expect(await on.errors()).toMatchObject([{ kind: "updateConflict", status: "skipped" }]);
  });

  test("a pair whose stored versions are the actual ones: neither is", async () => {
    const on = await customersOf(world, "E122E");
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    const { businessCentral, dataverse } = await on.read(adatum);
    expect((await on.coupling(adatum)).versions).toEqual({
      businessCentral: businessCentral["@odata.etag"],
      dataverse: dataverse["@odata.etag"],
    });
    expect(countsOf(await on.run())).toEqual({});
  });

  test.each(sides)("a pair that was edited a minute later in %s: that side is", async (side) => {
    const on = await customersOf(world, `E122L-${side.toUpperCase()}`);
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    world.pass(1);
    const column = side === "businessCentral" ? "city" : "address1_city";
    await on.edit(adatum, side, { [column]: "Bergen" });
    await on.run();
    const { businessCentral, dataverse } = await on.read(adatum);
    expect([businessCentral["city"], dataverse["address1_city"]]).toEqual(["Bergen", "Bergen"]);
  });
});
