import { columnsOfField } from "../conversion/selection.ts";
import { isComputedOn } from "../mapping/computed-columns.ts";
import { fieldFlowsTo } from "../mapping/field-flow.ts";
import type { FieldMapping, TableMapping } from "../mapping/mapping.ts";
import type { MappingFault } from "../mapping/mapping-fault.ts";
import { appName, type Side, sides } from "../side.ts";

interface Written {
  readonly field: FieldMapping;
  readonly column: string;
}

/** M6, M15: no property is written by two fields, and neither a record's id nor what the app computes at all. */
export const checkWrittenColumns = (mapping: TableMapping): readonly MappingFault[] =>
  sides.flatMap((side) => {
    const written = mapping.fields
      .filter((field) => field.enabled && fieldFlowsTo(mapping, field, side))
      .flatMap((field) => writtenBy(field, side).map((column) => ({ field, column })));
    const id = side === "dataverse" ? mapping.dataverse.id : "id";
    return [
      ...written
        .filter(({ column }) => column === id)
        .map(({ field }) => fault(field, `writes the record's id "${id}" in ${appName[side]}`)),
      ...written
        .filter(({ column }) => isComputedOn(mapping, side, column) && column !== id)
        .map(({ field, column }) => computedFault(field, side, column)),
      ...written.flatMap((one, index) =>
        written
          .slice(0, index)
          .filter((other) => collide(one, other))
          .slice(0, 1)
          .map((other) =>
            fault(
              one.field,
              `writes "${one.column}" in ${appName[side]}, which field "${other.field.name}" writes too`,
            ),
          ),
      ),
    ];
  });

function writtenBy(field: FieldMapping, side: Side): readonly string[] {
  if (field.kind === "constant") return field.side === side ? [field.column] : [];
  if (field.kind === "lookup" && side === "dataverse") return [field.dataverse.navigation];
  return columnsOfField(field, side);
}

/** One column may get one constant with the create and another after it. */
const collide = (one: Written, other: Written): boolean =>
  one.column === other.column && !(areAtDifferentMoments(one.field, other.field) || one === other);

const areAtDifferentMoments = (one: FieldMapping, other: FieldMapping): boolean =>
  one.kind === "constant" &&
  other.kind === "constant" &&
  one.on !== other.on &&
  one.on !== "always" &&
  other.on !== "always";

const computedFault = (field: FieldMapping, side: Side, column: string): MappingFault => ({
  path: `fields/${field.name}`,
  message: `Field "${field.name}" writes "${column}", which ${appName[side]} computes itself. Give the field the other direction.`,
});

const fault = (field: FieldMapping, what: string): MappingFault => ({
  path: `fields/${field.name}`,
  message: `Field "${field.name}" ${what}. Remove or disable one of the fields.`,
});
