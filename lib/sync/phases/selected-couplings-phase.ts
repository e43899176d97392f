import type { CouplingId } from "../../domain/ids.ts";
import type { JobRequest } from "../../domain/job/job-request.ts";
import { ok } from "../../domain/result.ts";
import type { Checkpoint } from "../context/checkpoint.ts";
import type { StepWork } from "../context/step-context.ts";
import type { StepResult } from "../context/step-result.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { gatherCouple } from "../coupling-by-hand/gather-pairs-to-couple.ts";
import { uncoupled } from "../error-actions/validate-action.ts";
import { gatherCouplings, storedRuns } from "../gather/gather-selected.ts";
import { failedOrPaused, interrupted, workThrough } from "../process/process-pairs.ts";

/** Chosen couplings, or couplings to make: a slice of the request's list. */
export async function chosenPiece(
  app: SyncApp,
  work: StepWork,
  request: JobRequest,
  checkpoint: Extract<Checkpoint, { phase: "chosen" }>,
): Promise<StepResult> {
  const end = checkpoint.next + app.settings.recordsPerStep;
  const runs =
    request.kind === "couple"
      ? await gatherCouple(app, work, request.pairs.slice(checkpoint.next, end))
      : await gatherChosen(app, work, request, chosenIds(request).slice(checkpoint.next, end));
  if (!runs.ok) return failedOrPaused(app, runs.failure, checkpoint);
  const worked = await workThrough(app, work, runs.value);
  const stopped = interrupted(app, worked, checkpoint);
  if (stopped !== undefined) return stopped;
  const { tally } = worked;
  return end >= lengthOf(request)
    ? { kind: "done", positions: {}, tally }
    : { kind: "more", checkpoint: { phase: "chosen", next: end, again: 0 }, tally };
}

/** Couplings to synchronize are read; those to remove go as they are. */
async function gatherChosen(
  app: SyncApp,
  work: StepWork,
  request: JobRequest,
  ids: readonly CouplingId[],
): ReturnType<typeof gatherCouplings> {
  if (request.kind !== "uncouple") return gatherCouplings(app, work, ids);
  return ok((await storedRuns(app, work, ids)).map(uncoupled));
}

function chosenIds(request: JobRequest): readonly CouplingId[] {
  if (request.kind === "couplings") return request.ids;
  return request.kind === "uncouple" && "ids" in request.couplings ? request.couplings.ids : [];
}

const lengthOf = (request: JobRequest): number =>
  request.kind === "couple" ? request.pairs.length : chosenIds(request).length;
