import { fieldFlowsTo } from "../mapping/field-flow.ts";
import { mappedFields } from "../mapping/mapped-fields.ts";
import type { ConstantField, TableMapping } from "../mapping/mapping.ts";
import type { WireFields, WireValue } from "../record.ts";
import type { Side } from "../side.ts";
import type { MappingContext } from "./context.ts";

export type ConstantMoment = "create" | "afterCreate" | "update";

/** M5: `create` constants are left alone afterwards; `always` is written with every write. */
export const constantsFor = (
  mapping: TableMapping,
  side: Side,
  moment: ConstantMoment,
  context: MappingContext,
): WireFields =>
  Object.fromEntries(
    mappedFields(mapping)
      .constants.filter((field) => field.side === side && fieldFlowsTo(mapping, field, side))
      .filter((field) => isDue[moment].includes(field.on))
      .map((field) => propertyOf(field, context)),
  );

const isDue: Readonly<Record<ConstantMoment, readonly ConstantField["on"][]>> = {
  create: ["create", "always"],
  afterCreate: ["afterCreate"],
  update: ["always"],
};

function propertyOf(
  { name, column, value }: ConstantField,
  { rows }: MappingContext,
): readonly [string, WireValue] {
  if (value === null || typeof value !== "object") return [column, value];
  const id = rows.get(name);
  if (id === undefined)
    throw new Error(`The row of constant "${name}" was not looked up before writing`);
  return [`${column}@odata.bind`, `/${value.row.set}(${id})`];
}
