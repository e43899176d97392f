import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type Side, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { idOn, type PairWork, withState } from "../pair/pair.ts";

export interface ToRead {
  readonly run: PairWork;
  readonly sides: readonly Side[];
}

/** Reads the named sides of each pair in one request per side; a record that is not there was deleted. */
export async function readRecords(
  { apps }: Pick<SyncApp, "apps">,
  { entities }: Pick<StepWork, "entities">,
  wanted: readonly ToRead[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  let runs = wanted.map(({ run }) => run);
  for (const side of sides) {
    const ids = wanted.flatMap(({ run, sides: named }): readonly RecordId[] => {
      const id = named.includes(side) ? idOn(run, side) : undefined;
      return id === undefined ? [] : [id];
    });
    if (ids.length === 0) continue;
    const found = await apps[side].readByIds(entities[side], ids);
    if (!found.ok) return found;
    runs = runs.map((run, index) => {
      const id = idOn(run, side);
      if (wanted[index]?.sides.includes(side) !== true || id === undefined) return run;
      const record = found.value.get(id);
      return withState(
        run,
        side,
        record === undefined ? { kind: "deleted" } : { kind: "read", record },
      );
    });
  }
  return ok(runs);
}
