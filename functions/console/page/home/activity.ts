import { type Outcome, outcomes } from "../../../../lib/domain/job/job.ts";
import { sides } from "../../../../lib/domain/side.ts";
import type { Job } from "../api/shapes.ts";

/** What happened in a piece of the time that is shown. */
export interface Slot {
  /** When it begins, in milliseconds. */
  readonly from: number;
  readonly changed: number;
  readonly failed: number;
}

export interface Activity {
  readonly from: number;
  readonly to: number;
  readonly slots: readonly Slot[];
  readonly changed: number;
  readonly failed: number;
}

const slotCount = 24;
const hour = 3_600_000;
const longest = 24 * hour;

const isChange: Readonly<Record<Outcome, boolean>> = {
  inserted: true,
  modified: true,
  deleted: true,
  unchanged: false,
  skipped: false,
  failed: false,
  coupled: false,
  uncoupled: false,
};

type Counted = Pick<Job, "createdAt" | "counters" | "preview">;

/**
 * Changed records and errors over time. It goes back a day, or as far as the jobs do: what is not
 * loaded is not shown as if nothing had happened.
 */
export function activityOf(jobs: readonly Counted[], now: number): Activity {
  const oldest = Math.min(now, ...jobs.map(({ createdAt }) => Date.parse(createdAt)));
  const from = now - Math.min(longest, Math.max(hour, now - oldest));
  const width = (now - from) / slotCount;
  const counts = Array.from({ length: slotCount }, () => ({ changed: 0, failed: 0 }));
  for (const job of jobs) {
    const at = Date.parse(job.createdAt);
    const slot = counts[Math.min(slotCount - 1, Math.floor((at - from) / width))];
    if (at < from || slot === undefined || job.preview === true) continue;
    slot.changed += outcomes.filter((each) => isChange[each]).reduce(summing(job), 0);
    slot.failed += summing(job)(0, "failed");
  }
  const slots = counts.map((count, index) => ({ from: from + index * width, ...count }));
  return {
    from,
    to: now,
    slots,
    changed: slots.reduce((sum, { changed }) => sum + changed, 0),
    failed: slots.reduce((sum, { failed }) => sum + failed, 0),
  };
}

const summing =
  ({ counters }: Counted) =>
  (sum: number, outcome: Outcome): number =>
    sides.reduce((all, side) => all + counters[side][outcome], sum);
