import { afterAll, afterEach, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { Transport } from "../../lib/connector/http/transport.ts";
import { sides } from "../../lib/domain/side.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { customersOf, sets } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { smallPages } from "./small-pages.ts";
import { calm, endOf, expectInStep, fault, heldBy, nameOf, writesSent } from "./watch.ts";

const List = z.looseObject({ value: z.array(z.unknown()) });

/** This app answers every question for rows with 200 and none. */
let empty: string | undefined;
const emptying =
  (real: Transport): Transport =>
  async (request) => {
    const answer = await real(request);
    const isRead = request.method === "GET" && new URL(request.url).origin === empty;
    if (!isRead || "error" in answer || answer.status !== 200) return answer;
    const list = List.safeParse(JSON.parse(answer.text));
    if (!list.success) return answer;
    return { ...answer, text: JSON.stringify({ ...list.data, value: [] }) };
  };

const world = await startWorld({
  mappings: [],
  transport: (real) => emptying(smallPages(10)(real)),
});
afterAll(() => world.stop());
afterEach(() => {
  empty = undefined;
  calm(world);
});

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => `Customer ${number}`);

test.each(sides)(
  "FM10 in the middle of a run %s accepts our token no longer: one message, nothing listed, and what was left is done later",
  async (side) => {
    const on = await customersOf(world, nameOf("token", side));
    for (const name of names(25)) {
      await on.customer(`c ${name}`);
      await on.account(`a ${name}`);
    }
    const { id: jobId, step } = await world.start(on.mapping.name);
    expect(await runJobStep(world.app, { jobId, step, resend: 0 })).toBe("more");
    fault(world, side, { unauthorized: {} });
    await world.workOff();
    const job = await world.job(jobId);
    expect(job.state).toBe("failed");
    expect(job.message).toContain(side === "dataverse" ? "Dataverse" : "Business Central");
    expect(await on.errors()).toEqual([]);
    expect((await on.state()).cursors).toEqual({});
    expect((await on.couplings()).length).toBeLessThan(50);

    calm(world);
    expect(endOf(await on.run())).toBe("completed");
    await expectInStep(world, on, 50);
  },
  30_000,
);

describe.each(sides)("FM9 %s answers every question with an empty list", (side) => {
  test("no run deletes, uncouples or lists anything, and a search for deleted records finds none", async () => {
    const on = await customersOf(world, nameOf("empty", side), { deleteConflict: "delete" });
    const pairs = await on.pairs(names(15));
    const [first] = pairs;
    if (first !== undefined) await on.edit(first, "businessCentral", { city: "Oslo" });
    empty = new URL(world[side].url).origin;
    world.calls.reset();
    await on.run();
    await on.run({ kind: "synchronizeAll" });
    await on.run({ kind: "findDeleted" });
    expect(await on.errors()).toEqual([]);
    expect(await on.couplings()).toHaveLength(15);
    empty = undefined;
    const held = await heldBy(world, on);
    expect([held.businessCentral.length, held.dataverse.length]).toEqual([15, 15]);
    await on.run({ kind: "synchronizeAll" });
    await expectInStep(world, on, 15);
  }, 30_000);
});

describe.each(sides)(
  "FM22 a record is set inactive in %s while its counterpart is edited",
  (side) => {
    const states = {
      businessCentral: { off: { blocked: "All" }, on: { blocked: " " } },
      dataverse: { off: { statecode: 1, statuscode: 2 }, on: { statecode: 0, statuscode: 1 } },
    };
    test("it is left alone without a loop and without an error, and brought in step when it is active again", async () => {
      const on = await customersOf(world, nameOf("inactive", side));
      const pair = await on.pair("Adatum", { city: "Oslo" });
      await on.edit(pair, side, states[side].off);
      if (side === "dataverse") await on.edit(pair, "businessCentral", { phoneNumber: "9" });
      else await on.edit(pair, "dataverse", { telephone1: "9" });
      world.calls.reset();
      for (let run = 0; run < 5; run += 1) {
        world.pass(10);
        expect(endOf(await on.run())).toBe("completed");
      }
      expect(writesSent(world)).toBe(0);
      expect(await on.errors()).toEqual([]);
      expect(await world[side].get(sets[side], pair[side])).toMatchObject(
        side === "dataverse" ? { statecode: 1 } : { blocked: "All" },
      );
      await on.edit(pair, side, states[side].on);
      expect(endOf(await on.run())).toBe("completed");
      await expectInStep(world, on, 1);
      expect((await heldBy(world, on))[side]).toMatchObject([{ 1: "Oslo", 2: "9" }]);
    });
  },
);
