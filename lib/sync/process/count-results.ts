import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { ErrorId } from "../../domain/ids.ts";
import { noCounts } from "../../domain/job/job.ts";
import type { Tally } from "../context/tally.ts";
import { refusedOf } from "../error-actions/untreated-item.ts";
import { countedEnds, failureIn } from "../pair/endings.ts";
import { type CouplingNews, couplingNews, type PairWork } from "../pair/pair.ts";

/** What became of a piece of work: counted, and whether something kept it from being finished. */
export interface PairResults {
  readonly tally: Tally;
  readonly failure?: AppFailure | undefined;
  /** Records of which an answer is missing: the same piece has to be worked through again. */
  readonly unfinished: number;
  /** Error items that went. */
  readonly resolved?: readonly ErrorId[] | undefined;
}

const couplingsMade: Readonly<Record<CouplingNews, number>> = {
  made: 1,
  replaced: 0,
  removed: -1,
  none: 0,
};

/** J4: a counter tells what was done to its side; what a side's record brought counts on the other one. */
export function tallyOf(runs: readonly PairWork[]): Tally {
  const counters = { businessCentral: { ...noCounts }, dataverse: { ...noCounts } };
  let done = 0;
  let coupled = 0;
  for (const run of runs) {
    if (run.end?.kind === "unfinished") continue;
    done += 1;
    for (const { side, outcome } of run.done) counters[side][outcome] += 1;
    for (const { side, outcome } of countedEnds(run)) counters[side][outcome] += 1;
    coupled += couplingsMade[couplingNews(run)];
  }
  const refused = runs.flatMap((run) => refusedOf(run) ?? []);
  const trouble = runs.map(failureIn).find((message) => message !== undefined);
  return { counters, done, coupled, refused, trouble };
}
