import { leadsToOneOf } from "../../domain/conversion/lookup.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { FieldName } from "../../domain/ids.ts";
import type { JobRequest } from "../../domain/job/job-request.ts";
import type { LookupField, TableMapping } from "../../domain/mapping/mapping.ts";
import { ok, type Result } from "../../domain/result.ts";
import { otherSide, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { startJob } from "../jobs/start-job.ts";
import { readRecords } from "../observe/read-records.ts";
import type { PairWork } from "../pair/pair.ts";

type Relink = Extract<JobRequest, { kind: "relink" }>;

/**
 * A21: records that were created again have new ids. The mappings whose lookups led to the lost ones
 * get a job each that sends those links again; their own worker group changes their couplings. They
 * are asked for before the new pairs are stored, so that no crash forgets them, and wait for this job.
 */
export async function startRelinking(
  app: Pick<SyncApp, "store" | "queue" | "clock" | "ids">,
  { job }: StepWork,
  runs: readonly PairWork[],
): Promise<void> {
  const restored = runs.flatMap(restoredIn);
  if (restored.length === 0) return;
  const mappings = await app.store.mappings.all();
  for (const { mapping } of mappings) {
    if (lookupsTo(mapping, job.mapping).length === 0) continue;
    await startJob(app, {
      mapping: mapping.name,
      trigger: job.trigger,
      requestedBy: job.requestedBy,
      request: { kind: "relink", mapping: job.mapping, restored },
      after: [job.id],
    });
  }
}

function restoredIn({ stored, coupling }: PairWork): Relink["restored"] {
  if (stored === undefined || coupling === undefined) return [];
  return sides
    .filter((side) => stored.ids[side] !== coupling.ids[side])
    .map((side) => ({
      side,
      lostId: stored.ids[side],
      survivorId: stored.ids[otherSide[side]],
    }));
}

const lookupsTo = (
  { fields }: TableMapping,
  target: TableMapping["name"],
): readonly LookupField[] =>
  fields.filter(
    (field): field is LookupField =>
      field.kind === "lookup" && field.enabled && field.mapping === target,
  );

/** The couplings whose links led to a lost record: read, and decided on as if the link had never been agreed on. */
export async function relinked(
  app: Pick<SyncApp, "apps">,
  work: StepWork,
  request: Relink,
  runs: readonly PairWork[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  const lost = new Set(request.restored.map(({ lostId }) => lostId.toLowerCase()));
  const fields = lookupsTo(work.mapping, request.mapping).map(({ name }) => name);
  const broken = runs.flatMap((run) => withoutLost(run, fields, lost));
  if (broken.length === 0) return ok([]);
  return readRecords(
    app,
    work,
    broken.map((run) => ({ run, sides })),
  );
}

function withoutLost(
  run: PairWork,
  fields: readonly FieldName[],
  lost: ReadonlySet<string>,
): readonly PairWork[] {
  const { coupling } = run;
  const broken = fields.filter((field) => leadsToOneOf(lost, coupling?.base[field]));
  if (coupling === undefined || broken.length === 0) return [];
  const kept = Object.entries(coupling.base).filter(
    ([field]) => !broken.some((one) => one === field),
  );
  return [{ ...run, coupling: { ...coupling, base: Object.fromEntries(kept) } }];
}
