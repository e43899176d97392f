import { afterAll, afterEach, describe, expect, test } from "vitest";
import { BulkShape } from "../../lib/runtime/http/shapes/bulk.ts";
import { read } from "../functions/api/api-world.ts";
import { present, writesIn } from "../scenarios/customers.ts";
import { idsOf, phonesOf, startPeople } from "../scenarios/people.ts";
import { Crash } from "../world/crash.ts";
import { watchedWaiting } from "../world/waiting.ts";
import { startWorld } from "../world/world.ts";
import { aConflict, synchronize } from "./told-situations.ts";

const world = await startWorld({ mappings: [] });
const waiting = watchedWaiting(world);
const people = await startPeople(world, waiting);
const workedOff = async (): Promise<void> => {
  await world.workOff();
};
afterEach(() => waiting.meanwhile(workedOff));
afterAll(async () => {
  await people.stop();
  await world.stop();
});

describe("how long the answer is waited for", () => {
  test("a worker that does not come in time: 202 with the job as it is", async () => {
    const [on, pair] = await aConflict(world, people, "T11");
    const ids = idsOf(await people.errors(on));
    waiting.meanwhile(async () => undefined);
    const before = waiting.waited();

    const usual = await people.ask(synchronize, { ...ids, use: "dataverse" });
    const usually = waiting.waited() - before;
    const short = await people.ask(synchronize, { ...ids, use: "dataverse" }, { prefer: "wait=1" });
    const shortly = waiting.waited() - before - usually;
    const long = await people.ask(
      synchronize,
      { ...ids, use: "dataverse" },
      { prefer: 'foo; bar="x", Wait = "600"' },
    );

    expect([usual.status, short.status, long.status]).toEqual([202, 202, 202]);
    expect(read(BulkShape, usual).jobs).toMatchObject([{ state: "queued" }]);
    expect([usually, shortly]).toEqual([8000, 1000]);
    expect(waiting.waited() - before - usually - shortly).toBe(20_000);
    expect(short.headers.get("preference-applied")).toBe("wait=1");
    expect(long.headers.get("preference-applied")).toBe("wait=20");
    expect(await phonesOf(on, pair)).toEqual(["11", "22"]);
    await world.workOff();
  });

  test.each(["respond-async", "respond-async, wait=0"])(
    "%s: nothing is waited for",
    async (prefer) => {
      const [on] = await aConflict(world, people, prefer.includes("wait") ? "T12" : "T13");
      const before = waiting.waited();

      const answer = await people.ask(
        synchronize,
        { ...idsOf(await people.errors(on)), use: "dataverse" },
        { prefer },
      );

      expect(answer.status).toBe(202);
      expect(answer.headers.get("preference-applied")).toBe(prefer);
      expect(read(BulkShape, answer).jobs).toMatchObject([{ state: "queued" }]);
      expect(waiting.waited()).toBe(before);
      await world.workOff();
    },
  );

  test("a preview of named items is waited for, so that its log can be read at once; a filter is not", async () => {
    const [on] = await aConflict(world, people, "T14");
    const before = waiting.waited();

    await people.act(synchronize, { filter: { mapping: "T14" }, use: "merge", preview: true });
    expect(waiting.waited()).toBe(before);
    const preview = await people.ask(synchronize, {
      ...idsOf(await people.errors(on)),
      use: "dataverse",
      preview: true,
    });
    const job = present(read(BulkShape, preview).jobs[0], "a job");
    const { body: log } = await people.ask(`GET ${job.log}`);
    const previewed = waiting.waited();
    await people.act(synchronize, { filter: { mapping: "T14" }, use: "dataverse" });

    expect(previewed).toBeGreaterThan(before);
    expect([preview.status, job.state]).toEqual([202, "completed"]);
    expect(log).toMatchObject({ items: [{ changes: [{ field: "phone", from: "11", to: "22" }] }] });
    expect(waiting.waited()).toBe(previewed);
    expect(await people.errors(on)).toEqual([]);
  });
});

describe("Idempotency-Key", () => {
  test("a repeat gets the 409 that was answered, and starts nothing", async () => {
    const [on, pair] = await aConflict(world, people, "T15");
    const body = { ...idsOf(await people.errors(on)), use: "businessCentral" };
    await on.edit(pair, "dataverse", { telephone1: "33" });
    const headers = { "idempotency-key": "T15" };

    const first = await people.ask(synchronize, body, headers);
    const again = await people.ask(synchronize, body, headers);

    expect([first.status, again.status]).toEqual([409, 409]);
    expect(again.body).toEqual(first.body);
    expect(await phonesOf(on, pair)).toEqual(["11", "33"]);
  });

  test("it broke while it waited: the repeat finds the jobs of the first try, also where one has done its work", async () => {
    const [one, adatum] = await aConflict(world, people, "T16");
    const [other, fabrikam] = await aConflict(world, people, "T17");
    const body = {
      ...idsOf([...(await people.errors(one)), ...(await people.errors(other))]),
      use: "dataverse",
    };
    const headers = { "idempotency-key": "T16" };
    waiting.meanwhile(async () => {
      await world.workOff();
      throw new Crash("the function was stopped");
    });

    const broken = await people.ask(synchronize, body, headers);
    waiting.meanwhile(workedOff);
    const writes = writesIn(world).length;
    const repeated = await people.ask(synchronize, body, headers);

    expect(broken.status).toBe(500);
    expect(repeated.status).toBe(202);
    expect(read(BulkShape, repeated)).toMatchObject({
      taken: 2,
      leftOut: [],
      jobs: [{ state: "completed" }, { state: "completed" }],
    });
    expect(writesIn(world)).toHaveLength(writes);
    for (const on of [one, other]) {
      const { body: jobs } = await people.ask(
        `GET /v1/jobs?mapping=${on.mapping.name}&type=resolve`,
      );
      expect(jobs).toMatchObject({ items: [{ state: "completed" }] });
      expect(jobs).not.toMatchObject({ items: [{}, {}] });
    }
    expect(await phonesOf(one, adatum)).toEqual(["22", "22"]);
    expect(await phonesOf(other, fabrikam)).toEqual(["22", "22"]);
  });
});
