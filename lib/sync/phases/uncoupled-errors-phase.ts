import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import { recordOfError } from "../../domain/ids.ts";
import type { CheckpointOf } from "../../domain/job/checkpoint.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { tooManyMissing } from "../pair/deletion-guard.ts";
import { type PairWork, withoutRecord } from "../pair/pair.ts";
import type { Gathered } from "../process/run-piece.ts";

/**
 * The next page of what is listed without a coupling. No list of changes tells of such a record's
 * deletion for certain, so it is asked for by its id: where it is gone, its item goes too.
 */
export async function uncoupledErrorsPiece(
  app: SyncApp,
  work: StepWork,
  checkpoint: CheckpointOf<"uncoupledErrors">,
): Gathered {
  const { name } = work.mapping;
  const page = await app.store.errors.list(
    { mapping: name },
    { limit: app.settings.recordsPerStep, cursor: checkpoint.cursor },
  );
  if (!page.ok) throw new Error(`The place in the list of ${name} errors was lost`);
  const alone = page.value.items.filter(({ couplingId }) => couplingId === undefined);
  const over = await overOf(app, work, alone);
  if (!over.ok) return over;
  const { cursor } = page.value;
  const next =
    cursor === undefined
      ? { positions: {}, couplings: checkpoint.passed }
      : { ...checkpoint, cursor, again: 0 };
  return ok({ runs: over.value, next });
}

/** Those whose record is gone, or was coupled and has another item since. */
async function overOf(
  { apps, store }: Pick<SyncApp, "apps" | "store">,
  work: StepWork,
  items: readonly ErrorItem[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  const over: ErrorItem[] = [];
  for (const side of sides) {
    const listed = items.filter(({ id }) => recordOfError(id).side === side);
    if (listed.length === 0) continue;
    const ids = listed.map(({ id }) => recordOfError(id).recordId);
    const found = await apps[side].readByIds(work.entities[side], ids);
    if (!found.ok) return found;
    const guard = tooManyMissing(work, side, found.value.gone.size, ids.length);
    if (guard !== undefined) return failed(guard);
    const coupled = await store.couplings.bySide(work.mapping.name, side, ids);
    over.push(
      ...listed.filter(({ id }) => {
        const { recordId } = recordOfError(id);
        const coupling = coupled.get(recordId);
        return coupling === undefined ? found.value.gone.has(recordId) : coupling.errorId !== id;
      }),
    );
  }
  return ok(over.map(withoutRecord));
}
