import { createRandom } from "../../../lib/sandbox/web/random.ts";
import type { Round } from "./orders.ts";

/** So much of the records is changed between two runs. */
const shares = { perSide: 0.2, both: 0.02 } as const;

/** Records by number, each in one list only. */
export interface Edits {
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Changed on both sides, in different fields. */
  readonly merged: readonly number[];
  /** Changed on both sides, in the same field, to different values. */
  readonly disputed: readonly number[];
}

/** How many changes there are in them. */
export const changesIn = ({ left, right, merged, disputed }: Edits): number =>
  left.length + right.length + 2 * (merged.length + disputed.length);

/**
 * What people do in one round, the same for all that are measured. What was disputed before stays
 * as it is: nobody resolves it, so nobody touches it.
 */
export function editsOf({ records, round, isPlain }: Round): Edits {
  const order = shuffled(records);
  const perRound = Math.round((records * shares.both) / 2);
  const disputed = order.slice((round - 1) * perRound, round * perRound);
  const rest = turned(order.slice(round * perRound), round);
  const alone = Math.round(records * (shares.perSide - shares.both));
  if (isPlain) {
    const few = Math.round((records * shares.perSide) / 4);
    return { disputed: [], merged: [], left: rest.slice(0, few), right: rest.slice(few, 2 * few) };
  }
  return {
    disputed,
    merged: rest.slice(0, perRound),
    left: rest.slice(perRound, perRound + alone),
    right: rest.slice(perRound + alone, perRound + 2 * alone),
  };
}

/** In each round others. */
function turned(order: readonly number[], round: number): readonly number[] {
  const by = Math.round(order.length * round * 2 * shares.perSide) % order.length;
  return [...order.slice(by), ...order.slice(0, by)];
}

function shuffled(count: number): readonly number[] {
  const random = createRandom(20);
  return Array.from({ length: count }, (_, number) => ({ number, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ number }) => number);
}

/** What is typed: of one length in all rounds, valid in both apps. */
export const typed = (round: number, number: number) => {
  const digits = String(round * 100_000 + number).padStart(8, "0");
  return { phone: `+1 425 ${digits}`, email: `office${digits}@example.com` };
};
