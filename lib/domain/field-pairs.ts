import type { Base } from "./coupling.ts";
import type { FieldPair } from "./decide-field.ts";
import { fieldFlowsTo, isOnlyForCreate, valueFieldsOf } from "./field-flow.ts";
import { heldBy } from "./held.ts";
import type { FieldName } from "./ids.ts";
import type { TableMapping, ValueField } from "./mapping.ts";
import type { SideState } from "./observation.ts";
import { type PerSide, sides } from "./side.ts";

/** Every enabled field of a pair, constants aside, with what each side holds. */
export const fieldPairs = (
  mapping: TableMapping,
  base: Base,
  states: PerSide<SideState>,
): readonly FieldPair[] =>
  fieldsOf(mapping, states).map((field) => {
    const agreed = base[field.name];
    return {
      field,
      flowsTo: {
        businessCentral: fieldFlowsTo(mapping, field, "businessCentral"),
        dataverse: fieldFlowsTo(mapping, field, "dataverse"),
      },
      held: {
        businessCentral: heldBy(field, states.businessCentral, agreed),
        dataverse: heldBy(field, states.dataverse, agreed),
      },
      agreed,
    };
  });

/**
 * D12: fields that the base says nothing about (new in the mapping, or not known yet). While there
 * are any, both sides of a pair have to be read: `asBase` says nothing about them, so they are left.
 */
export const fieldsWithoutBase = (mapping: TableMapping, base: Base): readonly FieldName[] =>
  valueFieldsOf(mapping)
    .filter((field) => !isOnlyForCreate(field))
    .flatMap(({ name }) => (base[name] === undefined ? [name] : []));

/** M12: a field that is only for creates takes no part once there is a record on both sides. */
const fieldsOf = (mapping: TableMapping, states: PerSide<SideState>): readonly ValueField[] => {
  const fields = valueFieldsOf(mapping);
  const isPair = sides.every((side) => recordExists[states[side].kind]);
  return isPair ? fields.filter((field) => !isOnlyForCreate(field)) : fields;
};

const recordExists: Readonly<Record<SideState["kind"], boolean>> = {
  read: true,
  asBase: true,
  deleted: false,
  none: false,
};
