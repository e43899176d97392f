import { selectionOf } from "../domain/entity-of.ts";
import { JobRequest } from "../domain/job-request.ts";
import { type PerSide, type Side, sides } from "../domain/side.ts";
import { Checkpoint, type Reading } from "./checkpoint.ts";
import { gatherChanges } from "./gather-changes.ts";
import { gatherCouplings, gatherDue } from "./gather-chosen.ts";
import { gatherCouple } from "./gather-couple.ts";
import { recoverIntent } from "./recover.ts";
import type { StepResult } from "./step-result.ts";
import type { StepWork } from "./step-work.ts";
import type { SyncApp } from "./sync-app.ts";
import { addTallies, noTally, type Tally } from "./tally.ts";
import { failedOrPaused, interrupted, workThrough } from "./work-through.ts";

/** One bounded piece of a job: at first what an earlier try left open, then the job's next page. */
export async function synchronizeStep(app: SyncApp, work: StepWork): Promise<StepResult> {
  const request = JobRequest.parse(work.job.request);
  const { checkpoint: stored } = work.job;
  const checkpoint = stored === undefined ? firstCheckpoint(request) : Checkpoint.parse(stored);
  const recovered = await recoverIntents(app, work, checkpoint);
  if ("result" in recovered) return recovered.result;
  const result = await nextPiece(app, work, request, checkpoint);
  return { ...result, tally: addTallies(recovered.tally, result.tally) };
}

const firstCheckpoint = (request: JobRequest): Checkpoint => {
  switch (request.kind) {
    case "changes":
    case "everything":
      return { phase: "due", again: 0 };
    case "couplings":
    case "couple":
      return { phase: "chosen", next: 0, again: 0 };
  }
};

/** W4: creates whose answers got lost are looked into before anything is created again. */
async function recoverIntents(
  app: SyncApp,
  work: StepWork,
  checkpoint: Checkpoint,
): Promise<{ readonly tally: Tally } | { readonly result: StepResult }> {
  let tally = noTally;
  for (const intent of await app.store.intents.open(work.mapping.name)) {
    const runs = await recoverIntent(app, work.mapping, intent);
    if (!runs.ok) return { result: failedOrPaused(app, runs.failure, checkpoint, tally) };
    const worked = await workThrough(app, work, runs.value);
    tally = addTallies(tally, worked.tally);
    const stopped = interrupted(app, { ...worked, tally }, checkpoint);
    if (stopped !== undefined) return { result: stopped };
    await app.store.intents.remove(intent);
  }
  return { tally };
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
  }
}

/** Error items whose turn it is; with none left, the changes follow in the same step. */
async function duePiece(
  app: SyncApp,
  work: StepWork,
  request: JobRequest,
  checkpoint: Extract<Checkpoint, { phase: "due" }>,
): Promise<StepResult> {
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
    page.cursor === undefined ? changes : { phase: "due", cursor: page.cursor, again: 0 };
  return (
    interrupted(app, worked, checkpoint) ?? { kind: "more", checkpoint: next, tally: worked.tally }
  );
}

type ChangesCheckpoint = Extract<Checkpoint, { phase: "changes" }>;

const changesCheckpoint = (work: StepWork, request: JobRequest): ChangesCheckpoint => ({
  phase: "changes",
  businessCentral: startOf(work, request, "businessCentral"),
  dataverse: startOf(work, request, "dataverse"),
  again: 0,
});

/** A cursor that was read for other columns does not know what the new ones hold. */
function startOf({ state, entities }: StepWork, request: JobRequest, side: Side): Reading {
  const cursor = state.cursors[side];
  return request.kind === "changes" && cursor?.selection === selectionOf(entities[side])
    ? { kind: "cursor", position: cursor.position }
    : { kind: "beginning" };
}

async function changesPiece(
  app: SyncApp,
  work: StepWork,
  checkpoint: ChangesCheckpoint,
): Promise<StepResult> {
  const gathered = await gatherChanges(app, work, checkpoint);
  if (!gathered.ok) return failedOrPaused(app, gathered.failure, checkpoint);
  const worked = await workThrough(app, work, gathered.value.runs);
  const stopped = interrupted(app, worked, checkpoint);
  if (stopped !== undefined) return stopped;
  const { next } = gathered.value;
  return sides.every((side) => next[side].kind === "done")
    ? { kind: "done", positions: positionsOf(next), tally: worked.tally }
    : { kind: "more", checkpoint: { phase: "changes", ...next, again: 0 }, tally: worked.tally };
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

/** Chosen couplings, or couplings to make: a slice of the request's list. */
async function chosenPiece(
  app: SyncApp,
  work: StepWork,
  request: JobRequest,
  checkpoint: Extract<Checkpoint, { phase: "chosen" }>,
): Promise<StepResult> {
  const end = checkpoint.next + app.settings.recordsPerStep;
  const runs =
    request.kind === "couple"
      ? await gatherCouple(app, work, request.pairs.slice(checkpoint.next, end))
      : await gatherCouplings(app, work, chosenIds(request).slice(checkpoint.next, end));
  if (!runs.ok) return failedOrPaused(app, runs.failure, checkpoint);
  const worked = await workThrough(app, work, runs.value);
  const stopped = interrupted(app, worked, checkpoint);
  if (stopped !== undefined) return stopped;
  const { tally } = worked;
  return end >= lengthOf(request)
    ? { kind: "done", positions: {}, tally }
    : { kind: "more", checkpoint: { phase: "chosen", next: end, again: 0 }, tally };
}

const chosenIds = (request: JobRequest) => (request.kind === "couplings" ? request.ids : []);

const lengthOf = (request: JobRequest): number =>
  request.kind === "couple" ? request.pairs.length : chosenIds(request).length;
