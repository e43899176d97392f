import { selectionOf } from "../../domain/conversion/selection.ts";
import type { Checkpoint, Reading } from "../../domain/job/checkpoint.ts";
import type { RequestOf } from "../../domain/job/request-kinds.ts";
import { ok } from "../../domain/result.ts";
import { type PerSide, type Side, sides } from "../../domain/side.ts";
import { isProbe, type StepWork } from "../context/step-context.ts";
import type { StepResult } from "../context/step-result.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { gatherChanges } from "../gather/gather-changes.ts";
import { gatherDue } from "../gather/gather-selected.ts";
import { sampleForProbe } from "../process/mass-failure-guard.ts";
import { failedOrPaused, interrupted, workThrough } from "../process/process-pairs.ts";

/** Error items whose turn it is; with none left, the changes follow in the same step. */
export async function duePiece(
  app: SyncApp,
  work: StepWork,
  request: RequestOf<"dueErrors">,
  checkpoint: Extract<Checkpoint, { phase: "dueErrors" }>,
): Promise<StepResult> {
  if (isProbe(work)) return changesPiece(app, work, changesCheckpoint(work, request));
  const page = await app.store.errors.due(work.mapping.name, {
    limit: app.settings.recordsPerStep,
    cursor: checkpoint.cursor,
  });
  const changes = changesCheckpoint(work, request);
  if (page.items.length === 0) return changesPiece(app, work, changes);
  const runs = await gatherDue(app, work, page.items);
  if (!runs.ok) return failedOrPaused(app, runs.failure, checkpoint);
  const worked = await workThrough(app, work, runs.value);
  const next: Checkpoint =
    page.cursor === undefined ? changes : { phase: "dueErrors", cursor: page.cursor, again: 0 };
  return (
    interrupted(app, worked, checkpoint) ?? { kind: "more", checkpoint: next, tally: worked.tally }
  );
}

type ChangesCheckpoint = Extract<Checkpoint, { phase: "changes" }>;

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
): Promise<StepResult> {
  const gathered = await gatherChanges(app, work, checkpoint, checkpoint.deleted);
  if (!gathered.ok) return failedOrPaused(app, gathered.failure, checkpoint);
  const handful = isProbe(work) ? await sampleForProbe(app, work, gathered.value.runs) : ok([]);
  if (!handful.ok) return failedOrPaused(app, handful.failure, checkpoint);
  const hasSample = handful.value.length > 0;
  const worked = await workThrough(app, work, hasSample ? handful.value : gathered.value.runs);
  const stopped = interrupted(app, worked, checkpoint);
  if (stopped !== undefined) return stopped;
  if (hasSample) return { kind: "done", probe: true, positions: {}, tally: worked.tally };
  const { next, deleted } = gathered.value;
  return sides.every((side) => next[side].kind === "done")
    ? { kind: "done", positions: positionsOf(next), tally: worked.tally }
    : {
        kind: "more",
        checkpoint: { phase: "changes", ...next, deleted, again: 0 },
        tally: worked.tally,
      };
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
