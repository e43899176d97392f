import type { HistoryEntry } from "../../domain/job/history.ts";
import type { Outcome } from "../../domain/job/job.ts";
import { otherSide, type Side, sides } from "../../domain/side.ts";
import { isNewPair, type PairOutcome, type PairWork, receiverOf } from "./pair.ts";

interface Ending {
  /** What is counted and logged of it, beside what was done to the records. */
  readonly outcome?: Outcome;
  /** Nothing stands against the pair any more, as far as this mapping is concerned. */
  readonly isClear: boolean;
  /** Whether the item goes that the record was listed with (or gives way to the one that it is listed with now). */
  readonly itemGoes: "always" | "ofNewPair" | "never";
  /** W5: which sides are read before anything is decided or written again. */
  readonly unread: "none" | "passedOver" | "both" | "asBefore";
}

/** What follows from each way that a pair may end in a step. */
const endings: Readonly<Record<PairOutcome["kind"], Ending>> = {
  settled: { outcome: "unchanged", isClear: true, itemGoes: "always", unread: "none" },
  leftOut: { isClear: true, itemGoes: "always", unread: "passedOver" },
  listed: { outcome: "failed", isClear: false, itemGoes: "always", unread: "both" },
  uncoupled: { outcome: "uncoupled", isClear: false, itemGoes: "always", unread: "asBefore" },
  skipped: { outcome: "skipped", isClear: false, itemGoes: "never", unread: "asBefore" },
  refused: { outcome: "failed", isClear: false, itemGoes: "never", unread: "asBefore" },
  // What the records were listed with before they were this pair is over, whatever becomes of the pair.
  unfinished: { isClear: false, itemGoes: "ofNewPair", unread: "both" },
};

export const isClear = ({ end }: PairWork): boolean =>
  end !== undefined && endings[end.kind].isClear;

/** An item goes when its record is in step, uncoupled, listed anew, newly coupled, or no longer this mapping's business. */
export function losesItem(run: PairWork): boolean {
  if (run.end === undefined) return false;
  const { itemGoes } = endings[run.end.kind];
  return itemGoes === "always" || (itemGoes === "ofNewPair" && isNewPair(run));
}

/** W5 */
export function unreadAfter({ end }: PairWork, before: readonly Side[]): readonly Side[] {
  if (end === undefined) return before;
  switch (endings[end.kind].unread) {
    case "none":
      return [];
    case "both":
      return sides;
    case "passedOver":
      return [...new Set([...before, ...(end.kind === "leftOut" ? end.unread : [])])];
    case "asBefore":
      return before;
  }
}

/** Why nothing was done, or not what was to be done. */
export const failureIn = ({ end }: PairWork): string | undefined =>
  end !== undefined && endings[end.kind].outcome === "failed" ? messageIn(end) : undefined;

const messageIn = (end: PairOutcome): string | undefined => {
  if (end.kind === "listed") return end.problem.message;
  return end.kind === "refused" || end.kind === "skipped" ? end.message : undefined;
};

/** The log's line of the ending; none where there is nothing to say. */
export function lineOf(
  run: PairWork,
): Pick<HistoryEntry, "side" | "outcome" | "message" | "changes"> | undefined {
  const { end } = run;
  const outcome = end && endings[end.kind].outcome;
  if (end === undefined || outcome === undefined) return undefined;
  if (end.kind === "uncoupled") {
    return isUncoupling(run) ? { side: "businessCentral", outcome } : undefined;
  }
  const message = messageIn(end);
  if (message === undefined) return undefined;
  const changes = end.kind === "refused" ? end.changes : undefined;
  return { side: sideIn(end) ?? receiverOf(run), outcome, message, changes };
}

/** J4. Of a pair that was written only the writes count: what comes back from a write is nobody's news. */
export function countedEnds(
  run: PairWork,
): readonly { readonly side: Side; readonly outcome: Outcome }[] {
  const { end } = run;
  const outcome = end && endings[end.kind].outcome;
  if (end === undefined || outcome === undefined) return [];
  return countedSides(run, end).map((side) => ({ side, outcome }));
}

function countedSides(run: PairWork, end: PairOutcome): readonly Side[] {
  if (end.kind === "uncoupled") return isUncoupling(run) ? ["businessCentral"] : [];
  if (end.kind === "refused") return [receiverOf(run)];
  if (end.kind === "settled" && (run.coupling === undefined || isWritten(run))) return [];
  const on = sideIn(end);
  return on === undefined
    ? sides.filter((side) => run.states[otherSide[side]].kind === "read")
    : [on];
}

const sideIn = (end: PairOutcome): Side | undefined =>
  end.kind === "listed" ? end.problem.on : undefined;

const isWritten = ({ done }: PairWork): boolean =>
  done.some(({ outcome }) => outcome !== "coupled");

/** With a record that was deleted its coupling goes without saying. */
const isUncoupling = ({ stored, done }: PairWork): boolean =>
  stored !== undefined && !done.some(({ outcome }) => outcome === "deleted");
