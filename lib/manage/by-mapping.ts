import { type CouplingId, type ErrorId, type MappingName, mappingOfId } from "../domain/ids.ts";

/** Each id once, by the mapping it belongs to. */
export function idsByMapping<Id extends CouplingId | ErrorId>(
  ids: readonly Id[],
): ReadonlyMap<MappingName, readonly Id[]> {
  const groups = new Map<MappingName, readonly Id[]>();
  for (const id of new Set(ids)) {
    const mapping = mappingOfId(id);
    groups.set(mapping, [...(groups.get(mapping) ?? []), id]);
  }
  return groups;
}
