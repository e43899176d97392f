import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Checkpoint } from "../../domain/job/checkpoint.ts";
import type { Result } from "../../domain/result.ts";
import type { StepWork } from "../context/step-context.ts";
import type { StepResult } from "../context/step-result.ts";
import type { SyncApp } from "../context/sync-app.ts";
import type { PairWork } from "../pair/pair.ts";
import type { PairResults } from "./count-results.ts";
import { lookThrough } from "./dry-run.ts";
import { failedOrPaused, interrupted, workThrough } from "./process-pairs.ts";

type Done = Extract<StepResult, { kind: "done" }>;

/** What a phase gathered for one step. */
export interface Piece {
  readonly runs: readonly PairWork[];
  /** Where the job goes on, or what its end tells. */
  readonly next: Checkpoint | Omit<Done, "kind" | "tally">;
  /** Where a repeat begins when answers are missing; as the step did unless told. */
  readonly repeatAt?: ((worked: PairResults) => Checkpoint) | undefined;
  /** The pairs are compared, and nothing is written. */
  readonly onlyLooks?: boolean;
}

/** Failures of an app as a whole: nothing was gathered. */
export type Gathered = Promise<Result<Piece, AppFailure>>;

/** Works through what a phase gathered, and says how the job goes on. The same for all phases. */
export async function runPiece(
  app: SyncApp,
  work: StepWork,
  checkpoint: Checkpoint,
  gathered: Gathered,
): Promise<StepResult> {
  const piece = await gathered;
  if (!piece.ok) return failedOrPaused(app, piece.failure, checkpoint);
  const { runs, next, repeatAt, onlyLooks } = piece.value;
  const worked = await (onlyLooks === true ? lookThrough : workThrough)(app, work, runs);
  const stopped = interrupted(app, worked, repeatAt?.(worked) ?? checkpoint);
  if (stopped !== undefined) return stopped;
  const { tally } = worked;
  return "phase" in next
    ? { kind: "more", checkpoint: next, tally }
    : { kind: "done", ...next, tally };
}
