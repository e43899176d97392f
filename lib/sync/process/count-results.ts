import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { ErrorId } from "../../domain/ids.ts";
import { noCounts, type Outcome } from "../../domain/job/job.ts";
import { otherSide, type Side, sides } from "../../domain/side.ts";
import type { Tally } from "../context/tally.ts";
import { refusedOf } from "../error-actions/untreated-item.ts";
import { type PairWork, receiverOf } from "../pair/pair.ts";

/** What became of a piece of work: counted, and whether something kept it from being finished. */
export interface PairResults {
  readonly tally: Tally;
  readonly failure?: AppFailure | undefined;
  /** Records of which an answer is missing: the same piece has to be worked through again. */
  readonly unfinished: number;
  /** Error items that went. */
  readonly resolved?: readonly ErrorId[] | undefined;
}

/** J4: a counter tells what was done to its side; what a side's record brought counts on the other one. */
export function tallyOf(runs: readonly PairWork[]): Tally {
  const counters = { businessCentral: { ...noCounts }, dataverse: { ...noCounts } };
  let done = 0;
  let coupled = 0;
  for (const run of runs) {
    if (run.end?.kind === "unfinished") continue;
    done += 1;
    for (const { side, outcome } of run.done) counters[side][outcome] += 1;
    for (const { side, outcome } of endsOf(run)) counters[side][outcome] += 1;
    if (run.stored === undefined && run.coupling !== undefined) coupled += 1;
    if (run.stored !== undefined && run.end?.kind === "uncoupled") coupled -= 1;
  }
  const refused = runs.flatMap((run) => refusedOf(run) ?? []);
  const trouble = runs.map(troubleOf).find((message) => message !== undefined);
  return { counters, done, coupled, refused, trouble };
}

const troubleOf = ({ end }: PairWork): string | undefined => {
  if (end?.kind === "refused") return end.message;
  return end?.kind === "listed" ? end.problem.message : undefined;
};

/** Of a pair that was written only the writes count: what comes back from a write is nobody's news. */
function endsOf(run: PairWork): readonly { readonly side: Side; readonly outcome: Outcome }[] {
  const receivers = sides.filter((side) => run.states[otherSide[side]].kind === "read");
  switch (run.end?.kind) {
    case "settled":
      return run.coupling === undefined || run.done.some(({ outcome }) => outcome !== "coupled")
        ? []
        : receivers.map((side) => ({ side, outcome: "unchanged" }));
    case "skipped":
      return receivers.map((side) => ({ side, outcome: "skipped" }));
    case "listed":
      return (run.end.problem.on === undefined ? receivers : [run.end.problem.on]).map((side) => ({
        side,
        outcome: "failed",
      }));
    case "refused":
      return [{ side: receiverOf(run), outcome: "failed" }];
    case "uncoupled":
      return run.stored === undefined || run.done.some(({ outcome }) => outcome === "deleted")
        ? []
        : [{ side: "businessCentral", outcome: "uncoupled" }];
    case "leftOut":
    case "unfinished":
    case undefined:
      return [];
  }
}
