import type { Coupling } from "../../domain/coupling.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import {
  type CouplingId,
  type ErrorId,
  recordOfCoupling,
  recordOfError,
} from "../../domain/ids.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type PerSide, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { unlessStillAmbiguous } from "../matching/still-ambiguous.ts";
import { readRecords } from "../observe/read-records.ts";
import { ended, type PairWork, pairWork, singleRun, withoutRecord } from "../pair/pair.ts";

type Deps = Pick<SyncApp, "store" | "apps">;
type Runs = Promise<Result<readonly PairWork[], AppFailure>>;

/** Error items that are due, each with both of its records as they are now. */
export async function gatherDue(app: Deps, work: StepWork, items: readonly ErrorItem[]): Runs {
  const pairs = await readBoth(app, work, await gatherListed(app, work, items));
  if (!pairs.ok) return pairs;
  const alone = items.filter(({ couplingId }) => couplingId === undefined);
  const singles = await readSingles(app, work, alone);
  return singles.ok ? ok([...pairs.value, ...singles.value]) : singles;
}

/** The pairs of error items as they are stored; an item whose coupling is gone goes too. */
export async function gatherListed(
  app: Pick<SyncApp, "store">,
  work: StepWork,
  items: readonly ErrorItem[],
): Promise<readonly PairWork[]> {
  const coupled = items.flatMap((error) =>
    error.couplingId === undefined ? [] : [{ error, id: error.couplingId }],
  );
  const couplings = await storedCouplings(
    app,
    work,
    coupled.map(({ id }) => id),
  );
  return coupled.map(({ error, id }) => {
    const coupling = couplings.get(id);
    return coupling === undefined ? withoutRecord(error) : pairWork(coupling, noneRead, { error });
  });
}

/** Chosen couplings with both records read. A skipped one stays skipped: an ordinary run does not touch it. */
export async function gatherCouplings(app: Deps, work: StepWork, ids: readonly CouplingId[]): Runs {
  const pairs = await readBoth(app, work, await storedRuns(app, work, ids));
  if (!pairs.ok) return pairs;
  return ok(pairs.value.map(unlessSkipped));
}

export const unlessSkipped = (run: PairWork): PairWork =>
  run.coupling?.status === "skipped" && run.error !== undefined
    ? ended(run, { kind: "skipped" })
    : run;

/** Named couplings as they are stored, each with its open error item; one that is gone is left out. */
export async function storedRuns(
  app: Pick<SyncApp, "store">,
  work: StepWork,
  ids: readonly CouplingId[],
): Promise<readonly PairWork[]> {
  return couplingRuns(app, [...(await storedCouplings(app, work, ids)).values()]);
}

async function storedCouplings(
  { store }: Pick<SyncApp, "store">,
  { mapping }: StepWork,
  ids: readonly CouplingId[],
): Promise<ReadonlyMap<CouplingId, Coupling>> {
  const records = ids.map(recordOfCoupling);
  const couplings = await store.couplings.bySide(mapping.name, "businessCentral", records);
  return new Map([...couplings.values()].map((coupling) => [coupling.id, coupling]));
}

/** Couplings as they are stored, each with its open error item. */
export async function couplingRuns(
  { store }: Pick<SyncApp, "store">,
  couplings: readonly Coupling[],
): Promise<readonly PairWork[]> {
  const errorIds = couplings.flatMap(({ errorId }) => (errorId === undefined ? [] : [errorId]));
  const errors: ReadonlyMap<ErrorId, ErrorItem> =
    errorIds.length === 0 ? new Map() : await store.errors.get(errorIds);
  return couplings.map((coupling) =>
    pairWork(coupling, noneRead, {
      error: coupling.errorId === undefined ? undefined : errors.get(coupling.errorId),
    }),
  );
}

const noneRead: PerSide<{ readonly kind: "unchangedSinceBase" }> = {
  businessCentral: { kind: "unchangedSinceBase" },
  dataverse: { kind: "unchangedSinceBase" },
};

/** Both records of each pair as they are now. */
export const readBoth = (app: Deps, work: StepWork, runs: readonly PairWork[]): Runs =>
  readRecords(
    app,
    work,
    runs.map((run) => ({ run, sides })),
  );

/** Uncoupled records; one that got coupled meanwhile, or is gone, has nothing left to be tried again. */
async function readSingles(app: Deps, work: StepWork, items: readonly ErrorItem[]): Runs {
  const runs: PairWork[] = [];
  for (const side of sides) {
    const wanted = items.filter(({ id }) => recordOfError(id).side === side);
    if (wanted.length === 0) continue;
    const ids = wanted.map(({ id }) => recordOfError(id).recordId);
    const coupled = await app.store.couplings.bySide(work.mapping.name, side, ids);
    const found = await app.apps[side].readByIds(work.entities[side], ids);
    if (!found.ok) return found;
    const read = wanted.flatMap((error) => {
      const { recordId } = recordOfError(error.id);
      // Not shown to us any more: its item stays as it is.
      if (found.value.hidden.has(recordId)) return [];
      const record = found.value.records.get(recordId);
      const open = record !== undefined && !coupled.has(record.id);
      return [open ? singleRun(side, record, { error }) : withoutRecord(error)];
    });
    const judged = await unlessStillAmbiguous(app, work, side, read);
    if (!judged.ok) return judged;
    runs.push(...judged.value);
  }
  return ok(runs);
}
