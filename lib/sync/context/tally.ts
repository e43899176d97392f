import type { RefusedItem } from "../../domain/error/refused-item.ts";
import { type Counters, noCounts } from "../../domain/job/job.ts";
import type { PerSide } from "../../domain/side.ts";

/** What a step did, added to the job at its end. */
export interface Tally {
  readonly counters: PerSide<Counters>;
  /** Records handled. */
  readonly done: number;
  /** Couplings made less couplings removed. */
  readonly coupled: number;
  /** What a person chose by name and was not treated. */
  readonly refused: readonly RefusedItem[];
  /** What went wrong first. */
  readonly trouble?: string | undefined;
}

export const noTally: Tally = {
  counters: { businessCentral: noCounts, dataverse: noCounts },
  done: 0,
  coupled: 0,
  refused: [],
};

export const addTallies = (a: Tally, b: Tally): Tally => ({
  counters: {
    businessCentral: addCounters(a.counters.businessCentral, b.counters.businessCentral),
    dataverse: addCounters(a.counters.dataverse, b.counters.dataverse),
  },
  done: a.done + b.done,
  coupled: a.coupled + b.coupled,
  refused: [...a.refused, ...b.refused],
  trouble: a.trouble ?? b.trouble,
});

export const addCounters = (a: Counters, b: Counters): Counters => ({
  inserted: a.inserted + b.inserted,
  modified: a.modified + b.modified,
  deleted: a.deleted + b.deleted,
  unchanged: a.unchanged + b.unchanged,
  skipped: a.skipped + b.skipped,
  failed: a.failed + b.failed,
  coupled: a.coupled + b.coupled,
  uncoupled: a.uncoupled + b.uncoupled,
});
