import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Transport } from "../../lib/connector/http/transport.ts";
import { type Side, sides } from "../../lib/domain/side.ts";
import type { FaultSettings } from "../../lib/sandbox/web/fault-settings.ts";
import { type Customers, customersOf } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { calm, endOf, expectInStep, fault, heldBy, nameOf } from "./watch.ts";

/** Requests to this origin wait for an answer until the connector gives up. */
let silent: string | undefined;
const patient =
  (real: Transport): Transport =>
  async (request) =>
    new URL(request.url).origin === silent ? { error: "timeout", sent: true } : real(request);

const world = await startWorld({ mappings: [], transport: patient });
afterAll(() => world.stop());
afterEach(() => {
  silent = undefined;
  calm(world);
});

/** Ten pairs, and one edit and one new record on each side that wait to be synchronized. */
async function withNews(name: string): Promise<Customers> {
  const on = await customersOf(world, name);
  for (let one = 0; one < 9; one += 1) await on.customer(`Old ${one}`, { city: "Oslo" });
  const pair = await on.pair("Adatum");
  await on.edit(pair, "businessCentral", { city: "Bergen" });
  await on.edit(pair, "dataverse", { telephone1: "9" });
  await on.customer("New customer");
  await on.account("New account");
  return on;
}

/** The job fails with one message, lists and loses nothing, and the next run does the rest. */
async function expectOneFailure(on: Customers, words: readonly string[]): Promise<void> {
  const { cursors } = await on.state();
  const job = await on.run();
  expect(job.state).toBe("failed");
  for (const word of words) expect(job.message).toContain(word);
  expect((await on.state()).cursors).toEqual(cursors);
  expect(await on.errors()).toEqual([]);
  calm(world);
  silent = undefined;
  expect(endOf(await on.run())).toBe("completed");
  await expectInStep(world, on, 12);
}

const appOf: Readonly<Record<Side, string>> = {
  businessCentral: "Business Central",
  dataverse: "Dataverse",
};

describe.each(sides)("the connection to %s", (side) => {
  test("breaks twice and is taken up again: the run notices nothing", async () => {
    const on = await withNews(nameOf("twice", side));
    fault(world, side, { resetConnection: { remaining: 2, only: "reads" } });
    expect(endOf(await on.run())).toBe("completed");
    await expectInStep(world, on, 12);
  });

  test.each(["reads", "writes"] as const)(
    "breaks for all %s: one message, nothing listed, and the next run does the rest",
    async (only) => {
      const on = await withNews(nameOf(only, side));
      fault(world, side, { resetConnection: { only } });
      await expectOneFailure(on, [`${appOf[side]} could not be reached`, "the connection broke"]);
    },
  );

  test("is so slow that no answer comes in time: one message that says so", async () => {
    const on = await withNews(nameOf("slow", side));
    silent = new URL(world[side].url).origin;
    await expectOneFailure(on, [appOf[side], "no answer came in time"]);
  });

  test("FM9 cuts answers off in the middle: one message, and nothing taken for deleted", async () => {
    const on = await withNews(nameOf("cut", side));
    fault(world, side, { truncatePages: { manner: "body" } });
    await expectOneFailure(on, [appOf[side]]);
  });

  test("FM9 leaves out half of a list and says nothing: nothing is taken for deleted, and a full synchronization brings the rest", async () => {
    const on = await withNews(nameOf("half", side));
    const shortened: FaultSettings = { truncatePages: { manner: "list" } };
    fault(world, side, shortened);
    await on.run();
    await on.run({ kind: "synchronizeAll" });
    expect(await on.errors()).toEqual([]);
    calm(world);
    const held = await heldBy(world, on);
    expect(held[side].length).toBeGreaterThanOrEqual(11);
    expect(endOf(await on.run({ kind: "synchronizeAll" }))).toBe("completed");
    await expectInStep(world, on, 12);
  });
});
