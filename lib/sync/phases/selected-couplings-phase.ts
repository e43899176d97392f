import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { CouplingId } from "../../domain/ids.ts";
import type { CheckpointOf } from "../../domain/job/checkpoint.ts";
import type { RequestOf } from "../../domain/job/request-kinds.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { gatherCouple } from "../coupling-by-hand/gather-pairs-to-couple.ts";
import { uncoupled } from "../error-actions/validate-action.ts";
import { gatherCouplings, storedRuns } from "../gather/gather-selected.ts";
import type { PairWork } from "../pair/pair.ts";
import type { Gathered } from "../process/run-piece.ts";

/** Chosen couplings, or couplings to make: a slice of the request's list. */
export async function selectedCouplingsPiece(
  app: SyncApp,
  work: StepWork,
  request: RequestOf<"selectedCouplings">,
  checkpoint: CheckpointOf<"selectedCouplings">,
): Gathered {
  const end = checkpoint.next + app.settings.recordsPerStep;
  const runs =
    request.kind === "couple"
      ? await gatherCouple(app, work, request.pairs.slice(checkpoint.next, end))
      : await gatherChosen(app, work, request, request.ids.slice(checkpoint.next, end));
  if (!runs.ok) return runs;
  const next =
    end >= lengthOf(request)
      ? { positions: {} }
      : { phase: "selectedCouplings" as const, next: end, again: 0 };
  return ok({ runs: runs.value, next });
}

/** Couplings to synchronize are read; those to remove go as they are. */
async function gatherChosen(
  app: SyncApp,
  work: StepWork,
  { kind }: RequestOf<"selectedCouplings">,
  ids: readonly CouplingId[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  if (kind !== "uncouple") return gatherCouplings(app, work, ids);
  return ok((await storedRuns(app, work, ids)).map(uncoupled));
}

const lengthOf = (request: RequestOf<"selectedCouplings">): number =>
  request.kind === "couple" ? request.pairs.length : request.ids.length;
