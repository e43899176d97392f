import type { RecordId } from "../../domain/ids.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { flowsTo, otherSide, type Side, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { type PairWork, recordOf } from "../pair/pair.ts";

/**
 * K13: neither of two records that a person took apart gets a counterpart by a run. One batched read for
 * the records of a piece that would get one; none for pairs, nor where nothing is created.
 */
export async function withApartKept(
  { store }: Pick<SyncApp, "store">,
  { mapping }: StepWork,
  runs: readonly PairWork[],
): Promise<readonly PairWork[]> {
  const apart = new Set<RecordId>();
  for (const side of sides) {
    const ids = runs.flatMap((run) => idToCreateFor(mapping, run, side) ?? []);
    if (ids.length === 0) continue;
    for (const id of await store.couplings.apart(mapping.name, side, ids)) apart.add(id);
  }
  if (apart.size === 0) return runs;
  return runs.map((run) => {
    const ids = sides.flatMap((side) => idToCreateFor(mapping, run, side) ?? []);
    return ids.some((id) => apart.has(id)) ? { ...run, keptApart: true } : run;
  });
}

function idToCreateFor(mapping: TableMapping, run: PairWork, side: Side): RecordId | undefined {
  const isPair = run.coupling !== undefined || run.stored !== undefined;
  if (isPair || run.createAsked || run.end !== undefined || mapping.onlyCoupled) return undefined;
  return flowsTo(mapping.direction, otherSide[side]) ? recordOf(run, side)?.id : undefined;
}
