import { constantsFor } from "./constants.ts";
import type { MappingContext } from "./context.ts";
import type { FieldPair } from "./decide-field.ts";
import type { DecideInput } from "./decide-input.ts";
import type { Decision, FieldChange, SideWrite } from "./decision.ts";
import type { FieldComparison } from "./error-item.ts";
import { fieldPairs } from "./field-pairs.ts";
import { shownValue } from "./held.ts";
import type { FieldProblem } from "./observation.ts";
import type { Value, WireFields } from "./record.ts";
import { refuseMissing, refuseRejected } from "./refuse.ts";
import { type JudgedField, judgeFields } from "./resolve-disputes.ts";
import { otherSide, type Side, sides } from "./side.ts";
import { wireOf } from "./wire.ts";

/** D1 to D12 over all fields of a pair, in one decision: all of it is done, or nothing. */
export const decidePair = (input: DecideInput): Decision => {
  const { mapping, coupling, states, context } = input;
  const pairs = fieldPairs(mapping, coupling?.base ?? {}, states);
  const judged = judgeFields(mapping, pairs, states, input.force);

  if (judged.some(({ verdict }) => verdict.kind === "dispute")) {
    return { kind: "conflict", comparison: judged.map(comparisonOf) };
  }

  const sent = sides.map((side) => sendTo(side, judged, context));
  const problems = [...problemsOf(judged), ...sent.flatMap((one) => one.problems)];
  if (problems.length > 0) return refuseRejected(problems);

  const links = waitingLinks(judged);
  if (links.required.length > 0) return refuseMissing(mapping.name, links.required);

  return decisionOf(input, judged, sent);
};

const comparisonOf = ({ pair, verdict }: JudgedField): FieldComparison => ({
  field: pair.field.name,
  base: pair.agreed,
  businessCentral: shownValue(pair.held.businessCentral),
  dataverse: shownValue(pair.held.dataverse),
  conflict: verdict.kind === "dispute",
});

interface Sent {
  readonly side: Side;
  readonly fields: WireFields;
  readonly keep: WireFields;
  readonly changes: readonly FieldChange[];
  readonly problems: readonly FieldProblem[];
}

const sendTo = (side: Side, judged: readonly JudgedField[], context: MappingContext): Sent => {
  const changes: FieldChange[] = [];
  const problems: FieldProblem[] = [];
  let fields: WireFields = {};
  let keep: WireFields = {};
  for (const { pair, verdict } of judged) {
    const flows = verdict.kind === "flow" && verdict.from === otherSide[side];
    const value = flows ? verdict.value : valueToKeep(pair, side);
    if (value === undefined) continue;

    const wire = wireOf(pair.field, side, value, context);
    if (!flows) {
      if (wire.ok) keep = { ...keep, ...wire.value };
    } else if (wire.ok) {
      fields = { ...fields, ...wire.value };
      changes.push({ field: pair.field.name, to: side, from: verdict.replaces, value });
    } else {
      problems.push(wire.failure);
    }
  }
  return { side, fields, keep, changes, problems };
};

const valueToKeep = ({ flowsTo, held }: FieldPair, side: Side): Value | undefined => {
  const theirs = held[side];
  return flowsTo[side] && theirs.kind === "value" ? theirs.value : undefined;
};

const problemsOf = (judged: readonly JudgedField[]): readonly FieldProblem[] =>
  judged.flatMap(({ verdict }) => (verdict.kind === "problem" ? [verdict.problem] : []));

/** D16, D17: links whose target is not coupled, by whether the record can be written without them. */
const waitingLinks = (judged: readonly JudgedField[]) => {
  const refsWhere = (required: boolean) =>
    judged.flatMap(({ pair: { field }, verdict }) => {
      const isRequired = field.kind === "lookup" && field.whenUncoupled === "wait";
      return verdict.kind === "wait" && isRequired === required ? verdict.refs : [];
    });
  return { required: refsWhere(true), deferred: refsWhere(false) };
};

const decisionOf = (
  { mapping, context }: DecideInput,
  judged: readonly JudgedField[],
  sent: readonly Sent[],
): Decision => {
  const waiting = waitingLinks(judged).deferred;
  const agreed = Object.fromEntries(
    judged.flatMap(({ pair, verdict }): readonly (readonly [string, Value])[] =>
      verdict.kind === "agree" ? [[pair.field.name, verdict.value]] : [],
    ),
  );
  const written = sent.filter(({ changes }) => changes.length > 0);
  if (written.length > 0) {
    const writes = written.map(({ side, fields, keep }): SideWrite => {
      const constants = constantsFor(mapping, side, "update", context);
      return { side, fields: { ...fields, ...constants }, keep };
    });
    return {
      kind: "write",
      writes,
      changes: written.flatMap((one) => one.changes),
      agreed,
      waiting,
    };
  }
  const isNothing = Object.keys(agreed).length === 0 && waiting.length === 0;
  return isNothing ? { kind: "nothing" } : { kind: "agree", agreed, waiting };
};
