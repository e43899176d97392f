import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { Write, WriteReport } from "../../ports/business-app.ts";
import { chunksOf } from "../chunks-of.ts";
import { printFields } from "../http/json.ts";
import {
  type JudgedReport,
  type JudgedWrite,
  settleDoubts,
  writtenId,
} from "../proof/settle-doubts.ts";
import type { Connection } from "./connection.ts";
import { odataHeaders, rowUrl, selectOf, writeHeaders } from "./connection.ts";
import { judgeParts } from "./judge-parts.ts";
import { readByIds } from "./read-by-ids.ts";
import type { RowOperation } from "./run-batch.ts";
import { runBatch } from "./run-batch.ts";

/**
 * A write takes 60 to 120 ms, in a batch too: more of them would not be done within the minute that we
 * wait for an answer, nor a thousand within the two minutes that Dataverse gives a request.
 */
const mostWrites = 500;

/** A batch per five hundred writes, one after the other; stops at app-wide trouble. */
export async function writeRecords(
  connection: Connection,
  entity: Entity,
  writes: readonly Write[],
): Promise<WriteReport> {
  const outcomes: JudgedWrite[] = [];
  let failure: AppFailure | undefined;
  for (const chunk of chunksOf(writes, Math.min(mostWrites, connection.batchSize))) {
    if (failure !== undefined) {
      outcomes.push(...chunk.map((): JudgedWrite => ({ kind: "notTried" })));
      continue;
    }
    const written = await writeChunk(connection, entity, chunk);
    outcomes.push(...written.outcomes);
    failure = written.failure;
  }
  return settleDoubts(writes, { outcomes, failure }, (ids) => readByIds(connection, entity, ids));
}

async function writeChunk(
  connection: Connection,
  entity: Entity,
  writes: readonly Write[],
): Promise<JudgedReport> {
  const operations = writes.map((write) => operationOf(connection, entity, write));
  const answer = await runBatch(connection, entity, operations, true);
  if (answer.kind === "failed") {
    const outcome: JudgedWrite = { kind: answer.ran ? "unknown" : "notTried" };
    return { outcomes: writes.map(() => outcome), failure: answer.failure };
  }
  return judgeParts(
    entity,
    writes.map((write, index) => ({ write, part: answer.parts[index] ?? { kind: "none" } })),
  );
}

function operationOf(connection: Connection, entity: Entity, write: Write): RowOperation {
  const id = writtenId(write);
  const url = rowUrl(connection, entity.set, id);
  switch (write.kind) {
    case "create":
      return {
        id,
        method: "PATCH",
        url: `${url}?${selectOf(entity)}`,
        headers: { ...writeHeaders, "If-None-Match": "*" },
        body: printFields(write.fields),
      };
    case "update":
      return {
        id,
        method: "PATCH",
        url: `${url}?${selectOf(entity)}`,
        headers: { ...writeHeaders, "If-Match": write.version },
        body: printFields(write.fields),
      };
    case "delete":
      return {
        id,
        method: "DELETE",
        url,
        headers: { ...odataHeaders, "If-Match": write.version },
      };
  }
}
