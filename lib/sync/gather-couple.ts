import type { Coupling } from "../domain/coupling.ts";
import type { ErrorItem } from "../domain/error-item.ts";
import type { AppFailure } from "../domain/failure.ts";
import { type CouplingId, type ErrorId, errorIdOf, type RecordId } from "../domain/ids.ts";
import type { Job } from "../domain/job.ts";
import type { CoupleById, CoupleRequest } from "../domain/job-request.ts";
import { mergedInto } from "../domain/merged.ts";
import type { AppRecord } from "../domain/record.ts";
import { ok, type Result } from "../domain/result.ts";
import { appName, otherSide, type PerSide, type Side, sides } from "../domain/side.ts";
import { draftCoupling } from "./draft-coupling.ts";
import { findCalled } from "./find-called.ts";
import { singleRun } from "./gather-changes.ts";
import { inTheWay, mergedAway, outsideFilter } from "./obstacle-to-couple.ts";
import {
  ended,
  idOn,
  type PairRun,
  pairRun,
  type SideOfRun,
  withoutRecord,
  withState,
} from "./pair-run.ts";
import type { StepWork } from "./step-work.ts";
import type { SyncApp } from "./sync-app.ts";

interface Found {
  readonly records: PerSide<ReadonlyMap<RecordId, AppRecord>>;
  readonly couplings: PerSide<ReadonlyMap<RecordId, Coupling>>;
  /** Couplings whose other record was deleted: they give way to the new ones. */
  readonly broken: ReadonlyMap<CouplingId, ErrorItem | undefined>;
}

type Parts = Pick<SyncApp, "store" | "apps">;

/** Couplings to make by hand: both records are read, and a coupling that is in the way is named. */
export async function gatherCouple(
  app: Parts,
  work: StepWork,
  asked: readonly CoupleRequest[],
): Promise<Result<readonly PairRun[], AppFailure>> {
  const named = await findCalled(app, work, asked);
  if (!named.ok) return named;
  const { requests, unclear } = named.value;
  const runs = await gatherById(app, work, requests);
  return runs.ok ? ok([...runs.value, ...unclear.map((message) => refused(message))]) : runs;
}

async function gatherById(
  app: Parts,
  work: StepWork,
  requests: readonly CoupleById[],
): Promise<Result<readonly PairRun[], AppFailure>> {
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
  const found: Found = {
    records: { businessCentral: businessCentral.value, dataverse: dataverse.value },
    couplings,
    broken: broken.value,
  };
  const runs = requests.flatMap((request) =>
    "create" in request ? createRun(work, request, found) : coupleRuns(work, request, found),
  );
  return ok(await withErrors(app, work, runs));
}

/**
 * What the records were listed with before they were coupled, each by itself, or by an earlier delivery
 * of this step, goes with the couple that they are now.
 */
