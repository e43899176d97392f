import { afterAll, expect, test } from "vitest";
import { type Side, sides } from "../../lib/domain/side.ts";
import { type Customers, customersOf, type Pair } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { smallPages } from "./small-pages.ts";
import { calm, endOf, expectInStep, fault, writesSent } from "./watch.ts";

/** Pages of ten: their edges lie inside one moment. */
const world = await startWorld({ mappings: [], transport: smallPages(10) });
afterAll(() => world.stop());

const edit = (on: Customers, pair: Pair, side: Side, phone: string): Promise<void> =>
  on.edit(pair, side, side === "dataverse" ? { telephone1: phone } : { phoneNumber: phone });

test("FM2 forty records of one and the same moment on each side, in pages of ten: each arrives once", async () => {
  const on = await customersOf(world, "MOMENT");
  const names = Array.from({ length: 40 }, (_, number) => `${number}`);
  for (const name of names) {
    await on.customer(`c${name}`);
    await on.account(`a${name}`);
  }
  expect(endOf(await on.run())).toBe("completed");
  await expectInStep(world, on, 80);

  world.pass(60);
  await on.run();
  world.calls.reset();
  for (const [number, coupling] of (await on.couplings()).entries()) {
    const { businessCentral, dataverse } = coupling.ids;
    const side = number % 2 === 0 ? "businessCentral" : "dataverse";
    await edit(on, { businessCentral, dataverse }, side, `${number}`);
  }
  expect(endOf(await on.run())).toBe("completed");
  expect(writesSent(world)).toBe(80);
  await expectInStep(world, on, 80);
}, 120_000);

test.each(sides)(
  "FM3 what %s shows only half an hour later, with its old stamp: a full synchronization brings it at the latest",
  async (side) => {
    const on = await customersOf(world, side === "dataverse" ? "LATED" : "LATEB");
    const [late, next] = await on.pairs(["late", "next"]);
    if (late === undefined || next === undefined) throw new Error("no pairs");
    fault(world, side, { lateCommitMs: 30 * 60_000 });
    await edit(on, late, side, "1");
    calm(world);
    world.pass(15);
    // Moves the place up to which was read past the stamp of the one that is not seen yet.
    await edit(on, next, side, "2");
    await on.run();
    world.pass(20);
    await on.run();
    world.pass(20);
    expect(endOf(await on.run({ kind: "synchronizeAll" }))).toBe("completed");
    const { businessCentral, dataverse } = await on.read(late);
    expect([businessCentral["phoneNumber"], dataverse["telephone1"]]).toEqual(["1", "1"]);
    await expectInStep(world, on, 2);
  },
);
