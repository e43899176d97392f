import { alreadyCoupled, type Coupling } from "../../domain/coupling.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { CoupleById } from "../../domain/job/job-request.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { AppRecord } from "../../domain/record.ts";
import { appName, type PerSide, type Side } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import { draftCoupling } from "../pair/new-coupling.ts";
import {
  ended,
  type KnownSide,
  type PairWork,
  pairWork,
  singleRun,
  withState,
} from "../pair/pair.ts";
import type { BrokenCouplings } from "./broken-couplings.ts";
import { mergedAway, outsideFilter } from "./coupling-obstacles.ts";

interface Found {
  readonly records: PerSide<ReadonlyMap<RecordId, AppRecord>>;
  readonly couplings: PerSide<ReadonlyMap<RecordId, Coupling>>;
  readonly broken: BrokenCouplings;
}

/** What a person's request to couple comes to, with all that it concerns read. Pure. */
export const runsToCouple = (
  work: StepWork,
  request: CoupleById,
  found: Found,
): readonly PairWork[] =>
  "create" in request ? [createRun(work, request, found)] : coupleRuns(work, request, found);

function createRun(
  { job, mapping }: StepWork,
  { side, id }: Extract<CoupleById, { create: true }>,
  { records, couplings, broken }: Found,
): PairWork {
  const record = records[side].get(id);
  if (record === undefined) {
    return { ...refused(`${appName[side]} has no record ${id}.`), named: { [side]: id } };
  }
  const taken = couplings[side].get(id);
  if (taken !== undefined && isOurs(job, taken)) {
    return withState(pairWork(taken, unread), side, { kind: "read", record });
  }
  if (taken !== undefined && !broken.has(taken.id)) {
    return refused(alreadyCoupled(side, taken), singleRun(side, record));
  }
  const outside = outsideFilter(mapping, side, record);
  if (outside !== undefined) {
    return refused(`${outside} No counterpart is created for it.`, singleRun(side, record));
  }
  const error = taken === undefined ? undefined : broken.get(taken.id);
  return { ...singleRun(side, record, { createAsked: true, error }), stored: taken };
}

type Wanted = Exclude<CoupleById, { create: true }>;

function coupleRuns(
  { mapping, job }: StepWork,
  request: Wanted,
  found: Found,
): readonly PairWork[] {
  const businessCentral = found.records.businessCentral.get(request.businessCentralId);
  const dataverse = found.records.dataverse.get(request.dataverseId);
  if (businessCentral === undefined || dataverse === undefined) {
    return [refusedPair(request, found, absentIn(request, found))];
  }
  const pair = { businessCentral, dataverse };
  const taken = found.couplings.businessCentral.get(businessCentral.id);
  const other = found.couplings.dataverse.get(dataverse.id);
  const wish = {
    force: request.initialSync === "none" ? undefined : { use: request.initialSync },
    coupleOnly: request.initialSync === "none",
  };
  if (isOurs(job, taken) && taken?.ids.dataverse === dataverse.id) {
    return [pairWork(taken, statesOf(pair), wish)];
  }
  const obstacle =
    mergedAway(mapping, dataverse) ??
    takenBy("businessCentral", taken, found) ??
    takenBy("dataverse", other, found) ??
    outsideOf(mapping, request, pair);
  if (obstacle !== undefined) return [refusedPair(request, found, obstacle)];

  const [replaced, ...removed] = [taken, other].filter((one) => one !== undefined);
  const run = pairWork(draftCoupling(mapping, businessCentral, dataverse), statesOf(pair), {
    ...wish,
    done: [{ side: "businessCentral", outcome: "coupled", changes: [] }],
    error: replaced === undefined ? undefined : found.broken.get(replaced.id),
  });
  return [
    ...removed.map((coupling) => removedRun(coupling, found.broken.get(coupling.id))),
    { ...run, stored: replaced },
  ];
}

function absentIn({ businessCentralId, dataverseId }: Wanted, { records }: Found): string {
  const absent = [
    ...(records.businessCentral.has(businessCentralId)
      ? []
      : [`Business Central has no record ${businessCentralId}.`]),
    ...(records.dataverse.has(dataverseId) ? [] : [`Dataverse has no record ${dataverseId}.`]),
  ];
  return absent.join(" ");
}

const takenBy = (
  side: Side,
  coupling: Coupling | undefined,
  { broken }: Found,
): string | undefined =>
  coupling === undefined || broken.has(coupling.id) ? undefined : alreadyCoupled(side, coupling);

/** Two that get no data of each other are coupled as they stand. */
function outsideOf(
  mapping: TableMapping,
  { initialSync }: Wanted,
  { businessCentral, dataverse }: PerSide<AppRecord>,
): string | undefined {
  if (initialSync === "none") return undefined;
  const outside =
    outsideFilter(mapping, "businessCentral", businessCentral) ??
    outsideFilter(mapping, "dataverse", dataverse);
  return outside === undefined
    ? undefined
    : `${outside} The two were not coupled; with initialSync "none" they are, as they stand.`;
}

/** Named as the person did, whether the records are there or not. */
const refusedPair = (
  { businessCentralId, dataverseId }: Wanted,
  { records }: Found,
  message: string,
): PairWork => {
  const states = statesOf({
    businessCentral: records.businessCentral.get(businessCentralId),
    dataverse: records.dataverse.get(dataverseId),
  });
  const named = { businessCentral: businessCentralId, dataverse: dataverseId };
  return { ...refused(message, pairWork(undefined, states)), named };
};

const statesOf = ({
  businessCentral,
  dataverse,
}: PerSide<AppRecord | undefined>): PerSide<KnownSide> => ({
  businessCentral: stateOf(businessCentral),
  dataverse: stateOf(dataverse),
});

const stateOf = (record: AppRecord | undefined): KnownSide =>
  record === undefined ? { kind: "none" } : { kind: "read", record };

/** Made by this job, in a step that died before it was done. */
export const isOurs = (job: Job, coupling: Coupling | undefined): boolean =>
  coupling?.lastJobId === job.id;

const removedRun = (coupling: Coupling, error: ErrorItem | undefined): PairWork =>
  ended(pairWork(coupling, nowhere, { error }), { kind: "uncoupled" });

/** A request that cannot be carried out. */
export const refused = (message: string, run: PairWork = pairWork(undefined, nowhere)): PairWork =>
  ended(run, { kind: "refused", message });

const unread: PerSide<KnownSide> = {
  businessCentral: { kind: "unchangedSinceBase" },
  dataverse: { kind: "unchangedSinceBase" },
};

const nowhere: PerSide<KnownSide> = {
  businessCentral: { kind: "none" },
  dataverse: { kind: "none" },
};
