import type { ChoiceField } from "../mapping/mapping.ts";
import type { Value, WireValue } from "../record.ts";
import { ok, type Result } from "../result.ts";
import { appName, type Side } from "../side.ts";
import { drifted, refused, type Trouble } from "./conversion-error.ts";
import { escapeEnumName, unescapeEnumName } from "./enum-name.ts";
import { tidyGuid, zeroGuid } from "./guid.ts";

/** C9: canonical is Dataverse's number. An option that the value map does not name is refused, never guessed. */
export const choiceFrom = (
  field: ChoiceField,
  side: Side,
  raw: WireValue,
): Result<Value, Trouble> =>
  side === "businessCentral" ? fromBusinessCentral(field, raw) : fromDataverse(field, raw);

export function choiceTo(field: ChoiceField, side: Side, value: Value): Result<WireValue, Trouble> {
  if (side === "dataverse") return ok(value);
  if (value === null) return ok(isBooleanColumn(field) ? false : blankOf(field));
  const entry = Object.entries(field.values).find(([, option]) => option === value);
  if (entry === undefined) return unknownOption(field, "dataverse", String(value));
  return ok(nameToSend(field, entry[0]));
}

function fromBusinessCentral(field: ChoiceField, raw: WireValue): Result<Value, Trouble> {
  if (typeof raw === "number" || (typeof raw === "object" && raw !== null)) {
    return drifted("businessCentral", field.businessCentral.column, raw, "the name of an option");
  }
  const name = raw === null ? "" : plainName(String(raw));
  const entry = Object.entries(field.values).find(([key]) => plainName(key) === name);
  if (entry !== undefined) return ok(entry[1]);
  return name === "" || name === plainName(blankOf(field))
    ? ok(null)
    : unknownOption(field, "businessCentral", name);
}

/** Where the value map gives Business Central's blank an option, null in Dataverse means that option. */
function fromDataverse(field: ChoiceField, raw: WireValue): Result<Value, Trouble> {
  if (raw === null) {
    const blankName = isBooleanColumn(field) ? "false" : "";
    const blank = Object.entries(field.values).find(([key]) => plainName(key) === blankName);
    return ok(blank?.[1] ?? null);
  }
  if (typeof raw === "string" || typeof raw === "object") {
    return drifted("dataverse", field.dataverse.column, raw, "the number of an option");
  }
  return Object.values(field.values).includes(raw)
    ? ok(raw)
    : unknownOption(field, "dataverse", String(raw));
}

const blankOf = (field: ChoiceField): string =>
  field.blank ?? (isGuidColumn(field) ? zeroGuid : "_x0020_");

/** Options are compared without escapes; a name of blanks only is the blank option. */
export const plainName = (name: string): string => tidyGuid(name) ?? unescapeEnumName(name).trim();

/**
 * A column of codes (`blank: ""`) or of GUIDs gets its values as they are, an enum the escaped name, a
 * boolean a boolean.
 */
function nameToSend(field: ChoiceField, key: string): WireValue {
  if (isBooleanColumn(field)) return key === "true";
  return field.blank === "" || isGuidColumn(field) ? key : escapeEnumName(unescapeEnumName(key));
}

const isBooleanColumn = (field: ChoiceField): boolean =>
  Object.keys(field.values).every((key) => key === "true" || key === "false");

/** A choice may stand for the records of a small table, such as payment terms, named by their ids. */
const isGuidColumn = (field: ChoiceField): boolean =>
  Object.keys(field.values).every((key) => tidyGuid(key) !== undefined);

const unknownOption = (field: ChoiceField, side: Side, option: string) =>
  refused(
    `${appName[side]} holds the option "${option}", which the value map does not name.`,
    `Add option "${option}" to the value map of field "${field.name}", or choose another option in ${appName[side]}.`,
  );
