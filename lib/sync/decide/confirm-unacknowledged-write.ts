import type { SideState } from "../../domain/conversion/observation.ts";
import { type PerSide, sides } from "../../domain/side.ts";
import type { PairWork } from "../pair/pair.ts";

/**
 * W12: a side that is found to hold what was sent to it without an answer has taken it: those values
 * are the base. Else a person's edit in the meantime would look like a conflict with our own write.
 */
export function settleUnheard(run: PairWork, states: PerSide<SideState>): PairWork {
  const { coupling } = run;
  const { unacknowledged } = coupling ?? {};
  if (coupling === undefined || unacknowledged === undefined) return run;
  let { base } = coupling;
  let left = unacknowledged;
  for (const side of sides) {
    const state = states[side];
    if (state.kind !== "read") continue;
    const held = new Map(Object.entries(state.observed.values));
    const arrived = Object.entries(unacknowledged[side] ?? {}).filter(
      ([field, value]) => held.get(field) === value,
    );
    base = { ...base, ...Object.fromEntries(arrived) };
    left = { ...left, [side]: undefined };
  }
  const isOpen = sides.some((side) => left[side] !== undefined);
  return { ...run, coupling: { ...coupling, base, unacknowledged: isOpen ? left : undefined } };
}
