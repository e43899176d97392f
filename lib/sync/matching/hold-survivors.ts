import { matches } from "../../domain/conversion/filter.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import { errorIdOf, type RecordId } from "../../domain/ids.ts";
import type { Intent } from "../../domain/job/intent.ts";
import { mergedInto } from "../../domain/mapping/merged-rows.ts";
import type { AppRecord } from "../../domain/record.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { type PairWork, recordOf } from "../pair/pair.ts";
import { titlesOf } from "../pair/titles.ts";
import { heldBack } from "./hold-candidates.ts";

type Deps = Pick<SyncApp, "store" | "apps">;

/**
 * K10, D30: a pair whose Dataverse record was merged is listed with the survivor. One that is not coupled
 * is held back, also where the same piece would create its counterpart; one that is costs nothing more.
 */
export async function withSurvivorsHeld(
  app: Deps,
  work: StepWork,
  runs: readonly PairWork[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  const wanted = survivorsIn(work, runs);
  if (wanted.size === 0) return ok(runs);
  const { mapping, entities } = work;
  const ids = [...wanted.keys()];
  const coupled = await app.store.couplings.bySide(mapping.name, "dataverse", ids);
  const alone = ids.filter((id) => !coupled.has(id) && !isBeingCoupled(runs, id));
  if (alone.length === 0) return ok(runs);
  const created = createdBefore(await app.store.intents.open(mapping.name));
  const free = alone.filter((id) => !created.has(id));
  if (free.length === 0) return ok(runs);
  const found = await app.apps.dataverse.readByIds(entities.dataverse, free);
  if (!found.ok) return found;
  const open = [...found.value.records.values()].filter(
    (record) =>
      matches(mapping.dataverse.filter, record.fields) && mergedInto(mapping, record) === undefined,
  );
  const errors = await app.store.errors.get(
    open.map(({ id }) => errorIdOf(mapping.name, "dataverse", id)),
  );
  const candidates = open.map((record) => ({
    record,
    error: errors.get(errorIdOf(mapping.name, "dataverse", record.id)),
    by: wanted.get(record.id) ?? new Map<RecordId, string>(),
    because: (names: string) => `took over the record that ${names} was coupled with.`,
  }));
  const held = heldBack(mapping, "dataverse", candidates);
  const isHeld = (id: RecordId | undefined): boolean =>
    held.some((run) => recordOf(run, "dataverse")?.id === id);
  const others = runs.filter(
    (run) => run.coupling !== undefined || !isHeld(recordOf(run, "dataverse")?.id),
  );
  return ok([...others, ...held]);
}

/** The survivors of pairs about to be listed, each with the Business Central records that it is for. */
function survivorsIn(
  { mapping }: StepWork,
  runs: readonly PairWork[],
): ReadonlyMap<RecordId, ReadonlyMap<RecordId, string>> {
  const wanted = new Map<RecordId, Map<RecordId, string>>();
  for (const run of runs) {
    const record = recordOf(run, "dataverse");
    const survivor = survivorOf(mapping, run, record);
    if (survivor === undefined || run.coupling === undefined) continue;
    const { businessCentral } = run.coupling.ids;
    const by = wanted.get(survivor) ?? new Map<RecordId, string>();
    const title = titlesOf(mapping, run).businessCentral;
    wanted.set(survivor, by.set(businessCentral, `"${title}" (${businessCentral})`));
  }
  return wanted;
}

const survivorOf = (
  mapping: StepWork["mapping"],
  { end }: PairWork,
  record: AppRecord | undefined,
): RecordId | undefined =>
  end === undefined && record !== undefined ? mergedInto(mapping, record) : undefined;

/** W4: what an open intent created is about to be coupled with its source. */
const createdBefore = (intents: readonly Intent[]): ReadonlySet<RecordId> =>
  new Set(
    intents
      .filter(({ side }) => side === "dataverse")
      .flatMap(({ creates }) => creates.map(({ plannedId }) => plannedId)),
  );

/** A person's coupling of this very piece says which record it belongs to. */
const isBeingCoupled = (runs: readonly PairWork[], id: RecordId): boolean =>
  runs.some(({ coupling }) => coupling?.ids.dataverse === id);
