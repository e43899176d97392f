import { afterAll, expect, test } from "vitest";
import { RecordId } from "../../lib/domain/ids.ts";
import { failed } from "../../lib/domain/result.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { customersOf } from "../scenarios/customers.ts";
import { Crash } from "../world/crash.ts";
import { startWorld } from "../world/world.ts";

const world = await startWorld({ mappings: [] });
afterAll(() => world.stop());

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

/** Dataverse cannot be reached for what is asked by id. */
function withoutReads({ apps, ...app }: SyncApp): SyncApp {
  const readByIds = async () =>
    failed({ code: "unreachable", side: "dataverse", message: "The connection broke." } as const);
  return { ...app, apps: { ...apps, dataverse: { ...apps.dataverse, readByIds } } };
}

/** The process dies when it is about to store the couplings of what it created. */
function dyingBeforeCouplings({ store, ...app }: SyncApp): SyncApp {
  const save = () => Promise.reject(new Crash("save"));
  return { ...app, store: { ...store, couplings: { ...store.couplings, save } } };
}

test("W3 a merged account whose survivor cannot be read is looked at again, and its page is not taken for done", async () => {
  const on = await customersOf(world, "S1");
  const pair = await on.pair("Loser");
  const winner = await on.account("Winner");
  await mergeInto(pair.dataverse, winner);
  const { id: jobId } = await world.start(on.mapping.name);

  const step = { jobId, step: 0, resend: 0 };
  expect(await runJobStep(withoutReads(world.app), step)).toBe("more");
  expect(await on.errors()).toEqual([]);
  await world.workOff();

  const listed = (await on.errors()).map(({ sides }) => sides.dataverse.id);
  expect(listed.toSorted()).toEqual([pair.dataverse, winner].toSorted());
});

test("W4 the survivor of a merge that a step created before it died is coupled with its own customer", async () => {
  const on = await customersOf(world, "S3");
  const loser = await on.account("Loser");
  const winner = await on.customer("Winner");
  const { id: jobId } = await world.start(on.mapping.name);
  const step = { jobId, step: 0, resend: 0 };
  await expect(runJobStep(dyingBeforeCouplings(world.app), step)).rejects.toThrow(Crash);
  const created = (await world.dataverse.list("accounts")).find(
    ({ name }) => name === on.named("Winner"),
  );
  const survivor = RecordId.parse(created?.["accountid"]);
  await mergeInto(loser, survivor);

  await world.workOff();

  expect(await on.couplings()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ids: { businessCentral: winner, dataverse: survivor } }),
    ]),
  );
  expect(await on.errors()).toMatchObject([
    { kind: "ambiguousMatch", sides: { dataverse: { id: loser } } },
  ]);
});
