import type { MappingName } from "../ids.ts";
import { fieldFlowsTo, valueFieldsOf } from "../mapping/field-flow.ts";
import type { FieldMapping, TableMapping } from "../mapping/mapping.ts";
import type { MappingFault } from "../mapping/mapping-fault.ts";
import { appName, sides } from "../side.ts";
import { checkFilter } from "./check-filter.ts";
import { checkTransformations } from "./check-transformations.ts";
import { checkValues } from "./check-values.ts";
import { checkWrittenColumns } from "./check-written-columns.ts";
import { firstCycle } from "./cycle.ts";
import { checkMatching } from "./match-groups.ts";

/** What the schema cannot see: whether the parts of a mapping make sense together (README, Mapping). */
export function checkMapping(
  mapping: TableMapping,
  others: readonly TableMapping[],
): readonly MappingFault[] {
  const all = [mapping, ...others.filter(({ name }) => name !== mapping.name)];
  return [
    ...checkFieldNames(mapping),
    ...checkUsable(mapping),
    ...checkWrittenColumns(mapping),
    ...sides.flatMap((side) => checkFilter(side, mapping[side].filter)),
    ...checkDependencies(mapping, all),
    ...mapping.fields
      .filter(isEnabled)
      .flatMap((field) =>
        [
          ...checkDirection(mapping, field),
          ...checkStart(mapping, field),
          ...checkValues(field),
          ...checkTransformations(field),
          ...checkTarget(field, all),
        ].map((message) => ({ path: `fields/${field.name}`, message })),
      ),
    ...checkWaiting(mapping, all),
    ...checkMatching(mapping),
  ];
}

/** A disabled field may be unfinished. */
const isEnabled = ({ enabled }: FieldMapping): boolean => enabled;

/** M1 */
function checkFieldNames({ fields }: TableMapping): readonly MappingFault[] {
  const names = fields.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) => ({
    path: `fields/${name}`,
    message: `Two fields are called "${name}". Give each field its own name.`,
  }));
}

/** M7; asked again before each step of a job, since a mapping without fields would create empty records. */
export const checkUsable = (mapping: TableMapping): readonly MappingFault[] =>
  valueFieldsOf(mapping).length > 0
    ? []
    : [
        {
          path: "fields",
          message: `Mapping ${mapping.name} has no enabled field mappings. Enable or add at least one field.`,
        },
      ];

/** M4; a constant must be written to a side that the directions lead to. */
function checkDirection(mapping: TableMapping, field: FieldMapping): readonly string[] {
  if (field.kind === "constant") {
    return fieldFlowsTo(mapping, field, field.side)
      ? []
      : [
          `Constant "${field.name}" is written to ${appName[field.side]}, where its direction ` +
            `(${field.direction}, table mapping ${mapping.direction}) does not lead. Change the side or the direction.`,
        ];
  }
  return sides.some((side) => fieldFlowsTo(mapping, field, side))
    ? []
    : [
        `Field "${field.name}" goes ${field.direction}, but the table mapping goes ${mapping.direction}. ` +
          "Change the field's direction, or disable it.",
      ];
}

/** M14: only a one-way field has an origin, and only its value can begin as the receiver's. */
function checkStart(mapping: TableMapping, field: FieldMapping): readonly string[] {
  if (field.startsFrom === "origin") return [];
  const isTwoWay = sides.every((side) => fieldFlowsTo(mapping, field, side));
  if (field.kind !== "constant" && !isTwoWay) return [];
  const why =
    field.kind === "constant"
      ? "is a constant. Remove startsFrom."
      : "is synchronized both ways. Remove startsFrom, or give the field one direction.";
  return [`Field "${field.name}" has startsFrom "${field.startsFrom}", but ${why}`];
}

/** M8 */
function checkDependencies(
  { name, dependsOn }: TableMapping,
  all: readonly TableMapping[],
): readonly MappingFault[] {
  const missing = dependsOn
    .filter((needed) => !all.some((each) => each.name === needed))
    .map((needed) => ({
      path: "dependsOn",
      message: `Mapping ${name} depends on ${needed}, which does not exist. Add ${needed}, or remove it from dependsOn.`,
    }));
  const cycle = firstCycle(name, (each) => all.find((one) => one.name === each)?.dependsOn ?? []);
  return cycle === undefined
    ? missing
    : [...missing, { path: "dependsOn", message: circular("depend on each other", cycle) }];
}

/** M9 */
const checkTarget = (field: FieldMapping, all: readonly TableMapping[]): readonly string[] =>
  field.kind !== "lookup" || all.some(({ name }) => name === field.mapping)
    ? []
    : [
        `Field "${field.name}" refers to mapping ${field.mapping}, which does not exist. ` +
          `Add mapping ${field.mapping}, or change the field.`,
      ];

/** M10: records that wait for each other would wait for ever; `defer` lets one of them go first. */
function checkWaiting(
  mapping: TableMapping,
  all: readonly TableMapping[],
): readonly MappingFault[] {
  const waitsFor = (name: MappingName): readonly MappingName[] =>
    all
      .filter((each) => each.name === name)
      .flatMap(valueFieldsOf)
      .flatMap((field) =>
        // A table that refers to itself is a hierarchy: its top waits for nobody.
        field.kind === "lookup" && field.whenUncoupled === "wait" && field.mapping !== name
          ? [field.mapping]
          : [],
      );
  const cycle = firstCycle(mapping.name, waitsFor);
  return cycle === undefined
    ? []
    : [
        {
          path: "fields",
          message: `${circular("wait for each other's records", cycle)} Set whenUncoupled of one of these lookups to "defer".`,
        },
      ];
}

const circular = (what: string, cycle: readonly MappingName[]): string =>
  `The mappings ${cycle.join(" → ")} ${what}. Remove one link of the circle.`;
