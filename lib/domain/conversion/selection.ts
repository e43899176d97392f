import type { Entity } from "../mapping/entity.ts";
import { valueFieldsOf } from "../mapping/field-flow.ts";
import type { TableMapping, ValueField } from "../mapping/mapping.ts";
import { mergeColumns } from "../mapping/merged-rows.ts";
import type { Side } from "../side.ts";
import { columnsOf } from "./text.ts";

/** M3: what is read of one app: the usable fields' columns, and those that filters, keys and titles need. */
export function entityOf(mapping: TableMapping, side: Side): Entity {
  const columns = valueFieldsOf(mapping).flatMap((field) => columnsOfField(field, side));
  const conditions = mapping[side].filter.map(({ column }) => column);
  if (side === "businessCentral") {
    const { entity, api, key, title, filter } = mapping.businessCentral;
    return {
      mapping: mapping.name,
      set: entity,
      ...(api === undefined ? {} : { api }),
      id: "id",
      changeTracking: false,
      columns: tidy([...columns, ...conditions, key, title], "id"),
      filter,
    };
  }
  const { set, id, title, changeTracking, filter, mergeable } = mapping.dataverse;
  const merge = mergeable ? mergeColumns : [];
  return {
    mapping: mapping.name,
    set,
    id,
    changeTracking,
    columns: tidy([...columns, ...conditions, ...merge, title], id),
    filter,
  };
}

/**
 * Changes when other records or columns are read than before, so that a cursor of the old selection
 * is not trusted. FNV-1a, twice with different starts: short and stable, not a secret.
 */
export function selectionOf({ set, api, id, columns, filter }: Entity): string {
  const text = JSON.stringify([set, api ?? null, id, columns, filter]);
  return hashed(text, 0x811c9dc5) + hashed(text, 0x2545f491);
}

export const columnsOfField = (field: ValueField, side: Side): readonly string[] =>
  field.kind === "text" || field.kind === "code" ? columnsOf(field[side]) : [field[side].column];

const tidy = (columns: readonly string[], id: string): readonly string[] =>
  [...new Set(columns)].filter((column) => column !== id).toSorted();

function hashed(text: string, start: number): string {
  let hash = start;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
