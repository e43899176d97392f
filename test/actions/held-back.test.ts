import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestRetry } from "../../lib/domain/error/error-transitions.ts";
import { errorIdOf, RecordId } from "../../lib/domain/ids.ts";
import type { JobRequest } from "../../lib/domain/job/job-request.ts";
import { flowsTo } from "../../lib/domain/side.ts";
import { cancelJob } from "../../lib/manage/jobs/jobs.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { type Customers, countsOf, customersOf } from "../scenarios/customers.ts";
import { Crash, crashingAt } from "../world/crash.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [] });
});
afterAll(() => world.stop());

const match: JobRequest = {
  kind: "match",
  createUnmatched: false,
  synchronizeAfter: "businessCentral",
};

/** A customer that two accounts match, listed with them. */
async function ambiguous(name: string, changes: Parameters<typeof customersOf>[2] = {}) {
  const on = await customersOf(world, name, changes);
  const customer = await on.customer("Twice");
  const first = await on.account("Twice");
  const second = await on.account("TWICE");
  await on.run(match);
  return { on, customer, first, second };
}

const itemOf = async (
  { mapping }: Customers,
  side: "businessCentral" | "dataverse",
  id: RecordId,
) => {
  const errorId = errorIdOf(mapping.name, side, id);
  return (await world.app.store.errors.get([errorId])).get(errorId);
};

async function retry(on: Customers, side: "businessCentral" | "dataverse", id: RecordId) {
  const item = await itemOf(on, side, id);
  if (item === undefined) throw new Error(`${id} is not listed`);
  await world.app.store.errors.save([requestRetry(item)]);
  return on.run();
}

const couple = (on: Customers, businessCentralId: RecordId, dataverseId: RecordId) =>
  on.run({
    kind: "couple",
    pairs: [{ businessCentralId, dataverseId, initialSync: "businessCentral" }],
  });

const customersNamed = async (on: Customers) =>
  (await world.businessCentral.list("customers")).filter(({ displayName }) =>
    String(displayName).startsWith(`${on.mapping.name} `),
  );
const accountsNamed = async (on: Customers) =>
  (await world.dataverse.list("accounts")).filter(({ name }) =>
    String(name).startsWith(`${on.mapping.name} `),
  );

