import type { HistoryRef } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instant.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import type { StepWork } from "../context/step-context.ts";
import { lineOf } from "../pair/endings.ts";
import { namedOn, type PairWork } from "../pair/pair.ts";
import { titlesOf } from "../pair/titles.ts";

/**
 * What this step did to the pair, oldest first; nothing when it only looked. `former`: where the log
 * ended when the record was coupled before.
 */
export function historyOf(
  work: StepWork,
  run: PairWork,
  at: Instant,
  former: HistoryRef | undefined,
): readonly HistoryEntry[] {
  const titles = titlesOf(work.mapping, run);
  const common = {
    at,
    jobId: work.job.id,
    jobType: work.job.type,
    trigger: work.job.trigger,
    requestedBy: work.job.requestedBy,
    businessCentralId: namedOn(run, "businessCentral"),
    dataverseId: namedOn(run, "dataverse"),
    title: titles.businessCentral ?? titles.dataverse,
    previous: run.stored?.history ?? run.error?.history ?? former,
  };
  const done = run.done.map(
    ({ side, outcome, changes }): HistoryEntry => ({ ...common, side, outcome, changes }),
  );
  const line = lineOf(run);
  return line === undefined ? done : [...done, { ...common, ...line }];
}
