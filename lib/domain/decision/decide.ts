import type { FieldProblem, SideState } from "../conversion/observation.ts";
import type { Coupling } from "../coupling.ts";
import type { TableMapping } from "../mapping/mapping.ts";
import { flowsTo, otherSide, type PerSide, type Side, sides } from "../side.ts";
import { decideCreate } from "./decide-create.ts";
import type { DecideInput } from "./decide-input.ts";
import { decidePair } from "./decide-pair.ts";
import type { Decision } from "./decision.ts";
import { refuseRejected } from "./rejection.ts";

/** What is to be done about one pair, or one record without a pair. Pure and total; rules in README.md. */
export const decide = (input: DecideInput): Decision => {
  const { mapping, coupling, states } = input;

  const unclear = [
    ...recordProblems(mapping, states.businessCentral),
    ...recordProblems(mapping, states.dataverse),
  ];
  if (unclear.length > 0) return refuseRejected(unclear);

  const outside = sides.some((side) => isOutsideFilter(states[side]));
  if (outside) return { kind: "leaveOut", reason: "outsideFilter", unread: unreadOf(input) };

  const gone = sides.filter((side) => isGone(states[side], coupling));
  const [missing] = gone;
  if (gone.length === 2) return { kind: "bothDeleted" };
  if (missing !== undefined && states[otherSide[missing]].kind === "none") {
    return { kind: "bothDeleted" };
  }
  if (missing !== undefined) {
    return { kind: "counterpartDeleted", missing, resolution: mapping.deleteConflict };
  }

  const alone = aloneOn(states);
  return alone === undefined ? decidePair(input) : decideAlone(input, alone);
};

const isOutsideFilter = (state: SideState): boolean =>
  state.kind === "read" && !state.observed.inFilter;

/** D15: every side whose news nobody has looked at; a deletion is such news too. */
const unreadOf = ({ coupling, states }: DecideInput): readonly Side[] =>
  coupling === undefined
    ? []
    : sides.filter((side) => states[side].kind === "read" || states[side].kind === "deleted");

/** D18: problems of the record as a whole, such as a filter that cannot be decided, block everything. */
const recordProblems = (mapping: TableMapping, state: SideState): readonly FieldProblem[] =>
  state.kind === "read"
    ? state.observed.problems.filter(
        (problem) => !mapping.fields.some(({ name }) => name === problem.field),
      )
    : [];

/** A coupled side without a record is gone; taking it for new would create it twice. */
const isGone = ({ kind }: SideState, coupling: Coupling | undefined): boolean =>
  kind === "deleted" || (kind === "none" && coupling !== undefined);

const aloneOn = ({ businessCentral, dataverse }: PerSide<SideState>): Side | undefined => {
  if (businessCentral.kind === "read" && dataverse.kind === "none") return "businessCentral";
  if (dataverse.kind === "read" && businessCentral.kind === "none") return "dataverse";
  return undefined;
};

/** D13, D14: a record without a counterpart. Only a person creates one where the mapping does not. */
const decideAlone = (input: DecideInput, side: Side): Decision => {
  const { mapping, force, lost } = input;
  if (lost !== undefined) return decideCreate(input, side);
  if (!flowsTo(mapping.direction, otherSide[side]) || force?.use === otherSide[side]) {
    return { kind: "leaveOut", reason: "otherDirection", unread: [] };
  }
  if (mapping.onlyCoupled && force === undefined) {
    return { kind: "leaveOut", reason: "onlyCoupled", unread: [] };
  }
  return decideCreate(input, side);
};