describe("K10 what may be the counterpart of a listed record is held back", () => {
  test("K10 a full synchronization creates nothing, coupling by hand with a candidate works, and the one left over is released by Retry", async () => {
    const { on, customer, first, second } = await ambiguous("HB1");
    for (const account of [first, second]) {
      expect(await itemOf(on, "dataverse", account)).toMatchObject({
        kind: "ambiguousMatch",
        status: "skipped",
        candidates: [customer],
        message: expect.stringContaining(customer),
      });
    }

    const full = await on.run({ kind: "synchronizeAll" });

    expect(full.counters.businessCentral.inserted + full.counters.dataverse.inserted).toBe(0);
    expect([await customersNamed(on), await accountsNamed(on)]).toMatchObject([
      { length: 1 },
      { length: 2 },
    ]);

    const [candidate] = (await itemOf(on, "businessCentral", customer))?.candidates ?? [];
    expect([first, second]).toContain(candidate);
    const job = await couple(on, customer, candidate ?? first);

    expect(job.state).toBe("completed");
    const left = candidate === first ? second : first;
    expect((await on.errors()).map(({ sides }) => sides.dataverse.id)).toEqual([left]);

    await retry(on, "dataverse", left);

    expect(await on.errors()).toEqual([]);
    expect(await customersNamed(on)).toHaveLength(2);
    expect(await on.couplings()).toHaveLength(2);
  });

  test("K11 Retry of either creates nothing while the other is free, and tells who", async () => {
    const { on, customer, first, second } = await ambiguous("HB2");

    await retry(on, "businessCentral", customer);
    await retry(on, "dataverse", first);

    expect(await on.couplings()).toEqual([]);
    expect(await itemOf(on, "businessCentral", customer)).toMatchObject({
      candidates: [first, second].toSorted(),
      retryRequested: false,
    });
    expect(await itemOf(on, "dataverse", first)).toMatchObject({ candidates: [customer] });
    await world.dataverse.remove("accounts", second);
    await retry(on, "businessCentral", customer);
    const item = await itemOf(on, "businessCentral", customer);
    expect(item).toMatchObject({ candidates: [first] });
    expect(item?.message).toContain(`"${on.named("Twice")}" (${first})`);
  });

  test("K11 with no candidate left Retry creates the record as the mapping says", async () => {
    const { on, customer, first, second } = await ambiguous("HB3");
    await on.run();
    await world.dataverse.remove("accounts", first);
    await world.dataverse.remove("accounts", second);

    await retry(on, "businessCentral", customer);

    expect(await on.errors()).toEqual([]);
    expect(await on.couplings()).toMatchObject([{ ids: { businessCentral: customer } }]);
  });

  test("K11 the job of a bulk Retry holds back just the same", async () => {
    const { on } = await ambiguous("HB4");
    const job = await on.run({ kind: "retry", errors: {} });
    expect(countsOf(job)).toEqual({ businessCentral: { failed: 2 }, dataverse: { failed: 1 } });
    expect(await on.couplings()).toEqual([]);
    expect(await on.errors()).toHaveLength(3);
  });

  test("K11 a candidate that two customers want names both; a new record for it on request leaves them to be created", async () => {
    const on = await customersOf(world, "HB5");
    const one = await on.customer("Shared");
    const two = await on.customer("shared");
    const account = await on.account("Shared");
    await on.run(match);
    const item = await itemOf(on, "dataverse", account);
    expect(item?.candidates?.toSorted()).toEqual([one, two].toSorted());

    await on.run({ kind: "synchronizeAll" });
    expect(await on.couplings()).toEqual([]);

    await on.run({ kind: "couple", pairs: [{ side: "dataverse", id: account, create: true }] });
    expect(await on.couplings()).toHaveLength(1);
    await retry(on, "businessCentral", one);
    await retry(on, "businessCentral", two);
    expect(await on.errors()).toEqual([]);
    expect(await on.couplings()).toHaveLength(3);
  });

  test("K10 candidates found while the mapping creates nothing are held back when it does", async () => {
    const { on, customer, first } = await ambiguous("HB6", { onlyCoupled: true });
    const { store } = world.app;
    const stored = await store.mappings.get(on.mapping.name);
    await store.mappings.save({ ...on.mapping, onlyCoupled: false }, stored?.revision ?? 0);

    const full = await on.run({ kind: "synchronizeAll" });

    expect(full.counters.businessCentral.inserted).toBe(0);
    expect((await couple(on, customer, first)).state).toBe("completed");
  });

  test("K10 in a mapping that never creates in Business Central the candidates are not listed", async () => {
    const { on } = await ambiguous("HB7", { direction: "toDataverse" });
    expect(flowsTo(on.mapping.direction, "businessCentral")).toBe(false);
    expect(await on.errors()).toHaveLength(1);
  });

  test("K10 an account that one customer is coupled with is not held back because another one matches it too", async () => {
    const on = await customersOf(world, "HB8", {
      fields: (await customersOf(world, "HB8X")).mapping.fields.map((field) =>
        field.kind === "constant"
          ? field
          : {
              ...field,
              match: ["name", "phone"].includes(field.name)
                ? { priority: 0, caseSensitive: false }
                : undefined,
            },
      ),
    });
    const exact = await on.customer("Both", { phoneNumber: "1" });
    const vague = await on.customer("Both");
    const mine = await on.account("Both", { telephone1: "1" });
    const other = await on.account("Both", { telephone1: "2" });

    await on.run(match);

    expect(await on.couplings()).toMatchObject([
      { ids: { businessCentral: exact, dataverse: mine } },
    ]);
    expect(await itemOf(on, "dataverse", mine)).toBeUndefined();
    expect(await itemOf(on, "dataverse", other)).toMatchObject({ candidates: [vague] });
  });
});

describe("A20 Find for Deleted looks for what is listed without a coupling, too", () => {
  test("the items of records that are gone in either app go, and the others stay", async () => {
    const { on, customer, first, second } = await ambiguous("HF1");
    await world.businessCentral.remove("customers", customer);
    world.sandboxes.dataverse.remove("account", first);

    const job = await on.run({ kind: "findDeleted" });

    expect(job.state).toBe("completed");
    expect((await on.errors()).map(({ sides }) => sides.dataverse.id)).toEqual([second]);
  });

  test("W6 but not when most of them are gone at once: an app that shows nothing is not taken at its word", async () => {
    const { on } = await ambiguous("HF2");
    for (let more = 0; more < 10; more += 1) await on.account("Twice");
    await on.run(match);
    const listed = await on.errors();
    expect(listed).toHaveLength(13);
    for (const { accountid } of await accountsNamed(on)) {
      world.sandboxes.dataverse.remove("account", RecordId.parse(accountid));
    }

    const job = await on.run({ kind: "findDeleted" });

    expect(job.message).toContain(
      "12 of 12 records of mapping HF2 that were looked for in Dataverse are gone.",
    );
    expect(await on.errors()).toHaveLength(13);
  });
});

/** The write to Dataverse is carried out or not, and nobody hears of it. */
function unheardWrites(isCarriedOut: boolean): SyncApp {
  const { apps } = world.app;
  const write: typeof apps.dataverse.write = async (...asked) => {
    if (isCarriedOut) await apps.dataverse.write(...asked);
    return { outcomes: [], failure: { code: "unreachable", side: "dataverse", message: "Lost." } };
  };
  return { ...world.app, apps: { ...apps, dataverse: { ...apps.dataverse, write } } };
}

