import type { LookupField, ValueField } from "../mapping/mapping.ts";
import type { Value, WireFields, WireValue } from "../record.ts";
import { ok, type Result } from "../result.ts";
import type { Side } from "../side.ts";
import { dateFrom, dateTimeFrom } from "./calendar.ts";
import { choiceFrom } from "./choice.ts";
import { absent, drifted, type Trouble } from "./conversion-error.ts";
import { decimalFrom, integerFrom } from "./decimal.ts";
import { guidFrom } from "./guid.ts";
import { textFrom } from "./text.ts";

/** A field whose value needs nothing but its record. */
export type PlainField = Exclude<ValueField, LookupField>;

/** What a field holds on one side, in the form that both sides share. */
export function canonicalOf(
  field: PlainField,
  side: Side,
  record: WireFields,
): Result<Value, Trouble> {
  if (field.kind === "text" || field.kind === "code") return textFrom(field, side, record);
  const { column } = field[side];
  const raw = record[column];
  if (raw === undefined) return absent(side, column);
  switch (field.kind) {
    case "guid":
      return guidFrom(side, column, raw);
    case "boolean":
      return booleanFrom(side, column, raw);
    case "integer":
      return integerFrom(side, column, raw);
    case "decimal":
      return decimalFrom(side, column, raw, field.scale);
    case "date":
      return dateFrom(side, column, raw);
    case "dateTime":
      return dateTimeFrom(side, column, raw);
    case "choice":
      return choiceFrom(field, side, raw);
  }
}

/** C15: Business Central has no blank boolean; Dataverse's is false. */
function booleanFrom(side: Side, column: string, raw: WireValue): Result<Value, Trouble> {
  if (raw === null) return ok(false);
  return typeof raw === "boolean" ? ok(raw) : drifted(side, column, raw, "true or false");
}
