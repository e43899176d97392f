import { constantsFor } from "../conversion/constants.ts";
import type { MappingContext } from "../conversion/context.ts";
import type { FieldProblem } from "../conversion/observation.ts";
import { wireOf } from "../conversion/wire.ts";
import type { LookupRef } from "../coupling.ts";
import type { FieldComparison } from "../error/error-item.ts";
import type { FieldName } from "../ids.ts";
import type { Value, WireValue } from "../record.ts";
import { type Side, sides } from "../side.ts";
import type { FieldPair } from "./decide-field.ts";
import type { DecideInput } from "./decide-input.ts";
import type { Decision, FieldChange, SideWrite } from "./decision.ts";
import { fieldPairs, unsettledPairs } from "./field-pairs.ts";
import { shownValue } from "./field-state.ts";
import { refuseMissing, refuseRejected } from "./rejection.ts";
import { type JudgedField, judgeFields } from "./resolve-disputes.ts";

/** D1 to D12 over all fields of a pair, in one decision: all of it is done, or nothing. */
export const decidePair = (input: DecideInput): Decision => {
  const { mapping, coupling, states, context } = input;
  const base = coupling?.base ?? {};
  const unsettled = unsettledPairs(mapping, base, states);
  if (unsettled.length === 0) return { kind: "nothing" };
  const judged = judgeFields(mapping, unsettled, states, input.force);

  const disputed = judged.filter(({ verdict }) => verdict.kind === "dispute");
  if (disputed.length > 0) {
    const names = new Set(disputed.map(({ pair }) => pair.field.name));
    const pairs = fieldPairs(mapping, base, states);
    return { kind: "conflict", comparison: pairs.map((pair) => comparisonOf(pair, names)) };
  }

  const sent = sides.map((side) => sendTo(side, judged, context));
  const problems = [...problemsOf(judged), ...sent.flatMap((one) => one.problems)];
  if (problems.length > 0) return refuseRejected(problems);

  const links = waitingLinks(judged);
  if (links.required.length > 0) return refuseMissing(mapping.name, links.required);

  return decisionOf(input, judged, sent, links.deferred);
};

const comparisonOf = (
  { field, agreed, held }: FieldPair,
  disputed: ReadonlySet<FieldName>,
): FieldComparison => ({
  field: field.name,
  base: agreed,
  businessCentral: shownValue(held.businessCentral),
  dataverse: shownValue(held.dataverse),
  conflict: disputed.has(field.name),
});

interface Sent {
  readonly side: Side;
  readonly fields: Record<string, WireValue>;
  readonly changes: readonly FieldChange[];
  readonly problems: readonly FieldProblem[];
}

const sendTo = (side: Side, judged: readonly JudgedField[], context: MappingContext): Sent => {
  const changes: FieldChange[] = [];
  const problems: FieldProblem[] = [];
  const fields: Record<string, WireValue> = {};
  for (const { pair, verdict } of judged) {
    if (verdict.kind !== "flow" || verdict.from === side) continue;
    const { value, replaces } = verdict;
    const wire = wireOf(pair.field, side, value, context);
    if (wire.ok) {
      Object.assign(fields, wire.value);
      changes.push({ field: pair.field.name, to: side, from: replaces, value });
    } else {
      problems.push(wire.failure);
    }
  }
  return { side, fields, changes, problems };
};

const problemsOf = (judged: readonly JudgedField[]): readonly FieldProblem[] =>
  judged.flatMap(({ verdict }) => (verdict.kind === "problem" ? [verdict.problem] : []));

/** D16, D17: links whose target is not coupled, by whether the record can be written without them. */
const waitingLinks = (judged: readonly JudgedField[]) => {
  const links: Record<"required" | "deferred", LookupRef[]> = { required: [], deferred: [] };
  for (const { pair, verdict } of judged) {
    if (verdict.kind !== "wait") continue;
    const { field } = pair;
    const isRequired = field.kind === "lookup" && field.whenUncoupled === "wait";
    links[isRequired ? "required" : "deferred"].push(...verdict.refs);
  }
  return links;
};

const decisionOf = (
  { mapping, context }: DecideInput,
  judged: readonly JudgedField[],
  sent: readonly Sent[],
  waiting: readonly LookupRef[],
): Decision => {
  const agreed: Record<FieldName, Value> = {};
  for (const { pair, verdict } of judged) {
    if (verdict.kind === "agree") agreed[pair.field.name] = verdict.value;
  }
  const written = sent.filter(({ changes }) => changes.length > 0);
  if (written.length > 0) {
    const writes = written.map(({ side, fields }): SideWrite => {
      const constants = constantsFor(mapping, side, "update", context);
      return { side, fields: { ...fields, ...constants } };
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
