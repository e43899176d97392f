import { modifiedOnOf, type SideState } from "../conversion/observation.ts";
import type { TableMapping, UpdateConflict } from "../mapping/mapping.ts";
import type { PerSide, Side } from "../side.ts";
import {
  decideField,
  type FieldPair,
  type FieldVerdict,
  originOf,
  problemIn,
  takeFrom,
} from "./decide-field.ts";
import type { Force } from "./decide-input.ts";

export interface JudgedField {
  readonly pair: FieldPair;
  readonly verdict: FieldVerdict;
}

/** What is to become of every field: the three-way comparison, then policies or a person's choice. */
export const judgeFields = (
  mapping: TableMapping,
  pairs: readonly FieldPair[],
  states: PerSide<SideState>,
  force: Force | undefined,
): readonly JudgedField[] => {
  if (force !== undefined) return pairs.map((pair) => ({ pair, verdict: forced(pair, force) }));

  const compared = pairs.map((pair) => ({ pair, verdict: decideField(pair) }));
  const disputed = mapping.merge === "record" ? asOneRecord(compared) : compared;
  return disputed.map((judged) => settleDispute(judged, mapping, states));
};

/** D22, D23: a choice for the field, else for the record, else what nobody disputes. */
const forced = (pair: FieldPair, force: Force): FieldVerdict => {
  const chosen = force.fields?.[pair.field.name] ?? (force.use === "merge" ? undefined : force.use);
  const taken = chosen === undefined ? undefined : takeFrom(pair, chosen);
  return taken ?? orProblem(pair, decideField(pair));
};

/** D21: with `merge: "record"`, two-way fields moved on both sides are disputed together. */
const asOneRecord = (judged: readonly JudgedField[]): readonly JudgedField[] => {
  const moved = judged.filter(isTwoWayMove);
  const movedOn = (side: Side) =>
    moved.some(({ verdict }) => verdict.kind === "dispute" || originOf(verdict) === side);
  if (!movedOn("businessCentral") || !movedOn("dataverse")) return judged;

  return judged.map((one) =>
    moved.includes(one) ? { pair: one.pair, verdict: { kind: "dispute" } } : one,
  );
};

const isTwoWayMove = ({ pair, verdict }: JudgedField): boolean =>
  pair.flowsTo.businessCentral &&
  pair.flowsTo.dataverse &&
  (verdict.kind === "dispute" || originOf(verdict) !== undefined);

const settleDispute = (
  { pair, verdict }: JudgedField,
  mapping: TableMapping,
  states: PerSide<SideState>,
): JudgedField => {
  if (verdict.kind !== "dispute") return { pair, verdict };
  const winner = winnerOf(pair.field.updateConflict ?? mapping.updateConflict, states);
  const taken = winner === undefined ? undefined : takeFrom(pair, winner);
  return { pair, verdict: taken ?? orProblem(pair, verdict) };
};

/** D19: nobody can choose a value that cannot be sent, so its problem is told and not the dispute. */
const orProblem = (pair: FieldPair, verdict: FieldVerdict): FieldVerdict =>
  verdict.kind === "dispute" ? (problemIn(pair) ?? verdict) : verdict;

const winnerOf = (policy: UpdateConflict, states: PerSide<SideState>): Side | undefined => {
  switch (policy) {
    case "manual":
      return undefined;
    case "businessCentralWins":
      return "businessCentral";
    case "dataverseWins":
      return "dataverse";
    case "latestWins":
      return latest(states);
  }
};

/** D20: unknown when the apps name no moment, or the same one. */
const latest = (states: PerSide<SideState>): Side | undefined => {
  const businessCentral = modifiedOnOf(states.businessCentral);
  const dataverse = modifiedOnOf(states.dataverse);
  if (businessCentral === undefined || dataverse === undefined) return undefined;
  if (businessCentral === dataverse) return undefined;
  return businessCentral > dataverse ? "businessCentral" : "dataverse";
};
