import type { CouplingId } from "../../domain/ids.ts";
import type { Checkpoint } from "../../domain/job/checkpoint.ts";
import type { RequestOf } from "../../domain/job/request-kinds.ts";
import { ok } from "../../domain/result.ts";
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
  request: RequestOf<"selectedCouplings">,
  checkpoint: Extract<Checkpoint, { phase: "selectedCouplings" }>,
): Promise<StepResult> {
  const end = checkpoint.next + app.settings.recordsPerStep;
  const runs =
    request.kind === "couple"
      ? await gatherCouple(app, work, request.pairs.slice(checkpoint.next, end))
      : await gatherChosen(app, work, request, request.ids.slice(checkpoint.next, end));
  if (!runs.ok) return failedOrPaused(app, runs.failure, checkpoint);
  const worked = await workThrough(app, work, runs.value);
  const stopped = interrupted(app, worked, checkpoint);
  if (stopped !== undefined) return stopped;
  const { tally } = worked;
  return end >= lengthOf(request)
    ? { kind: "done", positions: {}, tally }
    : { kind: "more", checkpoint: { phase: "selectedCouplings", next: end, again: 0 }, tally };
}

/** Couplings to synchronize are read; those to remove go as they are. */
async function gatherChosen(
  app: SyncApp,
  work: StepWork,
  { kind }: RequestOf<"selectedCouplings">,
  ids: readonly CouplingId[],
): ReturnType<typeof gatherCouplings> {
  if (kind !== "uncouple") return gatherCouplings(app, work, ids);
  return ok((await storedRuns(app, work, ids)).map(uncoupled));
}

const lengthOf = (request: RequestOf<"selectedCouplings">): number =>
  request.kind === "couple" ? request.pairs.length : request.ids.length;
