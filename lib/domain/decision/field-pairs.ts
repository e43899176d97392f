import type { SideState } from "../conversion/observation.ts";
import type { Base } from "../coupling.ts";
import type { FieldName } from "../ids.ts";
import { type MappedField, mappedFields } from "../mapping/mapped-fields.ts";
import type { TableMapping } from "../mapping/mapping.ts";
import type { Value } from "../record.ts";
import type { PerSide } from "../side.ts";
import type { FieldPair } from "./decide-field.ts";
import { heldBy } from "./field-state.ts";

/** Every enabled field of a pair, constants aside, with what each side holds. */
export const fieldPairs = (
  mapping: TableMapping,
  base: Base,
  states: PerSide<SideState>,
): readonly FieldPair[] =>
  fieldsOf(mapping, states).map((mapped) => fieldPair(mapped, base, states));

/** The same without the fields that both sides hold as agreed: nothing is to be decided about those. */
export const unsettledPairs = (
  mapping: TableMapping,
  base: Base,
  states: PerSide<SideState>,
): readonly FieldPair[] =>
  fieldsOf(mapping, states)
    .filter(({ field: { name } }) => {
      const agreed = base[name];
      return !(
        holdsAsAgreed(states.businessCentral, name, agreed) &&
        holdsAsAgreed(states.dataverse, name, agreed)
      );
    })
    .map((mapped) => fieldPair(mapped, base, states));

const holdsAsAgreed = (state: SideState, name: FieldName, agreed: Value | undefined): boolean =>
  agreed !== undefined &&
  (state.kind === "unchangedSinceBase" ||
    (state.kind === "read" && state.observed.values[name] === agreed));

const fieldPair = (
  { field, flowsTo }: MappedField,
  base: Base,
  states: PerSide<SideState>,
): FieldPair => {
  const agreed = base[field.name];
  return {
    field,
    flowsTo,
    held: {
      businessCentral: heldBy(field, states.businessCentral, agreed),
      dataverse: heldBy(field, states.dataverse, agreed),
    },
    agreed,
  };
};

/**
 * D12: fields that the base says nothing about (new in the mapping, or not known yet). While there
 * are any, both sides of a pair have to be read: `unchangedSinceBase` says nothing about them, so they are left.
 */
export const fieldsWithoutBase = (mapping: TableMapping, base: Base): readonly FieldName[] =>
  mappedFields(mapping)
    .ofPairs.filter(({ field }) => base[field.name] === undefined)
    .map(({ field }) => field.name);

const fieldsOf = (
  mapping: TableMapping,
  { businessCentral, dataverse }: PerSide<SideState>,
): readonly MappedField[] => {
  const { all, ofPairs } = mappedFields(mapping);
  return recordExists[businessCentral.kind] && recordExists[dataverse.kind] ? ofPairs : all;
};

const recordExists: Readonly<Record<SideState["kind"], boolean>> = {
  read: true,
  unchangedSinceBase: true,
  deleted: false,
  none: false,
};
