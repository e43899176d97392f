import { afterAll, afterEach, describe, expect, test } from "vitest";
import { sides } from "../../lib/domain/side.ts";
import { createRandom } from "../../lib/sandbox/web/random.ts";
import { type Customers, customersOf, type Pair } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { calm, endOf, expectInStep, fault, nameOf, writesSent } from "./watch.ts";

const world = await startWorld({ mappings: [] });
afterAll(() => world.stop());
afterEach(() => calm(world));

async function pairsOf(on: Customers, count: number): Promise<readonly Pair[]> {
  for (let one = 0; one < count; one += 1) await on.customer(`Customer ${one}`);
  await on.run();
  await on.settle();
  return (await on.couplings()).map(({ ids }) => ids);
}

describe("FM17 the place up to which Dataverse was read is lost", () => {
  test.each([
    [
      "the token expired",
      "E1",
      () => fault(world, "dataverse", { expireDeltaTokens: { remaining: 1 } }),
    ],
    [
      "the token is gone (410)",
      "E2",
      () =>
        fault(world, "dataverse", {
          expireDeltaTokens: { remaining: 1 },
          variants: ["expiredTokenIs410"],
        }),
    ],
    ["the table was customized", "E3", () => world.sandboxes.dataverse.changeMetadata("account")],
  ] as const)("%s: everything is read, only what differs is written", async (_, name, lose) => {
    const on = await customersOf(world, name);
    const [first, second] = await pairsOf(on, 10);
    if (first === undefined || second === undefined) throw new Error("no pairs");
    await on.edit(first, "dataverse", { telephone1: "1" });
    await on.edit(second, "businessCentral", { phoneNumber: "2" });
    await on.account("New account");
    lose();
    world.calls.reset();
    expect(endOf(await on.run())).toBe("completed");
    expect(writesSent(world)).toBe(3);
    await expectInStep(world, on, 11);
    world.pass(60);
    world.calls.reset();
    await on.run();
    expect(writesSent(world)).toBe(0);
  });
});

describe("FM3 writes that others see only minutes later, with their old stamp", () => {
  test.each([11, 12, 13])(
    "seed %i: every one arrives, once",
    async (seed) => {
      const random = createRandom(seed);
      const on = await customersOf(world, `S${seed}`);
      const pairs = await pairsOf(on, 24);
      world.calls.reset();
      for (const [index, pair] of pairs.entries()) {
        const side = random() < 0.5 ? "businessCentral" : "dataverse";
        fault(world, side, { lateCommitMs: Math.floor(random() * 600_000) });
        const phone = `${seed}${index}`;
        await on.edit(
          pair,
          side,
          side === "dataverse" ? { telephone1: phone } : { phoneNumber: phone },
        );
        calm(world);
        world.pass(Math.floor(random() * 3));
        expect(endOf(await on.run())).toBe("completed");
      }
      world.pass(11);
      await on.run();
      expect(writesSent(world)).toBe(pairs.length);
      await expectInStep(world, on, pairs.length);
    },
    60_000,
  );
});

describe("FM1 clocks that go wrong by ten minutes", () => {
  const skews = [-10, 0, 10];
  const cases = skews.flatMap((bc) => skews.map((dv) => [bc, dv] as const));
  test.each(cases)(
    "Business Central by %i, Dataverse by %i: every change arrives, once",
    async (businessCentral, dataverse) => {
      const on = await customersOf(world, nameOf("skew", businessCentral, dataverse));
      const skew = { businessCentral, dataverse };
      for (const side of sides) fault(world, side, { clockSkewMs: skew[side] * 60_000 });
      const pairs = await pairsOf(on, 6);
      world.calls.reset();
      for (const [index, pair] of pairs.entries()) {
        await on.edit(pair, "businessCentral", { city: `City ${index}` });
        if (index % 2 === 0) world.pass(3);
        await on.edit(pair, "dataverse", { telephone1: `${index}` });
        await on.run();
        if (index % 3 === 0) world.pass(17);
      }
      world.pass(30);
      await on.run();
      await on.run();
      expect(writesSent(world)).toBe(2 * pairs.length);
      await expectInStep(world, on, pairs.length);
    },
    30_000,
  );
});
