import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import { ok, type Result } from "../../domain/result.ts";
import { appName, type Side, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { ended, idOn, type PairWork, withState } from "../pair/pair.ts";
import { titlesOf } from "../pair/titles.ts";

export interface ToRead {
  readonly run: PairWork;
  readonly sides: readonly Side[];
}

/** Reads the named sides of each pair in one request per side. Only a record that is gone was deleted. */
export async function readRecords(
  { apps }: Pick<SyncApp, "apps">,
  work: Pick<StepWork, "entities" | "mapping">,
  wanted: readonly ToRead[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  let runs = wanted.map(({ run }) => run);
  for (const side of sides) {
    const ids = wanted.flatMap(({ run, sides: named }): readonly RecordId[] => {
      const id = named.includes(side) ? idOn(run, side) : undefined;
      return id === undefined ? [] : [id];
    });
    if (ids.length === 0) continue;
    const found = await apps[side].readByIds(work.entities[side], ids);
    if (!found.ok) return found;
    runs = runs.map((run, index) => {
      const id = idOn(run, side);
      if (wanted[index]?.sides.includes(side) !== true || id === undefined) return run;
      const hidden = found.value.hidden.get(id);
      if (hidden !== undefined) return hiddenFrom(work, run, side, hidden);
      const record = found.value.records.get(id);
      if (record !== undefined) return withState(run, side, { kind: "read", record });
      return found.value.gone.has(id) ? withState(run, side, { kind: "deleted" }) : run;
    });
  }
  return ok(runs);
}

/** A record that may well be there: its pair waits for the right to see it. */
function hiddenFrom(
  { mapping }: Pick<StepWork, "mapping">,
  run: PairWork,
  side: Side,
  quoted: string,
): PairWork {
  const { businessCentral, dataverse } = titlesOf(mapping, run);
  return ended(run, {
    kind: "listed",
    problem: {
      kind: "notPermitted",
      message: `${appName[side]} does not show ${mapping.name} "${businessCentral ?? dataverse ?? ""}": ${quoted}`,
      hint: "Give the application user the right to read all records of the table, and choose Retry.",
      on: side,
    },
  });
}
