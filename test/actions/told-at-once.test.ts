import { afterAll, describe, expect, test } from "vitest";
import { Problem } from "../../lib/runtime/http/request/problem.ts";
import { BulkShape } from "../../lib/runtime/http/shapes/bulk.ts";
import { read } from "../functions/api/api-world.ts";
import { type Customers, customersOf, type Pair, present } from "../scenarios/customers.ts";
import { idsOf, phonesOf, startPeople } from "../scenarios/people.ts";
import { watchedWaiting } from "../world/waiting.ts";
import { startWorld } from "../world/world.ts";
import { aConflict, aDeletedAccount, synchronize } from "./told-situations.ts";

const world = await startWorld({ mappings: [] });
const waiting = watchedWaiting(world);
const people = await startPeople(world, waiting);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const restore = "POST /v1/errors/actions/restore";
const remove = "POST /v1/errors/actions/delete";

const comeBack = (on: Customers, { dataverse }: Pair) =>
  world.dataverse.create("accounts", {
    accountid: dataverse,
    name: on.named("Adatum"),
    customertypecode: 3,
  });

describe("Synchronize answers what became of it", () => {
  test("it was done: 202 with the job as it ended", async () => {
    const [on, pair] = await aConflict(world, people, "T1");

    const answer = await people.ask(synchronize, {
      ...idsOf(await people.errors(on)),
      use: "dataverse",
    });

    expect(answer.status).toBe(202);
    expect(answer.headers.get("preference-applied")).toBeNull();
    expect(read(BulkShape, answer)).toMatchObject({
      taken: 1,
      leftOut: [],
      jobs: [{ state: "completed", counters: { businessCentral: { modified: 1 } } }],
    });
    expect(await phonesOf(on, pair)).toEqual(["22", "22"]);
  });

  test("a side was edited since the list was shown: 409 with what changed and the new comparison, and nothing is written", async () => {
    const [on, pair] = await aConflict(world, people, "T2");
    const ids = idsOf(await people.errors(on));
    await on.edit(pair, "dataverse", { telephone1: "33" });

    const answer = await people.ask(synchronize, { ...ids, use: "businessCentral" });

    expect(answer.status).toBe(409);
    const problem = read(Problem, answer);
    expect(problem.detail).toContain('phone in Dataverse from "22" to "33"');
    expect(problem).toMatchObject({
      type: "urn:tandem:problem:conflict",
      items: [
        {
          id: ids.ids[0],
          fields: expect.arrayContaining([
            { field: "phone", base: null, businessCentral: "11", dataverse: "33", conflict: true },
          ]),
        },
      ],
      jobs: [{ state: "completedWithErrors", refused: [{ id: ids.ids[0] }] }],
    });
    expect(problem.present).toEqual(problem.items?.[0]);
    expect(await phonesOf(on, pair)).toEqual(["11", "33"]);

    const again = await people.ask(synchronize, { ...ids, use: "businessCentral" });

    expect(again.status).toBe(202);
    expect(await phonesOf(on, pair)).toEqual(["11", "11"]);
  });

  test("the same with force: the choice goes before the edit", async () => {
    const [on, pair] = await aConflict(world, people, "T3");
    const ids = idsOf(await people.errors(on));
    await on.edit(pair, "dataverse", { telephone1: "33" });

    const answer = await people.ask(synchronize, { ...ids, use: "businessCentral", force: true });

    expect(answer.status).toBe(202);
    expect(await phonesOf(on, pair)).toEqual(["11", "11"]);
  });

  test("a side was deleted since: 409 with the item as it is now, force or not", async () => {
    const [on, pair] = await aConflict(world, people, "T4");
    const ids = idsOf(await people.errors(on));
    await people.remove("dataverse", [pair]);

    const answer = await people.ask(synchronize, { ...ids, use: "dataverse", force: true });

    expect(answer.status).toBe(409);
    expect(read(Problem, answer)).toMatchObject({
      detail: expect.stringContaining("deleted in Dataverse"),
      items: [{ kind: "deletedInDataverse", actions: ["restore", "delete", "remove-coupling"] }],
    });
  });

  test("of several one was edited since: 202, and it is left out with the reason", async () => {
    const on = await customersOf(world, "T5");
    const [adatum, fabrikam] = await people.conflicts(on, ["Adatum", "Fabrikam"]);
    const edited = present(fabrikam, "a pair");
    const ids = idsOf(await people.errors(on));
    const id = (await people.errorOf(on, edited)).id;
    await on.edit(edited, "businessCentral", { phoneNumber: "44" });

    const answer = await people.ask(synchronize, { ...ids, use: "dataverse" });

    expect(answer.status).toBe(202);
    expect(read(BulkShape, answer)).toMatchObject({
      taken: 1,
      leftOutCount: 1,
      leftOut: [{ id, reason: expect.stringContaining('from "11" to "44"') }],
      jobs: [{ state: "completedWithErrors" }],
    });
    expect(await phonesOf(on, present(adatum, "a pair"))).toEqual(["22", "22"]);
    expect(await phonesOf(on, edited)).toEqual(["44", "22"]);
  });

  test("an edit that ends the dispute is no conflict: the pair is brought into step", async () => {
    const [on, pair] = await aConflict(world, people, "T6");
    const ids = idsOf(await people.errors(on));
    await on.edit(pair, "dataverse", { telephone1: "11" });

    const answer = await people.ask(synchronize, { ...ids, use: "dataverse" });

    expect(answer.status).toBe(202);
    expect(await phonesOf(on, pair)).toEqual(["11", "11"]);
    expect(await people.errors(on)).toEqual([]);
  });
});

