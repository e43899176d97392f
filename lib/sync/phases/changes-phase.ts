import { selectionOf } from "../../domain/conversion/selection.ts";
import type { CheckpointOf, Reading } from "../../domain/job/checkpoint.ts";
import type { RequestOf } from "../../domain/job/request-kinds.ts";
import { ok } from "../../domain/result.ts";
import { type PerSide, type Side, sides } from "../../domain/side.ts";
import { isProbe, type StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { gatherChanges } from "../gather/gather-changes.ts";
import { gatherDue } from "../gather/gather-selected.ts";
import { sampleForProbe } from "../process/mass-failure-guard.ts";
import type { Gathered } from "../process/run-piece.ts";

/** Error items whose turn it is; with none left, the changes follow in the same step. */
export async function dueErrorsPiece(
  app: SyncApp,
  work: StepWork,
  request: RequestOf<"dueErrors">,
  checkpoint: CheckpointOf<"dueErrors">,
): Gathered {
  const changes = changesCheckpoint(work, request);
  if (isProbe(work)) return changesPiece(app, work, changes);
  const page = await app.store.errors.due(work.mapping.name, {
    limit: app.settings.recordsPerStep,
    cursor: checkpoint.cursor,
  });
  if (page.items.length === 0) return changesPiece(app, work, changes);
  const runs = await gatherDue(app, work, page.items);
  if (!runs.ok) return runs;
  const { cursor } = page;
  const next = cursor === undefined ? changes : { phase: "dueErrors" as const, cursor, again: 0 };
  return ok({ runs: runs.value, next });
}

type ChangesCheckpoint = CheckpointOf<"changes">;

const changesCheckpoint = (work: StepWork, request: RequestOf<"dueErrors">): ChangesCheckpoint => ({
  phase: "changes",
  businessCentral: startOf(work, request, "businessCentral"),
  dataverse: startOf(work, request, "dataverse"),
  deleted: 0,
  again: 0,
});

/** A cursor that was read for other columns does not know what the new ones hold. */
function startOf(
  { state, entities }: StepWork,
  request: RequestOf<"dueErrors">,
  side: Side,
): Reading {
  const cursor = state.cursors[side];
  return request.kind === "synchronizeChanges" && cursor?.selection === selectionOf(entities[side])
    ? { kind: "cursor", position: cursor.position }
    : { kind: "beginning" };
}

/** The next page of what changed, or of everything, on both sides. */
export async function changesPiece(
  app: SyncApp,
  work: StepWork,
  checkpoint: ChangesCheckpoint,
): Gathered {
  const gathered = await gatherChanges(app, work, checkpoint, checkpoint.deleted);
  if (!gathered.ok) return gathered;
  const repeatAt = () => checkpoint;
  const { runs, next, deleted } = gathered.value;
  const sample = isProbe(work) ? await sampleForProbe(app, work, runs) : ok([]);
  if (!sample.ok) return sample;
  if (sample.value.length > 0) {
    return ok({ runs: sample.value, next: { probe: true, positions: {} }, repeatAt });
  }
  return sides.every((side) => next[side].kind === "done")
    ? ok({ runs, next: { positions: positionsOf(next) }, repeatAt })
    : ok({ runs, next: { phase: "changes", ...next, deleted, again: 0 }, repeatAt });
}

const positionsOf = (readings: PerSide<Reading>): Readonly<Partial<Record<Side, string>>> =>
  Object.fromEntries(
    sides.flatMap((side) => {
      const reading = readings[side];
      return reading.kind === "done" && reading.position !== undefined
        ? [[side, reading.position]]
        : [];
    }),
  );
