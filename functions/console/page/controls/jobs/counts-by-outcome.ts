import { type Outcome, outcomes } from "../../../../../lib/domain/job/job.ts";
import type { Side } from "../../../../../lib/domain/side.ts";
import type { Job } from "../../api/shapes.ts";

export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly count: number;
}

/** News first, where a column has no room for all of it. */
const newsFirst = outcomes.toSorted(
  (one, other) => Number(one === "unchanged") - Number(other === "unchanged"),
);

/** What jobs did to one side, all added up; only what happened at all. */
export const countsByOutcome = (
  side: Side,
  jobs: readonly Pick<Job, "counters">[],
): readonly OutcomeCount[] =>
  newsFirst
    .map((outcome) => ({
      outcome,
      count: jobs.reduce((sum, { counters }) => sum + counters[side][outcome], 0),
    }))
    .filter(({ count }) => count > 0);