describe("Restore and Delete answer what became of it", () => {
  test.each([
    ["restore", restore, "T7"],
    ["delete", remove, "T8"],
  ])(
    "%s: the account came back since, 409 says so, the item tells of both records, and the next run takes it up",
    async (word, what, number) => {
      const [on, pair] = await aDeletedAccount(world, people, number);
      const ids = idsOf(await people.errors(on));
      await comeBack(on, pair);

      const answer = await people.ask(what, ids);

      expect(answer.status).toBe(409);
      expect(read(Problem, answer)).toMatchObject({
        detail: expect.stringContaining(`there is nothing to ${word}`),
        items: [
          {
            id: ids.ids[0],
            retryRequested: true,
            businessCentral: { exists: true },
            dataverse: { exists: true },
          },
        ],
      });
      await on.run();
      expect(await people.errors(on)).toEqual([]);
      expect((await people.couplingOf(on, pair)).status).toBe("active");
    },
  );

  test("the survivor was deleted too: Restore is a 409 without an item, and the coupling is gone", async () => {
    const [on, pair] = await aDeletedAccount(world, people, "T9");
    const ids = idsOf(await people.errors(on));
    await people.remove("businessCentral", [pair]);

    const answer = await people.ask(restore, ids);

    expect(answer.status).toBe(409);
    expect(read(Problem, answer)).toMatchObject({
      detail: expect.stringContaining("Both records were deleted meanwhile"),
      items: [],
    });
    expect(await people.couplings(on)).toEqual([]);
  });

  test("the account came back and the customer was deleted: Delete does not take the account, 409 shows the new situation", async () => {
    const [on, pair] = await aDeletedAccount(world, people, "T10");
    const ids = idsOf(await people.errors(on));
    await comeBack(on, pair);
    await people.remove("businessCentral", [pair]);

    const answer = await people.ask(remove, ids);

    expect(answer.status).toBe(409);
    expect(read(Problem, answer)).toMatchObject({ items: [{ kind: "deletedInBusinessCentral" }] });
    expect(await world.dataverse.get("accounts", pair.dataverse)).toMatchObject({
      name: on.named("Adatum"),
    });
  });
});

describe("who comes second is told", () => {
  test("one restores, one deletes: the second gets 409 that names the job that resolved it, the same stands in the job and its log", async () => {
    const [on] = await aDeletedAccount(world, people, "T18");
    const ids = idsOf(await people.errors(on));
    const first = await people.ask(restore, ids, { prefer: "respond-async" });
    const winner = present(read(BulkShape, first).jobs[0], "a job");

    const second = await people.ask(remove, ids);

    expect(second.status).toBe(409);
    const problem = read(Problem, second);
    expect(problem.detail).toContain(`was resolved meanwhile by job ${winner.id} (restore)`);
    expect(problem.items).toEqual([]);
    const loser = present(problem.jobs?.[0], "a job");
    expect(loser).toMatchObject({ state: "completed", message: problem.detail });
    expect(await people.log(loser)).toMatchObject([
      { outcome: "skipped", message: problem.detail, title: on.named("Adatum") },
    ]);
    expect(await people.couplings(on)).toMatchObject([{ status: "active" }]);
  });

  test("one deletes, one restores: nothing is made again", async () => {
    const [on] = await aDeletedAccount(world, people, "T19");
    const ids = idsOf(await people.errors(on));
    const first = await people.ask(remove, ids, { prefer: "respond-async" });
    const winner = present(read(BulkShape, first).jobs[0], "a job");

    const second = await people.ask(restore, ids);

    expect(second.status).toBe(409);
    expect(read(Problem, second).detail).toContain(`by job ${winner.id} (delete)`);
    expect(await people.couplings(on)).toEqual([]);
  });
});
