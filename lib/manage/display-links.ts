import { lookupRefIn } from "../domain/conversion/lookup.ts";
import { type LookupRef, lookupRefKey } from "../domain/coupling.ts";
import type { MappingName } from "../domain/ids.ts";
import type { LookupField, TableMapping } from "../domain/mapping/mapping.ts";
import type { Value } from "../domain/record.ts";
import type { ManageApp } from "./manage-app.ts";

/** A value of a field, on its way to people. */
export interface Told {
  readonly mapping: MappingName;
  readonly field: string;
  readonly value: Value;
}

/** The value as people know it. */
export type Tell = (told: Told) => Value;

/**
 * People know a linked record by its number or code in Business Central, not by the ids that are
 * compared. One that is not coupled is told by its id.
 */
export async function tellLinks(
  { store }: Pick<ManageApp, "store">,
  mappings: readonly TableMapping[],
  all: readonly Told[],
): Promise<Tell> {
  const lookups = lookupsOf(mappings);
  const refOf = ({ mapping, field, value }: Told): LookupRef | undefined => {
    const lookup = lookups.get(`${mapping}/${field}`);
    return lookup === undefined || typeof value !== "string"
      ? undefined
      : lookupRefIn(lookup, value);
  };
  const unknown = new Map<string, LookupRef>();
  for (const told of all) {
    const ref = refOf(told);
    if (ref?.by === "id") unknown.set(lookupRefKey(ref), ref);
  }
  const links = unknown.size === 0 ? undefined : await store.couplings.links([...unknown.values()]);
  return (told) => {
    const ref = refOf(told);
    if (ref === undefined) return told.value;
    const key = links?.get(lookupRefKey(ref))?.key ?? "";
    return key === "" ? ref.ref : key;
  };
}

const lookupsOf = (mappings: readonly TableMapping[]): ReadonlyMap<string, LookupField> =>
  new Map(
    mappings.flatMap(({ name, fields }) =>
      fields.flatMap((field) =>
        field.kind === "lookup" ? [[`${name}/${field.name}`, field] as const] : [],
      ),
    ),
  );
