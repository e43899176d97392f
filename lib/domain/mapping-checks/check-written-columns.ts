import { columnsOfField } from "../conversion/selection.ts";
import { fieldFlowsTo } from "../mapping/field-flow.ts";
import type { FieldMapping, TableMapping } from "../mapping/mapping.ts";
import type { MappingFault } from "../mapping/mapping-fault.ts";
import { appName, type Side, sides } from "../side.ts";

interface Written {
  readonly field: FieldMapping;
  readonly column: string;
}

/** M6: no property of a record is written by two fields, and no record's id is written at all. */
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

const fault = (field: FieldMapping, what: string): MappingFault => ({
  path: `fields/${field.name}`,
  message: `Field "${field.name}" ${what}. Remove or disable one of the fields.`,
});
