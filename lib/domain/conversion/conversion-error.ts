import type { FieldMapping } from "../mapping/mapping.ts";
import type { WireValue } from "../record.ts";
import { failed } from "../result.ts";
import { appName, type Side } from "../side.ts";
import type { FieldProblem } from "./observation.ts";

/** Why one value cannot be converted, before it is known which field it belongs to. */
export interface Trouble {
  readonly message: string;
  readonly hint: string;
  /** The app's schema is not what the mapping expects: every record has it, so it is reported once. */
  readonly drift?: true | undefined;
}

type Failed = { readonly ok: false; readonly failure: Trouble };

export const refused = (message: string, hint: string): Failed => failed({ message, hint });

/** C1: JSON of the wrong type is never converted by guessing. */
export const drifted = (side: Side, column: string, found: WireValue, expected: string): Failed =>
  failed({
    message: `${appName[side]} sent ${described(found)} in "${column}", where the mapping expects ${expected}.`,
    hint: `Check the type of "${column}" in ${appName[side]} and the kind of the field mapping.`,
    drift: true,
  });

export const absent = (side: Side, column: string): Failed =>
  failed({
    message: `${appName[side]} sent no property "${column}".`,
    hint: `Check the spelling of "${column}" in the mapping, and whether ${appName[side]} still has it.`,
    drift: true,
  });

export const problemOf = (field: FieldMapping, trouble: Trouble): FieldProblem => ({
  field: field.name,
  kind: "rejected",
  message: `Field "${field.name}": ${trouble.message}`,
  hint: trouble.hint,
  ...(trouble.drift === true ? { drift: true } : {}),
});

export const textOfWire = (value: WireValue): string =>
  typeof value === "object" && value !== null ? value.decimal : String(value);

function described(value: WireValue): string {
  if (typeof value === "string") return `the text "${value.slice(0, 60)}"`;
  return `the ${typeof value === "boolean" ? "boolean" : "number"} ${textOfWire(value)}`;
}
