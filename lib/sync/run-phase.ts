import { JobRequest } from "../domain/job/job-request.ts";
import { Checkpoint } from "./context/checkpoint.ts";
import type { StepWork } from "./context/step-context.ts";
import type { StepResult } from "./context/step-result.ts";
import type { SyncApp } from "./context/sync-app.ts";
import { walkPiece } from "./phases/all-couplings-phase.ts";
import { changesPiece, duePiece } from "./phases/changes-phase.ts";
import { matchPiece } from "./phases/match-phase.ts";
import { chosenPiece } from "./phases/selected-couplings-phase.ts";
import { listedPiece } from "./phases/selected-errors-phase.ts";
import { alonePiece } from "./phases/uncoupled-errors-phase.ts";
import { addTallies } from "./process/count-results.ts";
import { recoverIntents } from "./process/recover-creates.ts";

/** One bounded piece of a job: at first what an earlier try left open, then the job's next page. */
export async function jobStep(app: SyncApp, work: StepWork): Promise<StepResult> {
  const request = JobRequest.parse(work.job.request);
  const { checkpoint: stored } = work.job;
  const checkpoint = stored === undefined ? firstCheckpoint(request) : Checkpoint.parse(stored);
  if (work.job.preview === true) return nextPiece(app, work, request, checkpoint);
  const recovered = await recoverIntents(app, work, checkpoint);
  if ("result" in recovered) return recovered.result;
  const known = { ...work, recovered: recovered.resolved };
  const result = await nextPiece(app, known, request, checkpoint);
  return { ...result, tally: addTallies(recovered.tally, result.tally) };
}

function firstCheckpoint(request: JobRequest): Checkpoint {
  switch (request.kind) {
    case "changes":
    case "everything":
      return { phase: "due", again: 0 };
    case "couplings":
    case "couple":
      return { phase: "chosen", next: 0, again: 0 };
    case "match":
      return { phase: "match", next: 0, again: 0 };
    case "resolve":
    case "retry":
    case "restore":
    case "delete":
    case "removeCoupling":
      return { phase: "listed", next: 0, again: 0 };
    case "uncouple":
      return "ids" in request.couplings
        ? { phase: "chosen", next: 0, again: 0 }
        : { phase: "walk", passed: 0, again: 0 };
    case "everyCoupling":
    case "findDeleted":
    case "verify":
    case "relink":
      return { phase: "walk", passed: 0, again: 0 };
  }
}

function nextPiece(
  app: SyncApp,
  work: StepWork,
  request: JobRequest,
  checkpoint: Checkpoint,
): Promise<StepResult> {
  switch (checkpoint.phase) {
    case "due":
      return duePiece(app, work, request, checkpoint);
    case "changes":
      return changesPiece(app, work, checkpoint);
    case "chosen":
      return chosenPiece(app, work, request, checkpoint);
    case "listed":
      return listedPiece(app, work, request, checkpoint);
    case "match":
      return matchPiece(app, work, request, checkpoint);
    case "walk":
      return walkPiece(app, work, request, checkpoint);
    case "alone":
      return alonePiece(app, work, checkpoint);
  }
}
