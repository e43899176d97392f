import { afterAll, describe, expect, test } from "vitest";
import { customer, salespeople } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { countsOf, customersOf, present } from "./customers.ts";
import { idsOf, phonesOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: [salespeople] });
world.sandboxes.businessCentral.seed(1, 7);
world.sandboxes.dataverse.seed(1, 7);
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const withOwner = (whenUncoupled: "wait" | "defer") => ({
  fields: customer.fields.map((field) =>
    field.name === "owner" && field.kind === "lookup" ? { ...field, whenUncoupled } : field,
  ),
});

/** The customer waits for its salesperson, as Business Central's own mapping does. */
const waiting = withOwner("wait");

const salespersons = await world.businessCentral.list("salespeoplePurchasers");
const codeOf = (index: number) => salespersons[index]?.["code"];

async function coupleSalesperson(index: number): Promise<void> {
  const users = await world.dataverse.list("systemusers", "?$filter=isintegrationuser eq false");
  const user = present(users[index], "a user");
  await people.job("POST /v1/couplings", {
    mapping: "SALESPEOPLE",
    businessCentralId: present(salespersons[index], "a salesperson")["id"],
    dataverseId: user["systemuserid"],
  });
}

describe("A: retrying", () => {
  test("A1 ☠ a customer whose salesperson is not coupled is listed from its first failure, not skipped, and once the salesperson is coupled the next run carries it", async () => {
    const on = await customersOf(world, "A1", waiting);
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "businessCentral", { salespersonCode: codeOf(0) });
    expect(countsOf(await on.run())).toEqual({ dataverse: { failed: 1 } });
    expect(await people.errorOf(on, adatum)).toMatchObject({
      kind: "dependencyMissing",
      status: "retrying",
    });
    await coupleSalesperson(0);

    const { state, counters } = await on.run();
    expect(state).toBe("completed");
    expect(counters.dataverse).toMatchObject({ modified: 1, failed: 0 });
    expect(await people.errors(on)).toEqual([]);
  });

  test("A2 ☠ a second failure for another reason does not make a skipped record either: failures are counted, not compared", async () => {
    const on = await customersOf(world, "A2", waiting);
    const adatum = await on.pair("Adatum");
    const messages: unknown[] = [];
    for (const index of [1, 2]) {
      await on.edit(adatum, "businessCentral", { salespersonCode: codeOf(index) });
      expect((await on.run()).counters.dataverse).toMatchObject({ failed: 1, skipped: 0 });
      messages.push((await people.errorOf(on, adatum)).message);
    }
    expect(new Set(messages).size).toBe(2);
    expect(await people.errorOf(on, adatum)).toMatchObject({ status: "retrying", occurrences: 2 });
    expect((await people.couplingOf(on, adatum)).status).toBe("retrying");
  });

  test("A4 Synchronize Now of a skipped pair starts nothing, says why, and leaves it skipped", async () => {
    const on = await customersOf(world, "A4");
    const [adatum] = await people.conflicts(on, ["Adatum"]);
    const pair = present(adatum, "a pair");
    const coupling = await people.couplingOf(on, pair);
    const before = await on.read(pair);

    const answer = await people.ask("POST /v1/couplings/actions/synchronize", idsOf([coupling]));

    const reason = `It is skipped: resolve or retry error ${coupling.errorId} first.`;
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ detail: reason, leftOut: [{ id: coupling.id, reason }] });
    expect(await on.read(pair)).toEqual(before);
    expect((await people.couplingOf(on, pair)).status).toBe("skipped");
  });

  test("A5 ☠ a conflict is skipped from the first run on, so that the second takes it for skipped without trying again; the pair beside it is modified once and then unchanged", async () => {
    const on = await customersOf(world, "A5");
    const [first, second] = await on.pairs(["Both", "One"]);
    if (first === undefined || second === undefined) throw new Error("two pairs");
    await on.edit(first, "businessCentral", { phoneNumber: "11" });
    await on.edit(first, "dataverse", { telephone1: "22" });
    await on.edit(second, "dataverse", { telephone1: "33" });

    const runs = [countsOf(await on.run()), countsOf(await on.run())];

    expect(runs).toEqual([
      { businessCentral: { failed: 1, modified: 1 }, dataverse: { failed: 1 } },
      { dataverse: { skipped: 1, unchanged: 1 } },
    ]);
    expect((await people.errorOf(on, first)).occurrences).toBe(1);
    expect(await phonesOf(on, second)).toEqual(["33", "33"]);
  });

  test("A7 Retry of one of two skipped pairs releases that one only, and says that it was one", async () => {
    const on = await customersOf(world, "A7");
    const [adatum, fabrikam] = await people.conflicts(on, ["Adatum", "Fabrikam"]);
    if (adatum === undefined || fabrikam === undefined) throw new Error("two pairs");

    const answer = await people.act(
      "POST /v1/errors/actions/retry",
      idsOf([await people.errorOf(on, adatum)]),
    );

    expect(answer).toMatchObject({ status: 200, taken: 1, leftOut: [], jobs: [] });
    expect((await people.errorOf(on, adatum)).retryRequested).toBe(true);
    expect((await people.errorOf(on, fabrikam)).retryRequested).toBe(false);
    const { id } = await on.run();
    expect((await people.errorOf(on, adatum)).jobId).toBe(id);
    expect((await people.errorOf(on, fabrikam)).jobId).not.toBe(id);
  });

  test("A8 Retry of two of three skipped pairs takes two", async () => {
    const on = await customersOf(world, "A8");
    await people.conflicts(on, ["Adatum", "Fabrikam", "Contoso"]);
    const [left, ...chosen] = await people.errors(on);

    const { taken } = await people.act("POST /v1/errors/actions/retry", idsOf(chosen));

    expect(taken).toBe(2);
    const marked = (await people.errors(on)).filter(({ retryRequested }) => retryRequested);
    expect(marked.map(({ id }) => id).toSorted()).toEqual(chosen.map(({ id }) => id).toSorted());
    expect(marked).not.toContainEqual(expect.objectContaining({ id: left?.id }));
  });

  test("A10 a retried pair whose cause was fixed is modified by the next run and does not come back", async () => {
    const on = await customersOf(world, "A10");
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "dataverse", { address1_city: "c".repeat(31) });
    await on.run();
    await on.edit(adatum, "dataverse", { address1_city: "Bergen" });
    await people.act("POST /v1/errors/actions/retry", idsOf(await people.errors(on)));

    const [first, second] = [await on.run(), await on.run()];
    expect(first.counters.businessCentral).toMatchObject({ modified: 1, failed: 0 });
    expect(second.state).toBe("completed");
    expect(second.counters.businessCentral).toMatchObject({ modified: 0, skipped: 0 });
    expect(await people.errors(on)).toEqual([]);
  });

  test("A11 ☠ Retry All takes every record that trying again can help, and leaves out the others with the reason, where Business Central releases those too", async () => {
    const on = await customersOf(world, "A11");
    await people.conflicts(on, ["Adatum", "Fabrikam", "Contoso"]);
    const gone = await on.pair("Gone");
    await people.remove("dataverse", [gone]);
    await people.job("POST /v1/errors/actions/find-deleted", { mapping: "A11" });
    const filter = { mapping: "A11" };

    const { taken, leftOut } = await people.act("POST /v1/errors/actions/retry", { filter });
    const ofAll = await people.act("POST /v1/errors/actions/retry", { all: true });

    const goneId = (await people.errorOf(on, gone)).id;
    expect(taken).toBe(3);
    expect(leftOut).toEqual([
      { id: goneId, reason: expect.stringContaining("Trying again does not help") },
    ]);
    expect(ofAll.taken).toBeGreaterThan(3);
    for (const item of await people.errors(on)) {
      expect(item.retryRequested).toBe(item.id !== goneId);
    }
  });

  test("A41 a list that was loaded before somebody resolved one of its two: the resolved one is gone from the next answer, and an action on it says so", async () => {
    const on = await customersOf(world, "A41");
    await people.conflicts(on, ["Adatum", "Fabrikam"]);
    const loaded = await people.errors(on);
    const [resolved, other] = loaded;
    await people.job("POST /v1/errors/actions/synchronize", {
      ...idsOf([present(resolved, "an item")]),
      use: "dataverse",
    });

    expect((await people.errors(on)).map(({ id }) => id)).toEqual([other?.id]);
    const late = await people.act("POST /v1/errors/actions/retry", idsOf(loaded));
    expect(late.taken).toBe(1);
    expect(late.leftOut).toEqual([
      { id: resolved?.id, reason: "There is no such error. It may have been resolved." },
    ]);
  });
});

