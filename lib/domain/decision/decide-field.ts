import type { FieldProblem } from "../conversion/observation.ts";
import type { LookupRef } from "../coupling.ts";
import type { ValueField } from "../mapping/mapping.ts";
import type { Value } from "../record.ts";
import { otherSide, type PerSide, type Side } from "../side.ts";
import { type Held, shownValue } from "./field-state.ts";

/** One field of one pair. */
export interface FieldPair {
  readonly field: ValueField;
  /** Sides this field may be written to. */
  readonly flowsTo: PerSide<boolean>;
  readonly held: PerSide<Held>;
  /** The base's value; undefined when the field was never agreed on. */
  readonly agreed: Value | undefined;
}

export type FieldVerdict =
  | { readonly kind: "leave" }
  /** Nothing to write; the base moves to `value`. */
  | { readonly kind: "agree"; readonly value: Value }
  | {
      readonly kind: "flow";
      readonly from: Side;
      readonly value: Value;
      readonly replaces: Value;
    }
  /** A link to be sent whose target is not coupled. `from` is absent when it is so on both sides. */
  | {
      readonly kind: "wait";
      readonly from?: Side | undefined;
      readonly refs: readonly LookupRef[];
    }
  /** A value to be sent that cannot be. */
  | { readonly kind: "problem"; readonly from: Side; readonly problem: FieldProblem }
  | { readonly kind: "dispute" };

const leave: FieldVerdict = { kind: "leave" };

/** Three-way comparison of one field (rules D1 to D9). Knows nothing of policies. */
export const decideField = (pair: FieldPair): FieldVerdict => {
  if (isUnknown(pair)) return leave;

  const common = commonValue(pair);
  if (common !== undefined) {
    return common === pair.agreed ? leave : { kind: "agree", value: common };
  }

  const { businessCentral, dataverse } = pair.flowsTo;
  if (businessCentral && dataverse) return twoWay(pair);
  if (dataverse) return oneWay(pair, "businessCentral");
  if (businessCentral) return oneWay(pair, "dataverse");
  return leave;
};

/** `winner` wins this field if it differs, whichever side moved; undefined where it may not flow that way. */
export const takeFrom = (pair: FieldPair, winner: Side): FieldVerdict | undefined => {
  if (!pair.flowsTo[otherSide[winner]]) return undefined;
  if (isUnknown(pair) || commonValue(pair) !== undefined) return decideField(pair);
  return send(pair, winner);
};

/** The side whose value is without a canonical form, if any. */
export const problemIn = ({ held }: FieldPair): FieldVerdict | undefined => {
  const { businessCentral, dataverse } = held;
  if (businessCentral.kind === "problem") {
    return { kind: "problem", from: "businessCentral", problem: businessCentral.problem };
  }
  if (dataverse.kind === "problem") {
    return { kind: "problem", from: "dataverse", problem: dataverse.problem };
  }
  return undefined;
};

/** The one side whose value is to be sent, if there is one. */
export const originOf = (verdict: FieldVerdict): Side | undefined => {
  switch (verdict.kind) {
    case "flow":
    case "wait":
    case "problem":
      return verdict.from;
    case "leave":
    case "agree":
    case "dispute":
      return undefined;
  }
};

const isUnknown = ({ held }: FieldPair): boolean =>
  held.businessCentral.kind === "unknown" || held.dataverse.kind === "unknown";

const commonValue = ({ held }: FieldPair): Value | undefined => {
  const { businessCentral, dataverse } = held;
  if (businessCentral.kind !== "value" || dataverse.kind !== "value") return undefined;
  return businessCentral.value === dataverse.value ? dataverse.value : undefined;
};

const oneWay = (pair: FieldPair, origin: Side): FieldVerdict => {
  if (hasChanged(pair, origin)) return send(pair, origin);
  return pair.agreed === undefined ? { kind: "agree", value: null } : leave;
};

const twoWay = (pair: FieldPair): FieldVerdict => {
  const { businessCentral, dataverse } = pair.held;
  if (businessCentral.kind === "unresolved" && dataverse.kind === "unresolved") {
    return { kind: "wait", refs: [businessCentral.ref, dataverse.ref] };
  }
  const news = {
    businessCentral: hasChanged(pair, "businessCentral"),
    dataverse: hasChanged(pair, "dataverse"),
  };
  if (news.businessCentral && news.dataverse) return { kind: "dispute" };
  if (news.businessCentral) return send(pair, "businessCentral");
  return news.dataverse ? send(pair, "dataverse") : leave;
};

/** Whether a side of a field that differs has something to tell the other. */
const hasChanged = ({ field, held, agreed }: FieldPair, side: Side): boolean => {
  const mine = held[side];
  if (mine.kind !== "value") return true;
  if (mine.value === null && (agreed === undefined || keepsLinks(field))) return false;
  return mine.value !== agreed;
};

const send = ({ field, held }: FieldPair, from: Side): FieldVerdict => {
  const mine = held[from];
  switch (mine.kind) {
    case "value": {
      if (mine.value === null && keepsLinks(field)) return leave;
      const theirs = held[otherSide[from]];
      return { kind: "flow", from, value: mine.value, replaces: shownValue(theirs) };
    }
    case "unresolved":
      return { kind: "wait", from, refs: [mine.ref] };
    case "problem":
      return { kind: "problem", from, problem: mine.problem };
    case "unknown":
      return leave;
  }
};

/** D10 */
const keepsLinks = (field: ValueField): boolean => field.kind === "lookup" && field.notNull;
