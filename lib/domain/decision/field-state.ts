import { isAnsweredBy, unlinkedValue } from "../conversion/lookup.ts";
import type { FieldProblem, Observed, SideState } from "../conversion/observation.ts";
import type { LookupRef } from "../coupling.ts";
import type { ValueField } from "../mapping/mapping.ts";
import type { Value } from "../record.ts";

/** What one side holds in one field, as far as known. */
export type Held =
  | { readonly kind: "value"; readonly value: Value }
  /** A link to a record that is not coupled. */
  | { readonly kind: "unresolved"; readonly ref: LookupRef }
  | { readonly kind: "problem"; readonly problem: FieldProblem }
  | { readonly kind: "unknown" };

const unknown: Held = { kind: "unknown" };

/** `agreed` is the base's value, undefined when the field was never agreed on. */
export const heldBy = (field: ValueField, state: SideState, agreed: Value | undefined): Held => {
  switch (state.kind) {
    case "read":
      return observed(field, state.observed, agreed);
    case "unchangedSinceBase":
      return valueOrUnknown(agreed);
    case "deleted":
    case "none":
      return unknown;
  }
};

/** For people: a link that could not be translated is shown with the one half that is known. */
export const shownValue = (held: Held): Value => {
  switch (held.kind) {
    case "value":
      return held.value;
    case "unresolved":
      return unlinkedValue(held.ref);
    case "problem":
    case "unknown":
      return null;
  }
};

const observed = (field: ValueField, record: Observed, agreed: Value | undefined): Held => {
  const problem = record.problems.find((one) => one.field === field.name);
  if (problem !== undefined) return { kind: "problem", problem };

  const ref = record.unresolved[field.name];
  if (ref === undefined) return valueOrUnknown(record.values[field.name]);
  return unresolvedLink(field, ref, agreed);
};

/** D11: a link that still points where both sides agreed has not moved, though its target's coupling is gone. */
const unresolvedLink = (field: ValueField, ref: LookupRef, agreed: Value | undefined): Held => {
  if (isAnsweredBy(agreed, ref)) return valueOrUnknown(agreed);
  if (field.kind !== "lookup") return { kind: "unresolved", ref };
  switch (field.whenUncoupled) {
    case "defer":
    case "wait":
      return { kind: "unresolved", ref };
    case "clear":
      return { kind: "value", value: null };
    case "leave":
      return valueOrUnknown(agreed === undefined ? unagreedLink(field) : agreed);
  }
};

/** D17: a link of a one-way field that is left alone from the start counts as blank until it can be translated. */
const unagreedLink = ({ direction }: ValueField): Value | undefined =>
  direction === "bidirectional" ? undefined : null;

const valueOrUnknown = (value: Value | undefined): Held =>
  value === undefined ? unknown : { kind: "value", value };