describe("W3 a pair that was just coupled, and of which an answer was lost", () => {
  test.each([true, false])(
    "its job is cancelled: it is listed by itself no more, and the next run looks into it (carried out: %s)",
    async (isCarriedOut) => {
      const { on, customer, first, second } = await ambiguous(isCarriedOut ? "HC1" : "HC2");
      await world.businessCentral.change("customers", customer, { city: "Oslo" });
      await world.dataverse.change("accounts", first, { address1_city: "Bergen" });
      const { id: jobId } = await world.start(on.mapping.name, {
        kind: "couple",
        pairs: [
          { businessCentralId: customer, dataverseId: first, initialSync: "businessCentral" },
        ],
      });
      const step = { jobId, step: 0, resend: 0 };
      expect(await runJobStep(unheardWrites(isCarriedOut), step)).toBe("more");
      expect((await cancelJob(world.app, jobId)).ok).toBe(true);
      await world.workOff();
      expect((await world.job(jobId)).state).toBe("cancelled");
      expect(await itemOf(on, "businessCentral", customer)).toMatchObject({
        kind: "unavailable",
        status: "retrying",
        couplingId: `${on.mapping.name}.${customer}`,
      });
      expect(await itemOf(on, "dataverse", first)).toBeUndefined();

      await on.run();

      expect((await itemOf(on, "businessCentral", customer))?.kind).toBe(
        isCarriedOut ? undefined : "updateConflict",
      );
      expect(await itemOf(on, "dataverse", second)).toBeDefined();
      expect(await on.couplings()).toMatchObject([{ ids: { dataverse: first } }]);
    },
  );

  test("Match-Based Coupling, which does not look for what is coupled: the pair stays listed until a run looked into it", async () => {
    const on = await customersOf(world, "HC3");
    const customer = await on.customer("Once", { city: "Oslo" });
    await on.account("Once", { address1_city: "Bergen" });
    const { id: jobId } = await world.start(on.mapping.name, match);
    const step = { jobId, step: 0, resend: 0 };
    expect(await runJobStep(unheardWrites(false), step)).toBe("more");
    await world.workOff();
    expect(await itemOf(on, "businessCentral", customer)).toMatchObject({ status: "retrying" });

    await on.run();

    expect(await itemOf(on, "businessCentral", customer)).toMatchObject({ kind: "updateConflict" });
  });
});

async function mergeInto(loser: RecordId, winner: RecordId): Promise<void> {
  const account = (accountid: RecordId) => ({
    accountid,
    "@odata.type": "Microsoft.Dynamics.CRM.account",
  });
  const { status } = await world.dataverse.request("POST", "Merge", {
    Target: account(winner),
    Subordinate: account(loser),
    PerformParentingChecks: false,
  });
  expect(status).toBe(204);
}

describe("K10, D30 the account that a coupled one was merged into", () => {
  test("is held back though both come in one piece, until the customer is coupled with it by hand", async () => {
    const on = await customersOf(world, "HM1");
    const pair = await on.pair("Loser");
    const winner = await on.account("Winner");
    await mergeInto(pair.dataverse, winner);

    const job = await on.run();

    expect(job.counters.businessCentral.inserted).toBe(0);
    expect(await itemOf(on, "dataverse", winner)).toMatchObject({
      kind: "ambiguousMatch",
      candidates: [pair.businessCentral],
    });
    await world.dataverse.change("accounts", winner, { telephone1: "1" });
    await retry(on, "dataverse", winner);
    await on.run({ kind: "synchronizeAll" });
    expect(await itemOf(on, "dataverse", winner)).toMatchObject({
      candidates: [pair.businessCentral],
    });
    expect(await customersNamed(on)).toHaveLength(1);

    expect((await couple(on, pair.businessCentral, winner)).state).toBe("completed");
    expect(await on.errors()).toEqual([]);
    expect(await on.couplings()).toMatchObject([{ ids: { dataverse: winner } }]);
  });

  test("is not listed when it is coupled itself", async () => {
    const on = await customersOf(world, "HM2");
    const [loser, winner] = await on.pairs(["Loser", "Winner"]);
    if (loser === undefined || winner === undefined) throw new Error("no pairs");
    await mergeInto(loser.dataverse, winner.dataverse);
    await on.run();
    expect(await on.errors()).toMatchObject([
      { sides: { businessCentral: { id: loser.businessCentral } } },
    ]);
  });
});

describe("W: a step that lists candidates dies anywhere and is delivered again", () => {
  test.each(["before", "after"] as const)(
    "the process dies %s each of its calls",
    async (moment) => {
      let died = true;
      for (let call = 1; died; call += 1) {
        const on = await customersOf(world, `HX${moment === "before" ? "B" : "A"}${call}`);
        await on.customer("Twice");
        await on.account("Twice");
        await on.account("Twice");
        const job = await world.start(on.mapping.name, match);
        died = false;
        const step = { jobId: job.id, step: 0, resend: 0 };
        await runJobStep(crashingAt(world.app, call, moment), step).catch((trouble: unknown) => {
          if (!(trouble instanceof Crash)) throw trouble;
          died = true;
        });
        await world.workOff();
        await on.run({ kind: "synchronizeAll" });

        expect(await on.couplings()).toEqual([]);
        const errors = await on.errors();
        expect(errors.map(({ occurrences }) => occurrences)).toEqual([1, 1, 1]);
      }
    },
    120_000,
  );
});
