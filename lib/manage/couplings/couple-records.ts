import { alreadyCoupled, type Coupling } from "../../domain/coupling.ts";
import { errorKindTable } from "../../domain/error/error-kinds.ts";
import type { MappingName, RecordId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { CoupleRequest, RecordName } from "../../domain/job/job-request.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { ok, type Result } from "../../domain/result.ts";
import { appName, flowsTo, otherSide, type PerSide, type Side, sides } from "../../domain/side.ts";
import { startJob } from "../../sync/jobs/start-job.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, invalid, type ManageFailure } from "../manage-failure.ts";
import { enabledMapping } from "../mappings/start-synchronization.ts";

export interface CoupleAsked {
  readonly mapping: MappingName;
  readonly businessCentralId?: RecordId | undefined;
  /** Instead of the id: the record's number or code. */
  readonly businessCentralKey?: string | undefined;
  readonly dataverseId?: RecordId | undefined;
  /** Instead of the id: the record's whole title. */
  readonly dataverseTitle?: string | undefined;
  /** The side that gets a new record. */
  readonly create?: Side | undefined;
  readonly initialSync?: Side | "none" | undefined;
  readonly preview?: true | undefined;
  readonly requestedBy: string | undefined;
}

/** Couples two records, or one with a new one. The job does it; what can be seen to fail is refused here. */
export async function coupleRecords(
  app: ManageApp,
  asked: CoupleAsked,
): Promise<Result<Job, ManageFailure>> {
  const request = requestOf(asked);
  if (!request.ok) return request;
  const mapping = await enabledMapping(app, asked.mapping);
  if (!mapping.ok) return mapping;
  const written = writtenSide(request.value);
  if (written !== undefined && !flowsTo(mapping.value.direction, written)) {
    return declined("notAllowed", wrongWay(mapping.value, written));
  }
  const inTheWay = await couplingInTheWay(app, asked);
  if (inTheWay !== undefined) return declined("conflict", inTheWay);

  const { preview, requestedBy } = asked;
  const job = await startJob(app, {
    mapping: asked.mapping,
    trigger: "manual",
    request: { kind: "couple", pairs: [request.value] },
    preview,
    requestedBy,
  });
  return ok(job);
}

function requestOf(asked: CoupleAsked): Result<CoupleRequest, ManageFailure> {
  const { create, initialSync } = asked;
  const twice = sides.filter((side) => named[side].every((path) => asked[path] !== undefined));
  if (twice.length > 0) {
    const message = "Name a record by its id or by what it is called, not by both.";
    return invalid(twice.map((side) => ({ path: named[side][1], message })));
  }
  const names = {
    businessCentral: nameOf(asked, "businessCentral"),
    dataverse: nameOf(asked, "dataverse"),
  };
  if (create === undefined) {
    if (names.businessCentral === undefined) return missing("businessCentralId");
    if (names.dataverse === undefined) return missing("dataverseId");
    return ok({
      businessCentralId: names.businessCentral,
      dataverseId: names.dataverse,
      initialSync: initialSync ?? "none",
    });
  }
  const side = otherSide[create];
  const existing = names[side];
  if (existing === undefined) return missing(`${side}Id`);
  const tooMuch = named[create].filter((path) => asked[path] !== undefined);
  if (tooMuch.length > 0) {
    const message = `A new record in ${appName[create]} cannot be named yet. Leave it out, or leave out "create".`;
    return invalid(tooMuch.map((path) => ({ path, message })));
  }
  if (initialSync !== undefined && initialSync !== side) {
    const message = `A new record gets the data of the other side. Leave it out, or say "${side}".`;
    return invalid([{ path: "initialSync", message }]);
  }
  return ok({ side, id: existing, create: true });
}

/** How a request may name a side's record: by its id, or by what people call it. */
const named = {
  businessCentral: ["businessCentralId", "businessCentralKey"],
  dataverse: ["dataverseId", "dataverseTitle"],
} as const satisfies PerSide<readonly (keyof CoupleAsked)[]>;

function nameOf(asked: CoupleAsked, side: Side): RecordName | undefined {
  const called = side === "businessCentral" ? asked.businessCentralKey : asked.dataverseTitle;
  const id = side === "businessCentral" ? asked.businessCentralId : asked.dataverseId;
  return called === undefined ? id : { called };
}

const missing = (path: string) =>
  invalid([
    { path, message: 'Name a record on both sides, or one and the side to "create" the other on.' },
  ]);

function writtenSide(request: CoupleRequest): Side | undefined {
  if ("create" in request) return otherSide[request.side];
  return request.initialSync === "none" ? undefined : otherSide[request.initialSync];
}

const wrongWay = ({ name, direction }: TableMapping, written: Side): string =>
  `Mapping ${name} goes ${direction}: nothing may be written to ${appName[written]}.`;

async function couplingInTheWay(
  app: ManageApp,
  { mapping, businessCentralId, dataverseId }: CoupleAsked,
): Promise<string | undefined> {
  const ids = { businessCentral: businessCentralId, dataverse: dataverseId };
  for (const side of sides) {
    const id = ids[side];
    if (id === undefined) continue;
    const coupling = (await app.store.couplings.bySide(mapping, side, [id])).get(id);
    if (coupling !== undefined && !(await isBroken(app, coupling))) {
      return alreadyCoupled(side, coupling);
    }
  }
  return undefined;
}

/** One that is listed for a record that was deleted or merged gives way; the job looks again whether it is. */
async function isBroken({ store }: ManageApp, { errorId }: Coupling): Promise<boolean> {
  if (errorId === undefined) return false;
  const error = (await store.errors.get([errorId])).get(errorId);
  // A coupling that is listed as ambiguousMatch lost its Dataverse record to a merge.
  return (
    error !== undefined &&
    (errorKindTable[error.kind].brokenSide !== undefined || error.kind === "ambiguousMatch")
  );
}
