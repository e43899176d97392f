import { entityOf } from "../../domain/conversion/selection.ts";
import type { Coupling } from "../../domain/coupling.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import { createByHand } from "../../domain/error/error-messages.ts";
import { type ErrorId, errorIdOf, type RecordId } from "../../domain/ids.ts";
import type { Checkpoint } from "../../domain/job/checkpoint.ts";
import type { Intent, PlannedCreate } from "../../domain/job/intent.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { AppRecord } from "../../domain/record.ts";
import { ok, type Result } from "../../domain/result.ts";
import { appName, otherSide, type Side } from "../../domain/side.ts";
import type { FoundRecord } from "../../ports/business-app.ts";
import type { StepWork } from "../context/step-context.ts";
import type { StepResult } from "../context/step-result.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { addTallies, noTally, type Tally } from "../context/tally.ts";
import { heldBack } from "../matching/hold-candidates.ts";
import { draftCoupling } from "../pair/new-coupling.ts";
import { ended, type PairWork, type Problem, pairWork, singleRun } from "../pair/pair.ts";
import { titleOf } from "../pair/titles.ts";
import { failedOrPaused, interrupted, workThrough } from "./process-pairs.ts";

interface Recovered {
  readonly tally: Tally;
  /** Error items that this went for, where the creates were the job's own. */
  readonly resolved: readonly ErrorId[];
}

/** W4: creates whose answers got lost are looked into before anything is created again. */
export async function recoverIntents(
  app: SyncApp,
  work: StepWork,
  checkpoint: Checkpoint,
): Promise<Recovered | { readonly result: StepResult }> {
  let tally = noTally;
  const resolved: ErrorId[] = [];
  for (const intent of await app.store.intents.open(work.mapping.name)) {
    const runs = await recoverIntent(app, work.mapping, intent);
    if (!runs.ok) return { result: failedOrPaused(app, runs.failure, checkpoint, tally) };
    const worked = await workThrough(app, work, runs.value);
    tally = addTallies(tally, worked.tally);
    const stopped = interrupted(app, { ...worked, tally }, checkpoint);
    if (stopped !== undefined) return { result: stopped };
    await app.store.intents.remove(intent);
    if (intent.jobId === work.job.id) resolved.push(...(worked.resolved ?? []));
  }
  return { tally, resolved };
}

/**
 * Finds out what became of creates whose answers were lost. A record that was created is coupled
 * with its source now; one that was not will be created by the job that reads its source again.
 */
async function recoverIntent(
  app: Pick<SyncApp, "store" | "apps">,
  mapping: TableMapping,
  intent: Intent,
): Promise<Result<readonly PairWork[], AppFailure>> {
  const open = await stillOpen(app, intent);
  if (open.length === 0) return ok([]);
  const created = await app.apps[intent.side].findCreated(
    entityOf(mapping, intent.side),
    open.map(({ create }) => create),
    intent.since,
  );
  if (!created.ok) return created;
  const found = await withoutCoupled(app, intent, created.value);
  const wanted = open.filter((_, index) => (found[index] ?? []).length > 0);
  const sourceSide = otherSide[intent.side];
  const sources = await app.apps[sourceSide].readByIds(
    entityOf(mapping, sourceSide),
    wanted.map(({ create }) => create.sourceId),
  );
  if (!sources.ok) return sources;
  return ok(
    open.flatMap((one, index) =>
      recovered(mapping, intent.side, one, {
        source: sources.value.records.get(one.create.sourceId),
        candidates: found[index] ?? [],
      }),
    ),
  );
}

/** A create of which nobody knows yet whether it happened. */
interface Open {
  readonly create: PlannedCreate;
  /** The pair whose lost record was to be created again. */
  readonly stored: Coupling | undefined;
  /** What the record was listed with before. */
  readonly error: ErrorItem | undefined;
}

async function stillOpen(
  { store }: Pick<SyncApp, "store">,
  { mapping, side, creates }: Intent,
): Promise<readonly Open[]> {
  const sourceSide = otherSide[side];
  const coupled = await store.couplings.bySide(
    mapping,
    sourceSide,
    creates.map(({ sourceId }) => sourceId),
  );
  const open = creates.flatMap((create) => {
    const stored = coupled.get(create.sourceId);
    const isDone = stored !== undefined && stored.ids[side] !== create.replaces;
    const errorId = stored?.errorId ?? errorIdOf(mapping, sourceSide, create.sourceId);
    return isDone ? [] : [{ create, stored, errorId }];
  });
  if (open.length === 0) return [];
  const errors = await store.errors.get(open.map(({ errorId }) => errorId));
  return open.map(({ create, stored, errorId }) => ({
    create,
    stored,
    error: errors.get(errorId),
  }));
}

/** A record that is coupled already did not come of a create that lost its answer. */
async function withoutCoupled(
  { store }: Pick<SyncApp, "store">,
  { mapping, side }: Intent,
  candidates: readonly (readonly FoundRecord[])[],
): Promise<readonly (readonly FoundRecord[])[]> {
  const ids: readonly RecordId[] = [...new Set(candidates.flat().map(({ id }) => id))];
  const coupled = await store.couplings.bySide(mapping, side, ids);
  return candidates.map((records) => records.filter(({ id }) => !coupled.has(id)));
}

interface Found {
  readonly source: AppRecord | undefined;
  readonly candidates: readonly FoundRecord[];
}

function recovered(
  mapping: TableMapping,
  side: Side,
  { stored, error }: Open,
  { source, candidates }: Found,
): readonly PairWork[] {
  const [created, ...others] = candidates;
  if (created === undefined || source === undefined) return [];
  const sourceSide = otherSide[side];
  if (others.length > 0 || created.doubtful === true) {
    const alone = { ...singleRun(sourceSide, source, { error }), stored };
    const title = titleOf(mapping, sourceSide, source);
    return [
      ended(alone, { kind: "listed", problem: uncertain(title, side, candidates) }),
      ...candidatesFor(mapping, side, source, candidates),
    ];
  }
  const both =
    side === "dataverse"
      ? { businessCentral: source, dataverse: created }
      : { businessCentral: created, dataverse: source };
  const pair = pairWork(
    draftCoupling(mapping, both.businessCentral, both.dataverse),
    {
      businessCentral: { kind: "read", record: both.businessCentral },
      dataverse: { kind: "read", record: both.dataverse },
    },
    { error },
  );
  return [{ ...pair, stored }];
}

const candidatesFor = (
  mapping: TableMapping,
  side: Side,
  source: AppRecord,
  candidates: readonly FoundRecord[],
): readonly PairWork[] =>
  heldBack(
    mapping,
    side,
    candidates.map((record) => ({
      record,
      by: new Map([[source.id, `"${titleOf(mapping, otherSide[side], source)}"`]]),
      because: (name) => `may be what was created there for ${name} when the answer got lost.`,
    })),
  );

const uncertain = (title: string, side: Side, candidates: readonly FoundRecord[]): Problem => ({
  kind: "ambiguousMatch",
  message: `"${title}" was to be created in ${appName[side]}, the answer was lost, and it is not certain which record there is the new one (${candidates.map(({ id }) => id).join(", ")}).`,
  hint: `Choose Set Up Coupling and couple it with the right one, or with a new one (${createByHand(side)}); delete the others if they are duplicates.`,
  candidates: candidates.map(({ id }) => id),
});