describe("XA17, W22: a choice that cannot be carried out is no success", () => {
  test.each(["merge", "businessCentral"] as const)(
    "Synchronize with %s of a record that waits for its salesperson fails, says so, and stays listed",
    async (use) => {
      const on = await customersOf(world, `XA17${use === "merge" ? "M" : "B"}`, withOwner("defer"));
      const adatum = await on.pair("Adatum");
      const code = `X17${use === "merge" ? "M" : "B"}`;
      await world.businessCentral.create("salespeoplePurchasers", { code, displayName: "Xenia" });
      await on.edit(adatum, "businessCentral", { salespersonCode: code });
      await on.run();
      const item = await people.errorOf(on, adatum);
      expect(item).toMatchObject({ kind: "dependencyMissing" });

      const preview = await people.job("POST /v1/errors/actions/synchronize", {
        ids: [item.id],
        use,
        preview: true,
      });
      const job = await people.job("POST /v1/errors/actions/synchronize", { ids: [item.id], use });

      for (const each of [preview, job]) {
        expect(each).toMatchObject({ state: "completedWithErrors" });
        expect(each.counters.dataverse).toMatchObject({ failed: 1, unchanged: 0, modified: 0 });
        expect(await people.log(each)).toMatchObject([
          { outcome: "failed", message: expect.stringContaining("not coupled") },
        ]);
      }
      expect(await people.errorOf(on, adatum)).toMatchObject({ kind: "dependencyMissing" });
    },
  );
});
