import { entityOf } from "../domain/entity-of.ts";
import type { AppFailure } from "../domain/failure.ts";
import type { RecordId } from "../domain/ids.ts";
import type { Intent, PlannedCreate } from "../domain/intent.ts";
import type { TableMapping } from "../domain/mapping.ts";
import type { AppRecord } from "../domain/record.ts";
import { ok, type Result } from "../domain/result.ts";
import { appName, otherSide } from "../domain/side.ts";
import type { FoundRecord } from "../ports/business-app.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { draftCoupling, titleOf } from "./draft-coupling.ts";
import { ended, type PairRun, pairRun } from "./pair-run.ts";
import type { StepResult } from "./step-result.ts";
import type { StepWork } from "./step-work.ts";
import type { SyncApp } from "./sync-app.ts";
import { addTallies, noTally, type Tally } from "./tally.ts";
import { failedOrPaused, interrupted, workThrough } from "./work-through.ts";

/** W4: creates whose answers got lost are looked into before anything is created again. */
export async function recoverIntents(
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

/**
 * Finds out what became of creates whose answers were lost. A record that was created is coupled
 * with its source now; one that was not will be created by the job that reads its source again.
 */
async function recoverIntent(
  app: Pick<SyncApp, "store" | "apps">,
  mapping: TableMapping,
  intent: Intent,
): Promise<Result<readonly PairRun[], AppFailure>> {
  const open = await stillUncoupled(app, intent);
  if (open.length === 0) return ok([]);
  const created = await app.apps[intent.side].findCreated(
    entityOf(mapping, intent.side),
    open,
    intent.since,
  );
  if (!created.ok) return created;
  const found = await withoutCoupled(app, intent, created.value);
  const wanted = open.filter((_, index) => (found[index] ?? []).length > 0);
  const sourceSide = otherSide[intent.side];
  const sources = await app.apps[sourceSide].readByIds(
    entityOf(mapping, sourceSide),
    wanted.map(({ sourceId }) => sourceId),
  );
  if (!sources.ok) return sources;
  return ok(
    open.flatMap((create, index) =>
      recovered(mapping, intent, sources.value.get(create.sourceId), found[index] ?? []),
    ),
  );
}

async function stillUncoupled(
  { store }: Pick<SyncApp, "store">,
  intent: Intent,
): Promise<readonly PlannedCreate[]> {
  const coupled = await store.couplings.bySide(
    intent.mapping,
    otherSide[intent.side],
    intent.creates.map(({ sourceId }) => sourceId),
  );
  return intent.creates.filter(({ sourceId }) => !coupled.has(sourceId));
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

function recovered(
  mapping: TableMapping,
  { side }: Intent,
  source: AppRecord | undefined,
  candidates: readonly FoundRecord[],
): readonly PairRun[] {
  const [created, ...others] = candidates;
  if (created === undefined || source === undefined) return [];
  const sourceSide = otherSide[side];
  const both =
    side === "dataverse"
      ? { businessCentral: source, dataverse: created }
      : { businessCentral: created, dataverse: source };
  if (others.length > 0 || created.doubtful === true) {
    const title = titleOf(mapping, sourceSide, source);
    const alone = {
      businessCentral: { kind: "none" as const },
      dataverse: { kind: "none" as const },
      [sourceSide]: { kind: "read" as const, record: source },
    };
    return [
      ended(pairRun(undefined, alone), {
        kind: "listed",
        problem: {
          kind: "ambiguousMatch",
          message: `"${title}" was to be created in ${appName[side]}, the answer was lost, and it is not certain which record there is the new one (${candidates.map(({ id }) => id).join(", ")}).`,
          hint: "Couple the record with the right one by hand; delete the others if they are duplicates.",
          candidates: candidates.map(({ id }) => id),
        },
      }),
    ];
  }
  return [
    pairRun(draftCoupling(mapping, both.businessCentral, both.dataverse), {
      businessCentral: { kind: "read", record: both.businessCentral },
      dataverse: { kind: "read", record: both.dataverse },
    }),
  ];
}
