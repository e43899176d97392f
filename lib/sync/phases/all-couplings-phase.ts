import type { Coupling } from "../../domain/coupling.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import { deletedKind } from "../../domain/error/error-kinds.ts";
import type { CheckpointOf } from "../../domain/job/checkpoint.ts";
import type { RequestOf } from "../../domain/job/request-kinds.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { uncoupled } from "../error-actions/validate-action.ts";
import { couplingRuns, readBoth, unlessSkipped } from "../gather/gather-selected.ts";
import { tooManyMissing } from "../pair/deletion-guard.ts";
import type { PairWork } from "../pair/pair.ts";
import { relinked } from "../process/relink.ts";
import type { Gathered, Piece } from "../process/run-piece.ts";

type Runs = Promise<Result<readonly PairWork[], AppFailure>>;

/** The next page of the mapping's couplings, for what concerns all of them. */
export async function allCouplingsPiece(
  app: SyncApp,
  work: StepWork,
  request: RequestOf<"allCouplings">,
  checkpoint: CheckpointOf<"allCouplings">,
): Gathered {
  const { mapping } = work;
  const page = await app.store.couplings.list(
    { mapping: mapping.name },
    { limit: app.settings.recordsPerStep, cursor: checkpoint.cursor },
  );
  if (!page.ok) throw new Error(`The place in the couplings of ${mapping.name} was lost`);
  const { cursor, items } = page.value;
  const runs = await runsOf(app, work, request, items);
  if (!runs.ok) return runs;
  const passed = checkpoint.passed + items.length;
  const next =
    cursor === undefined
      ? afterLast(request, passed)
      : { phase: "allCouplings" as const, cursor, passed, again: 0 };
  return ok({ runs: runs.value, next, onlyLooks: request.kind === "verify" });
}

const afterLast = ({ kind }: RequestOf<"allCouplings">, passed: number): Piece["next"] =>
  kind === "findDeleted"
    ? { phase: "uncoupledErrors", passed, again: 0 }
    : { positions: {}, couplings: passed };

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
