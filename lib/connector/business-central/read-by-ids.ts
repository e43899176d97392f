import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { AppRecord } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { chunksOf } from "../chunks-of.ts";
import { failureOf, meaningOf, unexpectedAnswer } from "./app-error.ts";
import { errorOfPart, maxParts, type PartAnswer, sendBatch } from "./batch.ts";
import type { Connection } from "./connection.ts";
import { columnsOf, recordOf } from "./row.ts";

/** A hundred records per request. An id that does not exist is absent from the answer. */
export async function readByIds(
  connection: Connection,
  entity: Entity,
  ids: readonly RecordId[],
): Promise<Result<ReadonlyMap<RecordId, AppRecord>, AppFailure>> {
  const chunks = await Promise.all(
    chunksOf([...new Set(ids)], maxParts).map((chunk) => readChunk(connection, entity, chunk)),
  );
  const found = new Map<RecordId, AppRecord>();
  for (const chunk of chunks) {
    if (!chunk.ok) return chunk;
    for (const record of chunk.value) found.set(record.id, record);
  }
  return ok(found);
}

async function readChunk(
  connection: Connection,
  entity: Entity,
  ids: readonly RecordId[],
): Promise<Result<readonly AppRecord[], AppFailure>> {
  const query = `?$select=${columnsOf(entity).join(",")}`;
  const answer = await sendBatch(
    connection,
    entity,
    ids.map((id) => ({ method: "GET", url: connection.company.relative(entity, id) + query })),
  );
  if (answer.kind === "failed") return failed(answer.failure);
  const records: AppRecord[] = [];
  for (const part of answer.parts) {
    const record = readPart(entity, part);
    if (!record.ok) return record;
    if (record.value !== undefined) records.push(record.value);
  }
  return ok(records);
}

/** No answer is not the same as "does not exist": that would pass for a deletion. */
function readPart(
  entity: Entity,
  part: PartAnswer | undefined,
): Result<AppRecord | undefined, AppFailure> {
  if (part === undefined) return failed(unexpectedAnswer(entity, "a batch answer with gaps"));
  if (part.status === 200) {
    const record = recordOf(entity, part.body);
    return record.ok ? record : failed(unexpectedAnswer(entity, record.failure));
  }
  const error = errorOfPart(part);
  return meaningOf(error) === "missing" ? ok(undefined) : failed(failureOf(error, entity));
}
