import { afterAll, expect, test } from "vitest";
import type { Transport } from "../../lib/connector/http/transport.ts";
import { Problem } from "../../lib/runtime/http/request/problem.ts";
import { read } from "../functions/api/api-world.ts";
import { customersOf, present } from "../scenarios/customers.ts";
import { idsOf, phonesOf, startPeople } from "../scenarios/people.ts";
import { watchedWaiting } from "../world/waiting.ts";
import { startWorld } from "../world/world.ts";

let beforeTheWrite: (() => Promise<void>) | undefined;

/** Lets somebody be a moment quicker than the first write. */
const overtaken =
  (real: Transport): Transport =>
  async (request) => {
    const isWrite = request.method === "PATCH" || /^PATCH http/m.test(request.body ?? "");
    const quicker = isWrite ? beforeTheWrite : undefined;
    if (quicker !== undefined) {
      beforeTheWrite = undefined;
      await quicker();
    }
    return real(request);
  };

const world = await startWorld({ mappings: [], transport: overtaken });
const people = await startPeople(world, watchedWaiting(world));
afterAll(async () => {
  await people.stop();
  await world.stop();
});

test.each([
  [undefined, "W1", 409, ["11", "33"]],
  [true, "W2", 202, ["11", "11"]],
] as const)(
  "A19 an account that is edited between the look at it and the write, force %s",
  async (force, number, status, phones) => {
    const on = await customersOf(world, number);
    const pair = present((await people.conflicts(on, ["Adatum"]))[0], "a pair");
    const ids = idsOf(await people.errors(on));
    beforeTheWrite = () => on.edit(pair, "dataverse", { telephone1: "33" });

    const answer = await people.ask("POST /v1/errors/actions/synchronize", {
      ...ids,
      use: "businessCentral",
      force,
    });

    expect(beforeTheWrite).toBeUndefined();
    expect(answer.status).toBe(status);
    expect(await phonesOf(on, pair)).toEqual(phones);
    if (status === 409) {
      expect(read(Problem, answer).detail).toContain('phone in Dataverse from "22" to "33"');
    }
  },
);
