import * as z from "zod/mini";
import { RecordId } from "../../domain/ids.ts";
import { type Instant, instantOf } from "../../domain/instant.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { AppRecord, WireValue } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { isJsonObject, isWireValue } from "../http/json.ts";

const Head = z.object({
  "@odata.etag": z.string().check(z.minLength(1)),
  lastModifiedDateTime: z.optional(z.string()),
});

/** Columns every read asks for: the id, the stamp that changes are found by, and the mapped ones. */
export const columnsOf = (entity: Entity, further: readonly string[] = []): readonly string[] => [
  ...new Set([entity.id, "lastModifiedDateTime", ...entity.columns, ...further]),
];

/** A row as a record. A column that is missing must not pass for a blank: it fails the row. */
export function recordOf(
  entity: Entity,
  body: unknown,
  columns: readonly string[] = entity.columns,
): Result<AppRecord, string> {
  const head = Head.safeParse(body);
  if (!head.success || !isJsonObject(body)) return failed("a record without an ETag");
  const rawId = body[entity.id];
  const id = RecordId.safeParse(typeof rawId === "string" ? rawId.toLowerCase() : undefined);
  if (!id.success) return failed(`a record without a GUID in "${entity.id}"`);
  const fields: Record<string, WireValue> = {};
  for (const column of columns) {
    const value = body[column];
    if (!isWireValue(value)) return failed(`a record without a plain value in "${column}"`);
    fields[column] = value;
  }
  return ok({
    id: id.data,
    version: head.data["@odata.etag"],
    modifiedOn: stampOf(head.data.lastModifiedDateTime),
    fields,
  });
}

/** Fractions of a second are trimmed on the wire, and year 1 is blank. */
function stampOf(text: string | undefined): Instant | undefined {
  const epoch = Date.parse(text ?? "");
  return Number.isNaN(epoch) || epoch < 0 ? undefined : instantOf(epoch);
}
