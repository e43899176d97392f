import type { Coupling } from "../domain/coupling.ts";
import type { AppFailure } from "../domain/failure.ts";
import type { RecordId } from "../domain/ids.ts";
import type { CoupleRequest } from "../domain/job-request.ts";
import type { AppRecord } from "../domain/record.ts";
import { ok, type Result } from "../domain/result.ts";
import { appName, otherSide, type PerSide, type Side } from "../domain/side.ts";
import { draftCoupling } from "./draft-coupling.ts";
import { singleRun } from "./gather-changes.ts";
import { ended, type PairRun, pairRun } from "./pair-run.ts";
import type { StepWork } from "./step-work.ts";
import type { SyncApp } from "./sync-app.ts";

interface Found {
  readonly records: PerSide<ReadonlyMap<RecordId, AppRecord>>;
  readonly couplings: PerSide<ReadonlyMap<RecordId, Coupling>>;
}

/** Couplings to make by hand: both records are read, and a coupling that is in the way is named. */
export async function gatherCouple(
  { store, apps }: Pick<SyncApp, "store" | "apps">,
  { mapping, entities }: StepWork,
  requests: readonly CoupleRequest[],
): Promise<Result<readonly PairRun[], AppFailure>> {
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
  const found: Found = {
    records: { businessCentral: businessCentral.value, dataverse: dataverse.value },
    couplings: { businessCentral: byBusinessCentral, dataverse: byDataverse },
  };
  return ok(
    requests.map((request) =>
      "create" in request ? createRun(request, found) : coupleRun(mapping, request, found),
    ),
  );
}

const idsOn = (side: Side, requests: readonly CoupleRequest[]): readonly RecordId[] =>
  requests.flatMap((request) => {
    if ("create" in request) return request.side === side ? [request.id] : [];
    return [side === "businessCentral" ? request.businessCentralId : request.dataverseId];
  });

function createRun(
  { side, id }: Extract<CoupleRequest, { create: true }>,
  { records, couplings }: Found,
): PairRun {
  const record = records[side].get(id);
  if (record === undefined) return refused(`${appName[side]} has no record ${id}.`);
  const taken = couplings[side].get(id);
  if (taken !== undefined) return refused(inTheWay(side, taken), singleRun(side, record));
  return singleRun(side, record, { createAsked: true });
}

function coupleRun(
  mapping: StepWork["mapping"],
  request: Exclude<CoupleRequest, { create: true }>,
  { records, couplings }: Found,
): PairRun {
  const businessCentral = records.businessCentral.get(request.businessCentralId);
  const dataverse = records.dataverse.get(request.dataverseId);
  if (businessCentral === undefined) {
    return refused(`Business Central has no record ${request.businessCentralId}.`);
  }
  if (dataverse === undefined) return refused(`Dataverse has no record ${request.dataverseId}.`);
  const taken = couplings.businessCentral.get(businessCentral.id);
  if (taken !== undefined) return refused(inTheWay("businessCentral", taken));
  const other = couplings.dataverse.get(dataverse.id);
  if (other !== undefined) return refused(inTheWay("dataverse", other));
  return pairRun(
    draftCoupling(mapping, businessCentral, dataverse),
    {
      businessCentral: { kind: "read", record: businessCentral },
      dataverse: { kind: "read", record: dataverse },
    },
    {
      force: request.initialSync === "none" ? undefined : { use: request.initialSync },
      coupleOnly: request.initialSync === "none",
      done: [{ side: "businessCentral", outcome: "coupled", changes: [] }],
    },
  );
}

const inTheWay = (side: Side, { id, title, businessCentralId, dataverseId }: Coupling): string =>
  `The record in ${appName[side]} is already coupled: "${title}" (${id}) couples it with ${
    side === "businessCentral" ? dataverseId : businessCentralId
  } in ${appName[otherSide[side]]}. Delete that coupling first.`;

const nothing: PairRun = pairRun(undefined, {
  businessCentral: { kind: "none" },
  dataverse: { kind: "none" },
});

const refused = (message: string, run: PairRun = nothing): PairRun =>
  ended(run, { kind: "refused", message });
