import { afterAll, afterEach, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { Transport, WireAnswer } from "../../lib/connector/http/transport.ts";
import { otherSide, type Side, sides } from "../../lib/domain/side.ts";
import { createRandom } from "../../lib/sandbox/web/random.ts";
import { type Customers, customersOf, type Pair } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { calm, endOf, expectInStep, fault, nameOf, writesSent } from "./watch.ts";

/** What becomes of the text of an answer to a batch on its way. */
let damage: ((text: string) => string) | undefined;
const damaging =
  (real: Transport): Transport =>
  async (request) => {
    const answer = await real(request);
    if (damage === undefined || !request.url.endsWith("/$batch") || "error" in answer)
      return answer;
    const damaged: WireAnswer = { ...answer, text: damage(answer.text) };
    return damaged;
  };

const world = await startWorld({ mappings: [], transport: damaging });
afterAll(() => world.stop());
afterEach(() => {
  damage = undefined;
  calm(world);
});

async function pairsOf(on: Customers, count: number): Promise<readonly Pair[]> {
  return on.pairs(Array.from({ length: count }, (_, number) => `Customer ${number}`));
}

/** An edit that has to be written to the side. */
const editFor = (on: Customers, side: Side, pair: Pair, phone: string): Promise<void> => {
  const from = otherSide[side];
  return on.edit(pair, from, from === "dataverse" ? { telephone1: phone } : { phoneNumber: phone });
};

describe.each(sides)("FM13 one of ten writes to %s is refused", (side) => {
  test("at each place of the batch: the other nine are written, each once, and the one when it can be", async () => {
    const on = await customersOf(world, nameOf("place", side));
    const pairs = await pairsOf(on, 10);
    for (const [place, bad] of pairs.entries()) {
      for (const pair of pairs) await editFor(on, side, pair, `${place}`);
      fault(world, side, { refuseRecords: [{ id: bad[side], as: "locked" }] });
      world.calls.reset();
      const job = await on.run();
      expect(job.counters[side]).toMatchObject({ modified: 9, failed: 1 });
      expect(writesSent(world)).toBe(10);
      expect(await on.errors()).toMatchObject([{ kind: "locked", status: "retrying" }]);
      calm(world);
      world.calls.reset();
      expect(endOf(await on.run())).toBe("completed");
      expect(writesSent(world)).toBe(1);
      await expectInStep(world, on, 10);
      world.pass(60);
      await on.run();
    }
  }, 60_000);
});

const Answers = z.looseObject({ responses: z.array(z.unknown()) });

/** Answers of Business Central name their parts, those of Dataverse stand in the order of the requests. */
const damages: Readonly<
  Record<string, (random: () => number) => (side: Side, text: string) => string>
> = {
  "in another order, where parts have names": (random) => (side, text) => {
    if (side === "dataverse") return text;
    const answer = Answers.parse(JSON.parse(text));
    const responses = answer.responses
      .map((part) => ({ part, place: random() }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ part }) => part);
    return JSON.stringify({ ...answer, responses });
  },
  "without some of its parts": (random) => (side, text) => {
    if (side === "dataverse") {
      const lines = text.split(/(?=^--batch)/m);
      return lines.filter((_, place) => place === lines.length - 1 || random() < 0.7).join("");
    }
    const answer = Answers.parse(JSON.parse(text));
    return JSON.stringify({ ...answer, responses: answer.responses.filter(() => random() < 0.7) });
  },
  "cut off": (random) => (_, text) => text.slice(0, Math.floor(random() * text.length)),
};

describe.each(sides)("FM14 %s does it all, and the answer comes", (side) => {
  test.each(Object.keys(damages))(
    "%s: nothing is lost, written twice, or taken for another's",
    async (name) => {
      const random = createRandom(side === "dataverse" ? 3 : 5);
      const on = await customersOf(world, nameOf(side, Object.keys(damages).indexOf(name)));
      const pairs = await pairsOf(on, 30);
      for (const [number, pair] of pairs.entries()) await editFor(on, side, pair, `${number}`);
      for (let one = 0; one < 10; one += 1) {
        if (side === "dataverse") await on.customer(`New ${one}`);
        else await on.account(`New ${one}`);
      }
      const spoil = damages[name]?.(random);
      let left = 3;
      damage = (text) => {
        if (left === 0 || text.startsWith("{") !== (side === "businessCentral")) return text;
        left -= 1;
        return spoil?.(side, text) ?? text;
      };
      await on.run();
      damage = undefined;
      expect(left).toBeLessThan(3);
      expect(endOf(await on.run())).toBe("completed");
      await expectInStep(world, on, 40);
      for (const [number, pair] of pairs.entries()) {
        const { businessCentral, dataverse } = await on.read(pair);
        const phones = [businessCentral["phoneNumber"], dataverse["telephone1"]];
        expect(phones).toEqual([`${number}`, `${number}`]);
      }
    },
    40_000,
  );
});
