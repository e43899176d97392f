import type { TableMapping } from "./mapping.ts";

export interface MappingFault {
  readonly path: string;
  readonly message: string;
}

/** What the schema cannot see: whether the parts of a mapping make sense together (rules M1 to M12). */
export function checkMapping(
  _mapping: TableMapping,
  _others: readonly TableMapping[],
): readonly MappingFault[] {
  return [];
}
