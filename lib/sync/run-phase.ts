import type { Checkpoint, CheckpointOf, Phase } from "../domain/job/checkpoint.ts";
import { requestKinds } from "../domain/job/request-kinds.ts";
import type { StepWork } from "./context/step-context.ts";
import type { StepResult } from "./context/step-result.ts";
import type { SyncApp } from "./context/sync-app.ts";
import { addTallies } from "./context/tally.ts";
import { allCouplingsPiece } from "./phases/all-couplings-phase.ts";
import { changesPiece, dueErrorsPiece } from "./phases/changes-phase.ts";
import { matchPiece } from "./phases/match-phase.ts";
import { selectedCouplingsPiece } from "./phases/selected-couplings-phase.ts";
import { selectedErrorsPiece } from "./phases/selected-errors-phase.ts";
import { uncoupledErrorsPiece } from "./phases/uncoupled-errors-phase.ts";
import { recoverIntents } from "./process/recover-creates.ts";
import { type Gathered, runPiece } from "./process/run-piece.ts";

/** One bounded piece of a job: at first what an earlier try left open, then the job's next page. */
export async function jobStep(app: SyncApp, work: StepWork): Promise<StepResult> {
  const { job } = work;
  const checkpoint = job.checkpoint ?? beginnings[requestKinds[job.request.kind].firstPhase];
  if (job.preview === true) {
    return runPiece(app, work, checkpoint, gatherPiece(app, work, checkpoint));
  }
  const recovered = await recoverIntents(app, work, checkpoint);
  if ("result" in recovered) return recovered.result;
  const known = { ...work, recovered: recovered.resolved };
  const result = await runPiece(app, known, checkpoint, gatherPiece(app, known, checkpoint));
  return { ...result, tally: addTallies(recovered.tally, result.tally) };
}

type FirstPhase = (typeof requestKinds)[keyof typeof requestKinds]["firstPhase"];

const beginnings: { readonly [P in FirstPhase]: CheckpointOf<P> } = {
  dueErrors: { phase: "dueErrors", again: 0 },
  selectedErrors: { phase: "selectedErrors", next: 0, again: 0 },
  selectedCouplings: { phase: "selectedCouplings", next: 0, again: 0 },
  allCouplings: { phase: "allCouplings", passed: 0, again: 0 },
  match: { phase: "match", next: 0, again: 0 },
};

function gatherPiece(app: SyncApp, work: StepWork, checkpoint: Checkpoint): Gathered {
  const { request } = work.job;
  switch (request.kind) {
    case "synchronizeChanges":
    case "synchronizeAll":
      return isAt("changes", checkpoint)
        ? changesPiece(app, work, checkpoint)
        : dueErrorsPiece(app, work, request, placeIn("dueErrors", checkpoint));
    case "synchronizeErrors":
    case "retry":
    case "restore":
    case "delete":
    case "removeCoupling":
      return selectedErrorsPiece(app, work, request, placeIn("selectedErrors", checkpoint));
    case "couple":
    case "synchronizeCouplings":
    case "uncouple":
      return selectedCouplingsPiece(app, work, request, placeIn("selectedCouplings", checkpoint));
    case "match":
      return matchPiece(app, work, request, placeIn("match", checkpoint));
    case "synchronizeAllCouplings":
    case "uncoupleAll":
    case "findDeleted":
    case "verify":
    case "relink":
      return isAt("uncoupledErrors", checkpoint)
        ? uncoupledErrorsPiece(app, work, checkpoint)
        : allCouplingsPiece(app, work, request, placeIn("allCouplings", checkpoint));
  }
}

/** A checkpoint of another phase than the request has would tell nothing: the work begins anew. */
const placeIn = <P extends FirstPhase>(phase: P, checkpoint: Checkpoint): CheckpointOf<P> =>
  isAt(phase, checkpoint) ? checkpoint : beginnings[phase];

const isAt = <P extends Phase>(phase: P, checkpoint: Checkpoint): checkpoint is CheckpointOf<P> =>
  checkpoint.phase === phase;
