import type { Observed, SideState } from "../conversion/observation.ts";
import type { Base } from "../coupling.ts";
import type { TableMapping } from "../mapping/mapping.ts";
import type { Value } from "../record.ts";
import { otherSide, type PerSide, type Side } from "../side.ts";
import { decideField, type FieldPair, originOf } from "./decide-field.ts";
import type { Decision } from "./decision.ts";
import { fieldPairs, fieldsWithoutBase } from "./field-pairs.ts";

export interface Settlement {
  readonly mapping: TableMapping;
  /** The base that was decided with; empty for a new pair. */
  readonly base: Base;
  readonly decision: Decision;
  readonly states: PerSide<SideState>;
  /** The records as the apps hold them after the write; a side that failed, or was not written, is absent. */
  readonly written: Readonly<Partial<Record<Side, Observed>>>;
}

/**
 * D24 to D26: the base after a decision was carried out. A sent value counts as agreed on even when
 * the app made something else of it: the difference then is that app's own change, and is decided next.
 */
export const baseAfter = (settlement: Settlement): Base => {
  const known = { ...settlement.base, ...agreedIn(settlement.decision), ...sent(settlement) };
  if (fieldsWithoutBase(settlement.mapping, known).length === 0) return known;
  const met = fieldPairs(settlement.mapping, known, statesAfter(settlement)).flatMap(
    (pair): readonly (readonly [string, Value])[] => {
      const value = pair.agreed === undefined ? firstBase(pair) : undefined;
      return value === undefined ? [] : [[pair.field.name, value]];
    },
  );
  return { ...known, ...Object.fromEntries(met) };
};

/** The pair as it stands after the writes. */
const statesAfter = ({
  states,
  written,
}: Pick<Settlement, "states" | "written">): PerSide<SideState> => ({
  businessCentral: stateAfter(states.businessCentral, written.businessCentral),
  dataverse: stateAfter(states.dataverse, written.dataverse),
});

const stateAfter = (before: SideState, observed: Observed | undefined): SideState =>
  observed === undefined ? before : { kind: "read", observed };

const agreedIn = (decision: Decision): Base =>
  decision.kind === "agree" || decision.kind === "write" ? decision.agreed : {};

const sent = ({ decision, written }: Settlement): Base => {
  if (decision.kind !== "write" && decision.kind !== "create") return {};
  return Object.fromEntries(
    decision.changes
      .filter(({ to }) => written[to] !== undefined)
      .map(({ field, value }) => [field, value]),
  );
};

/**
 * D26: a field that was not agreed on before. What still has to flow counts as that side's change
 * from what the other holds, so that the pair is decided on later without reading both again.
 */
const firstBase = (pair: FieldPair): Value | undefined => {
  const verdict = decideField(pair);
  if (verdict.kind === "agree") return verdict.value;

  const from = originOf(verdict);
  const theirs = from === undefined ? undefined : pair.held[otherSide[from]];
  return theirs?.kind === "value" ? theirs.value : undefined;
};
