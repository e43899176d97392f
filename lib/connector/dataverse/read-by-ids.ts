import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { AppRecord } from "../../domain/record.ts";
import type { Result } from "../../domain/result.ts";
import { failed, ok } from "../../domain/result.ts";
import { chunksOf } from "../chunks-of.ts";
import { failureOf, strangeAnswer } from "./app-error.ts";
import type { Connection } from "./connection.ts";
import { readHeaders, rowUrl, selectOf } from "./connection.ts";
import type { PartAnswer, RowOperation } from "./run-batch.ts";
import { runBatch } from "./run-batch.ts";

type Found = Result<ReadonlyMap<RecordId, AppRecord>, AppFailure>;

/** Reads rows by id, a batch of them per call. An id without row is known not to exist. */
export async function readByIds(
  connection: Connection,
  entity: Entity,
  ids: readonly RecordId[],
): Promise<Found> {
  const found = new Map<RecordId, AppRecord>();
  for (const chunk of chunksOf([...new Set(ids)], connection.batchSize)) {
    const rows = await readChunk(connection, entity, chunk);
    if (!rows.ok) return rows;
    for (const record of rows.value) found.set(record.id, record);
  }
  return ok(found);
}

async function readChunk(
  connection: Connection,
  entity: Entity,
  ids: readonly RecordId[],
): Promise<Result<readonly AppRecord[], AppFailure>> {
  const operations = ids.map((id): RowOperation => {
    const url = `${rowUrl(connection, entity.set, id)}?${selectOf(entity)}`;
    return { id, method: "GET", url, headers: readHeaders };
  });
  const answer = await runBatch(connection, entity, operations, false);
  if (answer.kind === "failed") return failed(answer.failure);
  const rows: AppRecord[] = [];
  for (const part of answer.parts) {
    const row = rowOf(entity, part);
    if (!row.ok) return row;
    if (row.value !== undefined) rows.push(row.value);
  }
  return ok(rows);
}

/** Only Dataverse's own "does not exist" counts as absence: absent records are taken for deleted. */
function rowOf(entity: Entity, part: PartAnswer): Result<AppRecord | undefined, AppFailure> {
  switch (part.kind) {
    case "row":
      return ok(part.record);
    case "error":
      return part.error.code === "0x80040217"
        ? ok(undefined)
        : failed(failureOf(part.error, { set: entity.set }));
    case "done":
    case "none":
      return failed(strangeAnswer(entity, "a part of a batch is missing"));
  }
}
