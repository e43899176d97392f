import { wireOf } from "../conversion/wire.ts";
import type { WireFields, WireValue } from "../record.ts";
import type { DecideInput } from "./decide-input.ts";
import type { SideWrite } from "./decision.ts";
import { fieldPairs } from "./field-pairs.ts";

/** Mapped properties that a write leaves as they are, as far as known (see `Write.keep`). */
export const keptFields = (
  { mapping, coupling, states, context }: DecideInput,
  { side, fields }: SideWrite,
): WireFields => {
  const keep: Record<string, WireValue> = {};
  for (const { field, flowsTo, held } of fieldPairs(mapping, coupling?.base ?? {}, states)) {
    const theirs = held[side];
    if (!flowsTo[side] || theirs.kind !== "value") continue;
    const wire = wireOf(field, side, theirs.value, context);
    if (wire.ok) Object.assign(keep, wire.value);
  }
  for (const column of Object.keys(fields)) delete keep[column];
  return keep;
};
