import { constantsFor } from "./constants.ts";
import type { MappingContext } from "./context.ts";
import type { LookupRef } from "./coupling.ts";
import type { FieldPair } from "./decide-field.ts";
import type { DecideInput } from "./decide-input.ts";
import type { Decision, FieldChange } from "./decision.ts";
import { fieldPairs } from "./field-pairs.ts";
import type { ValueField } from "./mapping.ts";
import type { FieldProblem } from "./observation.ts";
import type { Value, WireFields } from "./record.ts";
import { refuseMissing, refuseRejected } from "./refuse.ts";
import { otherSide, type Side } from "./side.ts";
import { wireOf } from "./wire.ts";

/** D13: the record on `from` gets a counterpart with every field that flows there. */
export const decideCreate = (input: DecideInput, from: Side): Decision => {
  const { mapping, states, context } = input;
  const on = otherSide[from];
  const pairs = fieldPairs(mapping, {}, states).filter((pair) => pair.flowsTo[on]);
  const parts = pairs.map((pair) => partOf(pair, from, context));

  const problems = parts.flatMap((part) => (part.kind === "problem" ? [part.problem] : []));
  if (problems.length > 0) return refuseRejected(problems);

  const links = parts.flatMap((part) => (part.kind === "link" ? [part] : []));
  const required = links.filter((link) => link.required).map(({ ref }) => ref);
  if (required.length > 0) return refuseMissing(mapping.name, required);

  const values = parts.flatMap((part) => (part.kind === "value" ? [part] : []));
  const fields: WireFields = Object.assign({}, ...values.map((part) => part.fields));
  return {
    kind: "create",
    on,
    fields: { ...fields, ...constantsFor(mapping, on, "create", context) },
    changes: values.map((part) => part.change),
    waiting: links.map(({ ref }) => ref),
  };
};

type Part =
  | { readonly kind: "value"; readonly fields: WireFields; readonly change: FieldChange }
  | { readonly kind: "link"; readonly ref: LookupRef; readonly required: boolean }
  | { readonly kind: "problem"; readonly problem: FieldProblem }
  | { readonly kind: "omitted" };

const omitted: Part = { kind: "omitted" };

const partOf = ({ field, held }: FieldPair, from: Side, context: MappingContext): Part => {
  const mine = held[from];
  switch (mine.kind) {
    case "value":
      return valuePart(field, mine.value, otherSide[from], context);
    case "unresolved": {
      const required = field.kind === "lookup" && field.whenUncoupled === "wait";
      return { kind: "link", ref: mine.ref, required };
    }
    case "problem":
      return { kind: "problem", problem: mine.problem };
    case "unknown":
      return omitted;
  }
};

/** Blanks are left out, so that the app's own defaults for new records stand. */
const valuePart = (field: ValueField, value: Value, to: Side, context: MappingContext): Part => {
  const blankMeansSomething = field.kind === "lookup" && field.blankIs === "baseCurrency";
  if (value === null && !blankMeansSomething) return omitted;

  const wire = wireOf(field, to, value, context);
  if (!wire.ok) return { kind: "problem", problem: wire.failure };
  return {
    kind: "value",
    fields: wire.value,
    change: { field: field.name, to, from: null, value },
  };
};
