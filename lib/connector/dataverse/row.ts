import * as z from "zod/mini";
import { RecordId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instant.ts";
import { instantOf } from "../../domain/instant.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { AppRecord, WireFields, WireValue } from "../../domain/record.ts";
import { isJsonObject, isWireValue, type JsonObject } from "../http/json.ts";

/** A row as the Web API prints it; which columns it has depends on the mapping. */
export const Row = z.custom<JsonObject>(isJsonObject);
export type Row = z.infer<typeof Row>;

/** An entry of a delta answer that stands for a deleted row. */
const DeletedRow = z.looseObject({ id: RecordId, reason: z.literal("deleted") });

/**
 * Nothing when the row is not whole. A column that was asked for always comes, blank as `null`: one
 * that does not come must not be taken for a blank one.
 */
export function recordOf(entity: Entity, row: Row): AppRecord | undefined {
  const id = RecordId.safeParse(row[entity.id]);
  const version = row["@odata.etag"];
  const fields = fieldsOf(entity, row);
  if (!id.success || typeof version !== "string" || fields === undefined) return undefined;
  return { id: id.data, version, modifiedOn: momentOf(row["modifiedon"]), fields };
}

export function deletedIdOf(row: Row): RecordId | undefined {
  return "@odata.etag" in row ? undefined : DeletedRow.safeParse(row).data?.id;
}

function fieldsOf(entity: Entity, row: Row): WireFields | undefined {
  const fields: Record<string, WireValue> = {};
  for (const column of entity.columns) {
    const value = row[column];
    if (!isWireValue(value)) return undefined;
    fields[column] = value;
  }
  return fields;
}

function momentOf(value: unknown): Instant | undefined {
  const epoch = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(epoch) ? undefined : instantOf(epoch);
}
