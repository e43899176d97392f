import { afterAll, afterEach, describe, expect, test } from "vitest";
import { sides } from "../../lib/domain/side.ts";
import { createRandom } from "../../lib/sandbox/web/random.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { type Customers, customersOf } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { calm, endOf, expectInStep, fault, writesSent } from "./watch.ts";

const world = await startWorld({ mappings: [] });
afterAll(() => world.stop());
afterEach(() => calm(world));

const lostOnce = { dropResponse: { only: "writes", remaining: 1 } } as const;

describe("FM5 a create whose answer is lost", () => {
  test("a new customer whose account was created unacknowledged is coupled with it, and not created twice", async () => {
    const on = await customersOf(world, "L1");
    await on.customer("Adatum", { city: "Oslo" });
    fault(world, "dataverse", lostOnce);
    expect(endOf(await on.run())).toBe("completed");
    await expectInStep(world, on, 1);
  });

  test("a new account whose customer was created unacknowledged is coupled with it, though Business Central chose the id", async () => {
    const on = await customersOf(world, "L2");
    await on.account("Adatum", { address1_city: "Oslo" });
    fault(world, "businessCentral", lostOnce);
    expect(endOf(await on.run())).toBe("completed");
    await expectInStep(world, on, 1);
  });

  test.each(sides)(
    "the answers of %s get lost until the job gives up: the next run couples what was created",
    async (side) => {
      const on = await customersOf(world, side === "dataverse" ? "L3" : "L4");
      await on.customer("Adatum");
      await on.account("Fabrikam");
      fault(world, side, { dropResponse: { only: "writes" } });
      const job = await on.run();
      expect(job.state).toBe("failed");
      expect(job.message).toContain("the connection broke");
      calm(world);
      expect(endOf(await on.run())).toBe("completed");
      await expectInStep(world, on, 2);
    },
  );
});

describe("FM6 an update whose answer is lost", () => {
  test.each(sides)("is recognised as done when %s carried it out unacknowledged", async (side) => {
    const on = await customersOf(world, side === "dataverse" ? "L5" : "L6");
    const pair = await on.pair("Adatum");
    if (side === "dataverse") await on.edit(pair, "businessCentral", { phoneNumber: "9" });
    else await on.edit(pair, "dataverse", { telephone1: "9" });
    fault(world, side, lostOnce);
    world.calls.reset();
    expect(endOf(await on.run())).toBe("completed");
    expect(writesSent(world)).toBe(1);
    await expectInStep(world, on, 1);
  });

  test("both answers of a merged pair are lost: both edits stay", async () => {
    const on = await customersOf(world, "L7");
    const pair = await on.pair("Adatum");
    await on.edit(pair, "businessCentral", { city: "Oslo" });
    await on.edit(pair, "dataverse", { telephone1: "9" });
    for (const side of sides) fault(world, side, lostOnce);
    expect(endOf(await on.run())).toBe("completed");
    const { businessCentral, dataverse } = await on.read(pair);
    expect(businessCentral).toMatchObject({ city: "Oslo", phoneNumber: "9" });
    expect(dataverse).toMatchObject({ address1_city: "Oslo", telephone1: "9" });
    await expectInStep(world, on, 1);
  });

  test.each(sides)(
    "W12 %s took it unacknowledged, and its sender is edited again before anyone finds out: no conflict with our own write",
    async (side) => {
      const on = await customersOf(world, side === "dataverse" ? "L8" : "L9");
      const pair = await on.pair("Adatum", { city: "Oslo" });
      const edit = (city: string) =>
        side === "dataverse"
          ? on.edit(pair, "businessCentral", { city })
          : on.edit(pair, "dataverse", { address1_city: city });
      await edit("Bergen");
      const job = await world.start(on.mapping.name);
      const { id: jobId, step } = job;
      fault(world, side, lostOnce);
      await runJobStep(world.app, { jobId, step, resend: 0 });
      await edit("Hamar");
      await world.workOff();
      expect(endOf(await world.job(jobId))).toBe("completed");
      expect((await on.read(pair)).dataverse).toMatchObject({ address1_city: "Hamar" });
      await expectInStep(world, on, 1);
    },
  );
});

describe("FM5, FM6 three answers in ten are lost for hours", () => {
  test.each([1, 2, 3])(
    "seed %i: afterwards both sides are equal, nothing is twice and nothing is listed",
    async (seed) => {
      const on = await customersOf(world, `M${seed}`);
      const random = createRandom(seed);
      for (let round = 0; round < 6; round += 1) {
        await workOfPeople(on, round, random);
        for (const side of sides) {
          const dropResponse = { only: "writes", rate: 0.3 } as const;
          fault(world, side, { seed: Math.floor(random() * 1e6), dropResponse });
        }
        world.pass(30);
        await on.run();
        calm(world);
      }
      await on.run();
      await expectInStep(world, on, 60);
    },
    60_000,
  );
});

/** Five new records on each side; four pairs are edited on both sides, in different fields. */
async function workOfPeople(on: Customers, round: number, random: () => number): Promise<void> {
  for (let one = 0; one < 5; one += 1) {
    await on.customer(`Customer ${round} ${one}`, { city: "Oslo" });
    await on.account(`Account ${round} ${one}`, { address1_city: "Bergen" });
  }
  const couplings = await on.couplings();
  for (let edit = 0; edit < 4; edit += 1) {
    const coupling = couplings[Math.floor(random() * couplings.length)];
    if (coupling === undefined) continue;
    const { businessCentral, dataverse } = coupling.ids;
    const pair = { businessCentral, dataverse };
    await on.edit(pair, "businessCentral", { phoneNumber: `${round}${edit}` });
    await on.edit(pair, "dataverse", { address1_city: `City ${round}${edit}` });
  }
}
