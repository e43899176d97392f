import type { WireFields } from "../../domain/record.ts";
import type { Write, WriteOutcome } from "../../ports/business-app.ts";

/** What Business Central blanks when it changes the country (wire contracts 1.9, rule 5). */
const addressParts = ["city", "state", "postalCode"];

export const nothing = (): WireFields => ({});

/** It applies properties in the order of the body: the country first, then the address it blanks. */
export function withCountryFirst(fields: WireFields, keep: () => WireFields): WireFields {
  const { country, ...rest } = fields;
  if (country === undefined) return fields;
  const others = keep();
  const kept = Object.fromEntries(
    addressParts.flatMap((part) => {
      const value = fields[part] ?? others[part];
      return value === undefined || value === null ? [] : [[part, value] as const];
    }),
  );
  return { country, ...kept, ...rest };
}

/** A second write that puts back what the change of country blanked all the same. */
export function lostAddress(
  one: Write | undefined,
  outcome: WriteOutcome,
): Extract<Write, { kind: "update" }> | undefined {
  if (one?.kind !== "update" || outcome.kind !== "written") return undefined;
  if (one.fields["country"] === undefined) return undefined;
  const meant = withCountryFirst(one.fields, one.keep);
  const lost = addressParts.flatMap((part) => {
    const value = meant[part];
    const isLost = value !== undefined && value !== "" && outcome.record.fields[part] === "";
    return isLost ? [[part, value] as const] : [];
  });
  if (lost.length === 0) return undefined;
  const { id, version } = outcome.record;
  return { kind: "update", id, version, fields: Object.fromEntries(lost), keep: nothing };
}
