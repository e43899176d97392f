import type { Coupling } from "../../domain/coupling.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import { deletedKind } from "../../domain/error/error-kinds.ts";
import type { Checkpoint } from "../../domain/job/checkpoint.ts";
import type { RequestOf } from "../../domain/job/request-kinds.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { StepResult } from "../context/step-result.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { uncoupled } from "../error-actions/validate-action.ts";
import { couplingRuns, readBoth, unlessSkipped } from "../gather/gather-selected.ts";
import { tooManyMissing } from "../pair/deletion-guard.ts";
import type { PairWork } from "../pair/pair.ts";
import { lookThrough } from "../process/dry-run.ts";
import { failedOrPaused, interrupted, workThrough } from "../process/process-pairs.ts";
import { relinked } from "../process/relink.ts";

type Walk = Extract<Checkpoint, { phase: "allCouplings" }>;
type Runs = Promise<Result<readonly PairWork[], AppFailure>>;

/** The next page of the mapping's couplings, for what concerns all of them. */
export async function walkPiece(
  app: SyncApp,
  work: StepWork,
  request: RequestOf<"allCouplings">,
  checkpoint: Walk,
): Promise<StepResult> {
  const { mapping } = work;
  const page = await app.store.couplings.list(
    { mapping: mapping.name },
    { limit: app.settings.recordsPerStep, cursor: checkpoint.cursor },
  );
  if (!page.ok) throw new Error(`The place in the couplings of ${mapping.name} was lost`);
  const runs = await runsOf(app, work, request, page.value.items);
  if (!runs.ok) return failedOrPaused(app, runs.failure, checkpoint);
  const worked = await (request.kind === "verify" ? lookThrough : workThrough)(
    app,
    work,
    runs.value,
  );
  const stopped = interrupted(app, worked, checkpoint);
  if (stopped !== undefined) return stopped;
  const { tally } = worked;
  const { cursor, items } = page.value;
  const passed = checkpoint.passed + items.length;
  if (cursor !== undefined) {
    return { kind: "more", checkpoint: { phase: "allCouplings", cursor, passed, again: 0 }, tally };
  }
  return request.kind === "findDeleted"
    ? { kind: "more", checkpoint: { phase: "uncoupledErrors", passed, again: 0 }, tally }
    : { kind: "done", positions: {}, couplings: passed, tally };
}

async function runsOf(
  app: SyncApp,
  work: StepWork,
  request: RequestOf<"allCouplings">,
  couplings: readonly Coupling[],
): Runs {
  const runs = await couplingRuns(app, couplings);
  switch (request.kind) {
    case "uncoupleAll":
      return ok(runs.map(uncoupled));
    case "findDeleted":
      return brokenRuns(app, work, runs);
    case "verify":
      return readBoth(app, work, runs);
    case "synchronizeAllCouplings":
      return openRuns(app, work, runs);
    case "relink":
      return relinked(app, work, request, runs);
  }
}

/**
 * A20: coupled records that are gone in either app, asked for by id: one that merely left the
 * mapping's filter is still there. What is listed as just that already stays as it is.
 */
async function brokenRuns(app: SyncApp, work: StepWork, runs: readonly PairWork[]): Runs {
  const read = await readGuarded(app, work, runs);
  return read.ok ? ok(read.value.filter(isBroken).filter((run) => !isListedSo(run))) : read;
}

/** Pairs to synchronize, but for those that wait for a person. */
async function openRuns(app: SyncApp, work: StepWork, runs: readonly PairWork[]): Runs {
  const read = await readGuarded(app, work, runs);
  return read.ok ? ok(read.value.map(unlessSkipped)) : read;
}

/** An app that suddenly shows few of the records is not taken at its word. */
async function readGuarded(app: SyncApp, work: StepWork, runs: readonly PairWork[]): Runs {
  const read = await readBoth(app, work, runs);
  if (!read.ok) return read;
  for (const side of sides) {
    const missing = read.value.filter(({ states }) => states[side].kind === "deleted").length;
    const guard = tooManyMissing(work, side, missing, read.value.length);
    if (guard !== undefined) return failed(guard);
  }
  return read;
}

const isBroken = ({ states }: PairWork): boolean =>
  sides.some((side) => states[side].kind === "deleted");

/** Not when the other record is gone as well by now, or in its place. */
const isListedSo = ({ states, error }: PairWork): boolean =>
  sides.every((side) => (states[side].kind === "deleted") === (error?.kind === deletedKind[side]));
