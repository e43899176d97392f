import type { PerSide } from "../side.ts";
import { fieldFlowsTo, isOnlyForCreate, valueFieldsOf } from "./field-flow.ts";
import type { ConstantField, TableMapping, ValueField } from "./mapping.ts";

/** A field and the sides that it may be written to. */
export interface MappedField {
  readonly field: ValueField;
  readonly flowsTo: PerSide<boolean>;
}

export interface MappedFields {
  readonly all: readonly MappedField[];
  /** M12: a field that is only for creates takes no part once there is a record on both sides. */
  readonly ofPairs: readonly MappedField[];
  readonly constants: readonly ConstantField[];
}

const isEnabled = ({ enabled }: ConstantField): boolean => enabled;

const known = new WeakMap<TableMapping, MappedFields>();

/** What follows from a mapping alone, worked out once: every record asks for it several times. */
export function mappedFields(mapping: TableMapping): MappedFields {
  const before = known.get(mapping);
  if (before !== undefined) return before;
  const all = valueFieldsOf(mapping).map((field) => ({
    field,
    flowsTo: {
      businessCentral: fieldFlowsTo(mapping, field, "businessCentral"),
      dataverse: fieldFlowsTo(mapping, field, "dataverse"),
    },
  }));
  const fields = {
    all,
    ofPairs: all.filter(({ field }) => !isOnlyForCreate(field)),
    constants: mapping.fields.filter((field) => field.kind === "constant").filter(isEnabled),
  };
  known.set(mapping, fields);
  return fields;
}
