import type { AppFailure } from "../../domain/error/app-failure.ts";
import { type ErrorId, errorIdOf, type RecordId } from "../../domain/ids.ts";
import type { CoupleById, CoupleRequest } from "../../domain/job/job-request.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type Side, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { idOn, type PairWork, withoutRecord } from "../pair/pair.ts";
import { brokenCouplings } from "./broken-couplings.ts";
import { findCalled } from "./find-by-name.ts";
import { isOurs, refused, runsToCouple } from "./plan-coupling.ts";

type Deps = Pick<SyncApp, "store" | "apps">;

/** Couplings to make by hand: both records are read, and a coupling that is in the way is named. */
export async function gatherCouple(
  app: Deps,
  work: StepWork,
  asked: readonly CoupleRequest[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  const named = await findCalled(app, work, asked);
  if (!named.ok) return named;
  const { requests, unclear } = named.value;
  const runs = await gatherById(app, work, requests);
  return runs.ok ? ok([...runs.value, ...unclear.map((message) => refused(message))]) : runs;
}

async function gatherById(
  app: Deps,
  work: StepWork,
  requests: readonly CoupleById[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  const { store, apps } = app;
  const { mapping, entities } = work;
  const ids = {
    businessCentral: idsOn("businessCentral", requests),
    dataverse: idsOn("dataverse", requests),
  };
  const [businessCentral, dataverse, byBusinessCentral, byDataverse] = await Promise.all([
    apps.businessCentral.readByIds(entities.businessCentral, ids.businessCentral),
    apps.dataverse.readByIds(entities.dataverse, ids.dataverse),
    store.couplings.bySide(mapping.name, "businessCentral", ids.businessCentral),
    store.couplings.bySide(mapping.name, "dataverse", ids.dataverse),
  ]);
  if (!businessCentral.ok) return businessCentral;
  if (!dataverse.ok) return dataverse;
  const couplings = { businessCentral: byBusinessCentral, dataverse: byDataverse };
  const broken = await brokenCouplings(app, work, couplings);
  if (!broken.ok) return broken;
  const records = {
    businessCentral: businessCentral.value.records,
    dataverse: dataverse.value.records,
  };
  const found = { records, couplings, broken: broken.value };
  const runs = requests.flatMap((request) => runsToCouple(work, request, found));
  return ok(await withErrors(app, work, runs));
}

/**
 * What the records were listed with before they were coupled, each by itself, or by an earlier delivery
 * of this step, goes with the couple that they are now.
 */
async function withErrors(
  { store }: Pick<SyncApp, "store">,
  { job, mapping }: StepWork,
  runs: readonly PairWork[],
): Promise<readonly PairWork[]> {
  const idsOf = (run: PairWork): readonly ErrorId[] => {
    if (run.end !== undefined) return [];
    const { stored } = run;
    const own = stored?.errorId !== undefined && isOurs(job, stored) ? [stored.errorId] : [];
    const alone = sides.flatMap((side) => {
      const id = idOn(run, side);
      return id === undefined ? [] : [errorIdOf(mapping.name, side, id)];
    });
    return [...own, ...alone];
  };
  const wanted = [...new Set(runs.flatMap(idsOf))];
  if (wanted.length === 0) return runs;
  const errors = await store.errors.get(wanted);
  return runs.flatMap((run) => {
    const found = [run.error, ...idsOf(run).map((id) => errors.get(id))];
    const items = [...new Map(found.flatMap((one) => (one ? [[one.id, one]] : []))).values()];
    const [error, ...others] = items;
    return [{ ...run, error }, ...others.map(withoutRecord)];
  });
}

const idsOn = (side: Side, requests: readonly CoupleById[]): readonly RecordId[] =>
  requests.flatMap((request) => {
    if ("create" in request) return request.side === side ? [request.id] : [];
    return [side === "businessCentral" ? request.businessCentralId : request.dataverseId];
  });
