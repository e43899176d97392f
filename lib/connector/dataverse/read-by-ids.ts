import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { Result } from "../../domain/result.ts";
import { failed, ok } from "../../domain/result.ts";
import type { ReadById } from "../../ports/business-app.ts";
import { chunksOf } from "../chunks-of.ts";
import { readById, type Sighting } from "../proof/read-by-id.ts";
import { failureOf, isHiddenRow, quote, strangeAnswer } from "./app-error.ts";
import type { Connection } from "./connection.ts";
import { readHeaders, rowUrl, selectOf } from "./connection.ts";
import { meaningOfCode } from "./error-codes.ts";
import type { PartAnswer, RowOperation } from "./run-batch.ts";
import { runBatch } from "./run-batch.ts";

/** Reads rows by id, a batch of them per call. */
export async function readByIds(
  connection: Connection,
  entity: Entity,
  ids: readonly RecordId[],
): Promise<Result<ReadById, AppFailure>> {
  const sightings: Sighting[] = [];
  for (const chunk of chunksOf([...new Set(ids)], connection.batchSize)) {
    const seen = await readChunk(connection, entity, chunk);
    if (!seen.ok) return seen;
    sightings.push(...seen.value);
  }
  return ok(readById(sightings));
}

async function readChunk(
  connection: Connection,
  entity: Entity,
  ids: readonly RecordId[],
): Promise<Result<readonly Sighting[], AppFailure>> {
  const operations = ids.map((id): RowOperation => {
    const url = `${rowUrl(connection, entity.set, id)}?${selectOf(entity)}`;
    return { id, method: "GET", url, headers: readHeaders };
  });
  const answer = await runBatch(connection, entity, operations, false);
  if (answer.kind === "failed") return failed(answer.failure);
  const sightings: Sighting[] = [];
  for (const [index, id] of ids.entries()) {
    const sighting = sightingOf(entity, id, answer.parts[index] ?? { kind: "none" });
    if (!sighting.ok) return sighting;
    sightings.push(sighting.value);
  }
  return ok(sightings);
}

/** Only Dataverse's own "does not exist" is proof of deletion: a gateway answers 404 too. */
function sightingOf(entity: Entity, id: RecordId, part: PartAnswer): Result<Sighting, AppFailure> {
  switch (part.kind) {
    case "row":
      return ok({ kind: "there", record: part.record });
    case "error":
      if (meaningOfCode(part.error.code) === "noSuchRow") return ok({ kind: "gone", id });
      if (isHiddenRow(part.error)) return ok({ kind: "hidden", id, quoted: quote(part.error) });
      return failed(failureOf(part.error, { set: entity.set }));
    case "done":
    case "none":
      return failed(strangeAnswer(entity, "a part of a batch is missing"));
  }
}
