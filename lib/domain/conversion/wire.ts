import type { FieldMapping } from "../mapping/mapping.ts";
import type { Value, WireFields, WireValue } from "../record.ts";
import { failed, ok, type Result } from "../result.ts";
import type { Side } from "../side.ts";
import { dateTimeTo, dateTo } from "./calendar.ts";
import { choiceTo } from "./choice.ts";
import type { MappingContext } from "./context.ts";
import { problemOf, type Trouble } from "./conversion-error.ts";
import { decimalTo, integerTo } from "./decimal.ts";
import { guidTo } from "./guid.ts";
import { lookupTo } from "./lookup.ts";
import type { FieldProblem } from "./observation.ts";
import { textTo } from "./text.ts";

/** The properties that put `value` into one side's record, in that app's own form. */
export function wireOf(
  field: FieldMapping,
  side: Side,
  value: Value,
  context: MappingContext,
): Result<WireFields, FieldProblem> {
  const fields = converted(field, side, value, context);
  return fields.ok ? fields : failed(problemOf(field, fields.failure));
}

function converted(
  field: FieldMapping,
  side: Side,
  value: Value,
  context: MappingContext,
): Result<WireFields, Trouble> {
  switch (field.kind) {
    case "text":
    case "code":
      return textTo(field, side, value);
    case "guid":
      return ok({ [field[side].column]: guidTo(side, value) });
    case "boolean":
      return ok({ [field[side].column]: value === true });
    case "integer":
      return inColumn(field[side].column, integerTo(value));
    case "decimal":
      return inColumn(field[side].column, decimalTo(value, field.scale));
    case "date":
      return inColumn(field[side].column, dateTo(side, value));
    case "dateTime":
      return inColumn(field[side].column, dateTimeTo(side, value));
    case "choice":
      return inColumn(field[side].column, choiceTo(field, side, value));
    case "lookup":
      return lookupTo(field, side, value, context);
    case "constant":
      return ok({});
  }
}

const inColumn = (
  column: string,
  value: Result<WireValue, Trouble>,
): Result<WireFields, Trouble> => (value.ok ? ok({ [column]: value.value }) : value);
