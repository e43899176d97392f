import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { ReadById } from "../../ports/business-app.ts";
import { chunksOf } from "../chunks-of.ts";
import { errorIn } from "../http/quoted.ts";
import { readById, type Sighting } from "../proof/read-by-id.ts";
import { failureOf, isHiddenRecord, isNoSuchRecord, quote, unexpectedAnswer } from "./app-error.ts";
import { errorOfPart, maxParts, type PartAnswer, sendBatch } from "./batch.ts";
import type { Connection } from "./connection.ts";
import { columnsOf, recordOf } from "./row.ts";

/** A hundred records per request. */
export async function readByIds(
  connection: Connection,
  entity: Entity,
  ids: readonly RecordId[],
): Promise<Result<ReadById, AppFailure>> {
  const chunks = await Promise.all(
    chunksOf([...new Set(ids)], maxParts).map((chunk) => readChunk(connection, entity, chunk)),
  );
  const sightings: Sighting[] = [];
  for (const chunk of chunks) {
    if (!chunk.ok) return chunk;
    sightings.push(...chunk.value);
  }
  return ok(readById(sightings));
}

async function readChunk(
  connection: Connection,
  entity: Entity,
  ids: readonly RecordId[],
): Promise<Result<readonly Sighting[], AppFailure>> {
  const query = `?$select=${columnsOf(entity).join(",")}`;
  const answer = await sendBatch(
    connection,
    entity,
    ids.map((id) => ({ method: "GET", url: connection.company.relative(entity, id) + query })),
  );
  if (answer.kind === "failed") return failed(answer.failure);
  const sightings: Sighting[] = [];
  for (const [index, id] of ids.entries()) {
    const sighting = sightingOf(entity, id, answer.parts[index]);
    if (!sighting.ok) return sighting;
    sightings.push(sighting.value);
  }
  return ok(sightings);
}

/** No answer is not the same as "does not exist": that would pass for a deletion. */
function sightingOf(
  entity: Entity,
  id: RecordId,
  part: PartAnswer | undefined,
): Result<Sighting, AppFailure> {
  if (part === undefined) return failed(unexpectedAnswer(entity, "a batch answer with gaps"));
  if (part.status === 200) {
    const record = recordOf(entity, part.body);
    if (record.ok) return ok({ kind: "there", record: record.value });
    return failed(unexpectedAnswer(entity, quotedFailure(part.body) ?? record.failure));
  }
  const error = errorOfPart(part);
  if (isHiddenRecord(error)) return ok({ kind: "hidden", id, quoted: quote(error) });
  if (!isNoSuchRecord(error)) return failed(failureOf(error, entity));
  return ok(
    hidesRows(entity) ? { kind: "hidden", id, quoted: quote(error) } : { kind: "gone", id },
  );
}

const quotedFailure = (body: unknown): string | undefined => errorIn(body)?.message;

/**
 * Pages of posted and open documents leave rows out for which the right is missing, where others refuse
 * the request (APIV2SalesInvoices, SetPermissionFilters): "not found" proves nothing there.
 */
const hidesRows = ({ set, api }: Entity): boolean =>
  api === undefined && (set === "salesInvoices" || set === "salesCreditMemos");
