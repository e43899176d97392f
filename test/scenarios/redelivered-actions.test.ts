import { afterAll, describe, expect, test } from "vitest";
import { errorIdOf } from "../../lib/domain/ids.ts";
import type { Side } from "../../lib/domain/side.ts";
import { BulkShape } from "../../lib/runtime/http/shapes/bulk.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { nameOf } from "../faults/watch.ts";
import { read } from "../functions/api/api-world.ts";
import { Crash, crashingAt, writesOnly } from "../world/crash.ts";
import { startWorld } from "../world/world.ts";
import { type Customers, customersOf, type Pair, present, sets } from "./customers.ts";
import { phonesOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: [] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

/** More than any action's step writes. */
const mostCalls = 15;
const names = Array.from({ length: mostCalls }, (_, index) => `No. ${index + 1}`);

/** Asks for the action; the worker that takes its step dies at this call, and the step is delivered again, twice. */
async function dyingAfter(call: number, what: string, body: unknown) {
  const answer = await people.ask(what, body);
  const { jobs } = read(BulkShape, answer);
  const job = present(jobs[0], "a job");
  const step = { jobId: job.id, step: 0, resend: 0 };
  let died = false;
  await runJobStep(crashingAt(world.app, call, "after", writesOnly), step).catch(
    (trouble: unknown) => {
      if (!(trouble instanceof Crash)) throw trouble;
      died = true;
    },
  );
  await world.workOff();
  await runJobStep(world.app, { ...step, step: (await world.job(job.id)).step });
  await world.workOff();
  return { died, job: await world.job(job.id) };
}

const countNamed = async (side: Side, on: Customers, name: string): Promise<number> => {
  const column = side === "businessCentral" ? "displayName" : "name";
  const found = await world[side].list(sets[side], `?$filter=${column} eq '${on.named(name)}'`);
  return found.length;
};

interface Action {
  readonly word: string;
  readonly what: string;
  readonly more?: Readonly<Record<string, unknown>>;
  /** Makes pairs of these names, each with an error item. */
  readonly prepare: (on: Customers) => Promise<readonly Pair[]>;
  readonly expectDone: (on: Customers, pair: Pair, name: string) => Promise<void>;
}

const gone =
  (side: Side) =>
  async (on: Customers): Promise<readonly Pair[]> => {
    const pairs = await on.pairs(names);
    await people.remove(side, pairs);
    await people.job("POST /v1/errors/actions/find-deleted", { mapping: on.mapping.name });
    return pairs;
  };

const couplingsOf = async (on: Customers, side: Side, pair: Pair) => [
  ...(await world.app.store.couplings.bySide(on.mapping.name, side, [pair[side]])).values(),
];

const actions: readonly Action[] = [
  {
    word: "synchronize",
    what: "POST /v1/errors/actions/synchronize",
    more: { use: "businessCentral" },
    prepare: (on) => people.conflicts(on, names),
    expectDone: async (on, pair) => {
      expect(await phonesOf(on, pair)).toEqual(["11", "11"]);
      expect(await couplingsOf(on, "dataverse", pair)).toMatchObject([{ status: "active" }]);
    },
  },
  {
    word: "restore",
    what: "POST /v1/errors/actions/restore",
    prepare: gone("businessCentral"),
    expectDone: async (on, pair, name) => {
      expect(await countNamed("businessCentral", on, name)).toBe(1);
      const couplings = await couplingsOf(on, "dataverse", pair);
      expect(couplings).toMatchObject([{ status: "active" }]);
      expect(couplings[0]?.ids.businessCentral).not.toBe(pair.businessCentral);
    },
  },
  {
    word: "delete",
    what: "POST /v1/errors/actions/delete",
    prepare: gone("dataverse"),
    expectDone: async (on, pair, name) => {
      expect(await countNamed("businessCentral", on, name)).toBe(0);
      expect(await couplingsOf(on, "businessCentral", pair)).toEqual([]);
    },
  },
  {
    word: "remove-coupling",
    what: "POST /v1/errors/actions/remove-coupling",
    prepare: gone("dataverse"),
    expectDone: async (on, pair, name) => {
      expect(await countNamed("businessCentral", on, name)).toBe(1);
      expect(await couplingsOf(on, "businessCentral", pair)).toEqual([]);
    },
  },
];

describe("W: an action whose worker dies anywhere and whose step is delivered again is done once", () => {
  test.each(actions)("$word: dying after each of its writes", async (action) => {
    const { word, what, more } = action;
    const on = await customersOf(world, nameOf("W", word), {
      onlyCoupled: true,
      maxDeletedShare: 1,
    });
    const pairs = await action.prepare(on);
    let died = true;
    let call = 0;
    while (died) {
      const pair = present(pairs[call], `a pair for call ${call + 1}`);
      const name = present(names[call], "a name");
      call += 1;
      const id = errorIdOf(on.mapping.name, "businessCentral", pair.businessCentral);
      const ended = await dyingAfter(call, what, { ids: [id], ...more });
      died = ended.died;
      expect(ended.job.state).toBe("completed");
      expect([ended.job.refused, ended.job.message]).toEqual([undefined, undefined]);
      await action.expectDone(on, pair, name);
      expect((await people.ask(`GET /v1/errors/${id}`)).status).toBe(404);
    }
    expect(call).toBeGreaterThan(4);
    expect(await world.app.store.intents.open(on.mapping.name)).toEqual([]);
    // What a step that died has uncoupled is counted by whatever looks through all couplings next.
    await people.job("POST /v1/errors/actions/find-deleted", { mapping: on.mapping.name });
    expect((await on.state()).coupled).toBe((await on.couplings()).length);
  });
});
