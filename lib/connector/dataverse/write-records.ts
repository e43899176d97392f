import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { Write, WriteOutcome, WriteReport } from "../../ports/business-app.ts";
import { chunksOf } from "../chunks-of.ts";
import { printJson } from "../http/json.ts";
import type { Connection } from "./connection.ts";
import { odataHeaders, rowUrl, selectOf, writeHeaders } from "./connection.ts";
import { judgeParts, type Outcome, type Written, writtenId } from "./judge-parts.ts";
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
  const outcomes: Outcome[] = [];
  let failure: AppFailure | undefined;
  for (const chunk of chunksOf(writes, Math.min(mostWrites, connection.batchSize))) {
    if (failure !== undefined) {
      outcomes.push(...chunk.map((): Outcome => ({ kind: "notTried" })));
      continue;
    }
    const written = await writeChunk(connection, entity, chunk);
    outcomes.push(...written.outcomes);
    failure = written.failure;
  }
  return withEarlierCreates(connection, entity, { outcomes, failure });
}

async function writeChunk(
  connection: Connection,
  entity: Entity,
  writes: readonly Write[],
): Promise<Written> {
  const operations = writes.map((write) => operationOf(connection, entity, write));
  const answer = await runBatch(connection, entity, operations, true);
  if (answer.kind === "failed") {
    const outcome: Outcome = { kind: answer.ran ? "unknown" : "notTried" };
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
        body: printJson(write.fields),
      };
    case "update":
      return {
        id,
        method: "PATCH",
        url: `${url}?${selectOf(entity)}`,
        headers: { ...writeHeaders, "If-Match": write.version },
        body: printJson(write.fields),
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

/**
 * Nobody but us uses a planned id, so a row that has it is the one we asked for: it is read as it is
 * now. When there is none, another unique value was taken.
 */
async function withEarlierCreates(
  connection: Connection,
  entity: Entity,
  { outcomes, failure }: Written,
): Promise<WriteReport> {
  const ids = outcomes.flatMap((outcome) => (outcome.kind === "exists" ? [outcome.id] : []));
  const found = await readByIds(connection, entity, ids);
  const settle = (outcome: Outcome): WriteOutcome => {
    if (outcome.kind !== "exists") return outcome;
    if (!found.ok) return { kind: "unknown" };
    const record = found.value.get(outcome.id);
    if (record !== undefined) return { kind: "written", record };
    return { kind: "refused", refusal: { code: "duplicate", quoted: outcome.quoted } };
  };
  return {
    outcomes: outcomes.map(settle),
    failure: failure ?? (found.ok ? undefined : found.failure),
  };
}
