import type { HistoryRef } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instant.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import type { StepWork } from "../context/step-context.ts";
import { namedOn, type PairWork, receiverOf } from "../pair/pair.ts";
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
  return [...done, ...endOf(run).map((entry): HistoryEntry => ({ ...common, ...entry }))];
}

type End = Pick<HistoryEntry, "side" | "outcome" | "message" | "changes">;

function endOf(run: PairWork): readonly End[] {
  const { end } = run;
  switch (end?.kind) {
    case "listed":
      return [
        {
          side: end.problem.on ?? receiverOf(run),
          outcome: "failed",
          message: end.problem.message,
        },
      ];
    case "refused":
      return [
        { side: receiverOf(run), outcome: "failed", message: end.message, changes: end.changes },
      ];
    case "uncoupled":
      return run.stored === undefined || run.done.some(({ outcome }) => outcome === "deleted")
        ? []
        : [{ side: "businessCentral", outcome: "uncoupled" }];
    case "skipped":
      return end.message === undefined
        ? []
        : [{ side: receiverOf(run), outcome: "skipped", message: end.message }];
    case "settled":
    case "leftOut":
    case "unfinished":
    case undefined:
      return [];
  }
}
