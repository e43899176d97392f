import { constantsFor } from "../conversion/constants.ts";
import type { MappingContext } from "../conversion/context.ts";
import type { FieldProblem } from "../conversion/observation.ts";
import { wireOf } from "../conversion/wire.ts";
import type { Base, LookupRef } from "../coupling.ts";
import { isComputedOn } from "../mapping/computed-columns.ts";
import type { ValueField } from "../mapping/mapping.ts";
import type { Value, WireFields } from "../record.ts";
import { otherSide, type Side } from "../side.ts";
import type { FieldPair } from "./decide-field.ts";
import type { DecideInput } from "./decide-input.ts";
import type { Decision, FieldChange } from "./decision.ts";
import { fieldPairs } from "./field-pairs.ts";
import { refuseMissing, refuseRejected } from "./rejection.ts";

/** D13: the record on `from` gets a counterpart with every field that flows there. */
export const decideCreate = (input: DecideInput, from: Side): Decision => {
  const { mapping, states, context, lost } = input;
  const on = otherSide[from];
  const parts = fieldPairs(mapping, {}, states).map((pair) =>
    pair.flowsTo[on]
      ? partOf(pair, from, context)
      : againstPart(input, pair.field, on, valueToStartWith(pair, from, lost)),
  );

  const problems = parts.flatMap((part) => (part.kind === "problem" ? [part.problem] : []));
  if (problems.length > 0) return refuseRejected(problems);

  const links = parts.flatMap((part) => (part.kind === "link" ? [part] : []));
  const required = links.filter((link) => link.required).map(({ ref }) => ref);
  if (required.length > 0) return refuseMissing(mapping.name, required);

  const values = parts.flatMap((part) => (part.kind === "value" ? [part] : []));
  const fields: WireFields = Object.fromEntries(
    values.flatMap((part) => Object.entries(part.fields)),
  );
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

/**
 * D29, D31: what a new record begins with in a field that does not flow to it: what a lost one had, or
 * what the other side holds, where the field says so.
 */
const valueToStartWith = (
  { field, held }: FieldPair,
  from: Side,
  lost: Base | undefined,
): Value => {
  const theirs = held[from];
  if (lost !== undefined) return lost[field.name] ?? null;
  return field.startsFrom === "receiver" && theirs.kind === "value" ? theirs.value : null;
};

/** Its number is left to the app, which may not take one by hand, and so is what the app computes (D32). */
const againstPart = (
  { mapping, context }: DecideInput,
  field: ValueField,
  on: Side,
  value: Value,
): Part => {
  const wire = wireOf(field, on, value, context);
  if (value === null || !wire.ok) return omitted;
  if (on === "businessCentral" && mapping.businessCentral.key in wire.value) return omitted;
  if (Object.keys(wire.value).some((column) => isComputedOn(mapping, on, column))) return omitted;
  return {
    kind: "value",
    fields: wire.value,
    change: { field: field.name, to: on, from: null, value },
  };
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
