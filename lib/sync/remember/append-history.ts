import { couplingIdOf, type HistoryRef } from "../../domain/ids.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { idOn, type PairWork } from "../pair/pair.ts";
import { historyOf } from "./pair-history.ts";
import { keptUntil } from "./retention.ts";

/** A line per thing done, in the job's log and each record's. */
export async function appendHistory(
  app: Pick<SyncApp, "store" | "clock" | "settings">,
  work: StepWork,
  runs: readonly PairWork[],
): Promise<readonly (HistoryRef | undefined)[]> {
  const former = await formerLogs(app, work, runs);
  const now = app.clock.now();
  const groups = runs.map((run) => historyOf(work, run, now, former.get(run)));
  return app.store.history.append(work.job.id, groups, keptUntil(app));
}

/** W18: the log of a record that was coupled before goes on into the older one. */
async function formerLogs(
  { store }: Pick<SyncApp, "store">,
  { mapping }: StepWork,
  runs: readonly PairWork[],
): Promise<ReadonlyMap<PairWork, HistoryRef | undefined>> {
  const beginning = runs.flatMap((run) => {
    const id = idOn(run, "businessCentral");
    const begins = run.stored === undefined && run.error?.history === undefined && hasChanged(run);
    return begins && id !== undefined ? [[run, couplingIdOf(mapping.name, id)] as const] : [];
  });
  if (beginning.length === 0) return new Map();
  const former = await store.couplings.former(beginning.map(([, id]) => id));
  return new Map(beginning.map(([run, id]) => [run, former.get(id)?.history]));
}

const hasChanged = ({ done, end }: PairWork): boolean => done.length > 0 || end?.kind === "listed";
