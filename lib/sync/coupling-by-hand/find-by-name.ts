import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { CoupleById, CoupleRequest, RecordName } from "../../domain/job/job-request.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { appName, type PerSide, type Side } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { textOf } from "../pair/titles.ts";

/** Requests whose records are known, and why those of the others are not. */
export interface FoundById {
  readonly requests: readonly CoupleById[];
  readonly unclear: readonly string[];
}

type Deps = Pick<SyncApp, "apps">;

/** K12: people couple by number and name; which record is meant must be certain. */
export async function findCalled(
  app: Deps,
  work: StepWork,
  requests: readonly CoupleRequest[],
): Promise<Result<FoundById, AppFailure>> {
  const [businessCentral, dataverse] = await Promise.all([
    recordsCalled(app, work, "businessCentral", requests),
    recordsCalled(app, work, "dataverse", requests),
  ]);
  if (!businessCentral.ok) return businessCentral;
  if (!dataverse.ok) return dataverse;
  const called = { businessCentral: businessCentral.value, dataverse: dataverse.value };
  const found = requests.map((request) => withIds(work.mapping, called, request));
  return ok({
    requests: found.flatMap((one) => (one.ok ? [one.value] : [])),
    unclear: found.flatMap((one) => (one.ok ? [] : [one.failure])),
  });
}

interface Called {
  readonly id: RecordId;
  readonly name: string;
}

async function recordsCalled(
  { apps }: Deps,
  { mapping, entities }: StepWork,
  side: Side,
  requests: readonly CoupleRequest[],
): Promise<Result<readonly Called[], AppFailure>> {
  const names = requests.flatMap((request) => {
    const name = nameOn(side, request);
    return typeof name === "object" ? [name.called] : [];
  });
  if (names.length === 0) return ok([]);
  const column = nameColumn(mapping, side);
  // Business Central keeps codes in capitals, and heeds the case.
  const spellings = names.flatMap((name) => [name, name.toUpperCase()]);
  const records = await apps[side].findByValues(entities[side], column, spellings);
  if (!records.ok) return records;
  return ok(records.value.map(({ id, fields }) => ({ id, name: textOf(fields[column]) })));
}

function nameOn(side: Side, request: CoupleRequest): RecordName | undefined {
  if ("create" in request) return request.side === side ? request.id : undefined;
  return side === "businessCentral" ? request.businessCentralId : request.dataverseId;
}

/** What people call a record by: its number or code in Business Central, its title in Dataverse. */
const nameColumn = ({ businessCentral, dataverse }: TableMapping, side: Side): string =>
  side === "businessCentral" ? businessCentral.key : dataverse.title;

function withIds(
  mapping: TableMapping,
  called: PerSide<readonly Called[]>,
  request: CoupleRequest,
): Result<CoupleById, string> {
  const idOf = (side: Side, name: RecordName): Result<RecordId, string> =>
    typeof name === "object" ? theOne(mapping, side, name.called, called[side]) : ok(name);
  if ("create" in request) {
    const id = idOf(request.side, request.id);
    return id.ok ? ok({ ...request, id: id.value }) : id;
  }
  const businessCentralId = idOf("businessCentral", request.businessCentralId);
  if (!businessCentralId.ok) return businessCentralId;
  const dataverseId = idOf("dataverse", request.dataverseId);
  if (!dataverseId.ok) return dataverseId;
  return ok({
    ...request,
    businessCentralId: businessCentralId.value,
    dataverseId: dataverseId.value,
  });
}

/** At most this number are named where a name is not one record's alone. */
const mostNamed = 5;

function theOne(
  mapping: TableMapping,
  side: Side,
  name: string,
  called: readonly Called[],
): Result<RecordId, string> {
  const sought = name.toUpperCase();
  const ids = called.flatMap((one) => (one.name.toUpperCase() === sought ? [one.id] : []));
  const [id, ...others] = ids;
  const about = `${appName[side]} has`;
  const whose = `whose ${nameColumn(mapping, side)} is "${name}"`;
  if (id === undefined) return failed(`${about} no record ${whose}.`);
  if (others.length === 0) return ok(id);
  const some = ids.slice(0, mostNamed).join(", ");
  return failed(`${about} ${ids.length} records ${whose} (${some}). Name one by its id.`);
}
