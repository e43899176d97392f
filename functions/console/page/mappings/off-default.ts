import { defaultMappings } from "../../../../lib/domain/mapping/default-mappings/default-mappings.ts";
import type { TableMapping } from "../../../../lib/domain/mapping/mapping.ts";
import { MappingBody } from "../../../../lib/runtime/http/shapes/mapping.ts";
import type { ListedMapping } from "../api/shapes.ts";
import { changedParts } from "./changed-parts.ts";

/** Which parts are not as they were shipped; undefined for a mapping that was not shipped. */
export function partsOffDefault(mapping: TableMapping): readonly string[] | undefined {
  const shipped = defaultMappings.find(({ name }) => name === mapping.name);
  return shipped && changedParts(mapping, shipped);
}

/** The same of a listed one, without what the list adds. */
export const listedOffDefault = (mapping: ListedMapping): readonly string[] | undefined =>
  partsOffDefault(MappingBody.parse(mapping));