async function withErrors(
  { store }: Pick<SyncApp, "store">,
  { job, mapping }: StepWork,
  runs: readonly PairRun[],
): Promise<readonly PairRun[]> {
  const idsOf = (run: PairRun): readonly ErrorId[] => {
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

/** Of the couplings in the way, those whose record on the other side is gone or was merged, with their error items. */
async function brokenCouplings(
  { store, apps }: Parts,
  { entities, mapping }: StepWork,
  couplings: Found["couplings"],
): Promise<Result<Found["broken"], AppFailure>> {
  const broken: Coupling[] = [];
  for (const side of sides) {
    const held = [...couplings[otherSide[side]].values()];
    if (held.length === 0) continue;
    const found = await apps[side].readByIds(entities[side], held.map(idIn(side)));
    if (!found.ok) return found;
    broken.push(
      ...held.filter((coupling) => {
        const record = found.value.get(idIn(side)(coupling));
        return record === undefined || isMerged(mapping, side, record);
      }),
    );
  }
  const errorIds = broken.flatMap(({ errorId }) => (errorId === undefined ? [] : [errorId]));
  const errors: ReadonlyMap<ErrorId, ErrorItem> =
    errorIds.length === 0 ? new Map() : await store.errors.get(errorIds);
  return ok(
    new Map(
      broken.map(({ id, errorId }) => [
        id,
        errorId === undefined ? undefined : errors.get(errorId),
      ]),
    ),
  );
}

const isMerged = (mapping: StepWork["mapping"], side: Side, record: AppRecord): boolean =>
  side === "dataverse" && mergedInto(mapping, record) !== undefined;

const idIn =
  (side: Side) =>
  ({ businessCentralId, dataverseId }: Coupling): RecordId =>
    side === "businessCentral" ? businessCentralId : dataverseId;

const idsOn = (side: Side, requests: readonly CoupleById[]): readonly RecordId[] =>
  requests.flatMap((request) => {
    if ("create" in request) return request.side === side ? [request.id] : [];
    return [side === "businessCentral" ? request.businessCentralId : request.dataverseId];
  });

function createRun(
  { job, mapping }: StepWork,
  { side, id }: Extract<CoupleById, { create: true }>,
  { records, couplings, broken }: Found,
): PairRun {
  const record = records[side].get(id);
  if (record === undefined) {
    return { ...refused(`${appName[side]} has no record ${id}.`), named: { [side]: id } };
  }
  const taken = couplings[side].get(id);
  if (taken !== undefined && isOurs(job, taken)) {
    return withState(pairRun(taken, unread), side, { kind: "read", record });
  }
  if (taken !== undefined && !broken.has(taken.id)) {
    return refused(inTheWay(side, taken), singleRun(side, record));
  }
  const outside = outsideFilter(mapping, side, record);
  if (outside !== undefined) {
    return refused(`${outside} No counterpart is created for it.`, singleRun(side, record));
  }
  const error = taken === undefined ? undefined : broken.get(taken.id);
  return { ...singleRun(side, record, { createAsked: true, error }), stored: taken };
}

function coupleRuns(
  { mapping, job }: StepWork,
  request: Exclude<CoupleById, { create: true }>,
  { records, couplings, broken }: Found,
): readonly PairRun[] {
  const businessCentral = records.businessCentral.get(request.businessCentralId);
  const dataverse = records.dataverse.get(request.dataverseId);
  const absent = [
    ...(businessCentral ? [] : [`Business Central has no record ${request.businessCentralId}.`]),
    ...(dataverse ? [] : [`Dataverse has no record ${request.dataverseId}.`]),
  ];
  const refusedPair = (message: string): PairRun => {
    const run = pairRun(undefined, {
      businessCentral: stateOf(businessCentral),
      dataverse: stateOf(dataverse),
    });
    const { businessCentralId, dataverseId } = request;
    const named = { businessCentral: businessCentralId, dataverse: dataverseId };
    return { ...refused(message, run), named };
  };
  if (businessCentral === undefined || dataverse === undefined) {
    return [refusedPair(absent.join(" "))];
  }
  const taken = couplings.businessCentral.get(businessCentral.id);
  const states = {
    businessCentral: { kind: "read", record: businessCentral },
    dataverse: { kind: "read", record: dataverse },
  } as const;
  const wish = {
    force: request.initialSync === "none" ? undefined : { use: request.initialSync },
    coupleOnly: request.initialSync === "none",
  };
  if (isOurs(job, taken) && taken?.dataverseId === dataverse.id) {
    return [pairRun(taken, states, wish)];
  }
  const merged = mergedAway(mapping, dataverse);
  if (merged !== undefined) return [refusedPair(merged)];
  if (taken !== undefined && !broken.has(taken.id)) {
    return [refusedPair(inTheWay("businessCentral", taken))];
  }
  const other = couplings.dataverse.get(dataverse.id);
  if (other !== undefined && !broken.has(other.id))
    return [refusedPair(inTheWay("dataverse", other))];
  const outside =
    request.initialSync === "none"
      ? undefined
      : (outsideFilter(mapping, "businessCentral", businessCentral) ??
        outsideFilter(mapping, "dataverse", dataverse));
  if (outside !== undefined) {
    return [
      refusedPair(
        `${outside} The two were not coupled; with initialSync "none" they are, as they stand.`,
      ),
    ];
  }
  const [replaced, ...removed] = [taken, other].filter((one) => one !== undefined);
  const run = pairRun(draftCoupling(mapping, businessCentral, dataverse), states, {
    ...wish,
    done: [{ side: "businessCentral", outcome: "coupled", changes: [] }],
    error: replaced === undefined ? undefined : broken.get(replaced.id),
  });
  return [
    ...removed.map((coupling) => removedRun(coupling, broken.get(coupling.id))),
    { ...run, stored: replaced },
  ];
}

const stateOf = (record: AppRecord | undefined): SideOfRun =>
  record === undefined ? { kind: "none" } : { kind: "read", record };

/** Made by this job, in a step that died before it was done. */
const isOurs = (job: Job, coupling: Coupling | undefined): boolean =>
  coupling?.lastJobId === job.id;

const removedRun = (coupling: Coupling, error: ErrorItem | undefined): PairRun =>
  ended(pairRun(coupling, nowhere, { error }), { kind: "uncoupled" });

const unread: PerSide<SideOfRun> = {
  businessCentral: { kind: "asBase" },
  dataverse: { kind: "asBase" },
};

const nowhere: PerSide<SideOfRun> = {
  businessCentral: { kind: "none" },
  dataverse: { kind: "none" },
};

const refused = (message: string, run: PairRun = pairRun(undefined, nowhere)): PairRun =>
  ended(run, { kind: "refused", message });
