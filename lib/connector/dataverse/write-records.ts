import type { Entity } from "../../domain/entity.ts";
import type { AppFailure } from "../../domain/failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { Write, WriteOutcome, WriteReport } from "../../ports/business-app.ts";
import { printJson } from "../http/json.ts";
import type { AppError } from "./app-error.ts";
import { failureOf, quote } from "./app-error.ts";
import type { Connection } from "./connection.ts";
import { chunksOf, odataHeaders, rowUrl, selectOf, writeHeaders } from "./connection.ts";
import { readByIds } from "./read-by-ids.ts";
import type { PartAnswer, RowOperation } from "./run-batch.ts";
import { runBatch } from "./run-batch.ts";
import { verdictOn } from "./write-outcome.ts";

/** A planned id that is taken: by us, in an earlier try whose answer was lost. */
type Outcome =
  | WriteOutcome
  | { readonly kind: "exists"; readonly id: RecordId; readonly quoted: string };

interface Written {
  readonly outcomes: readonly Outcome[];
  readonly failure?: AppFailure | undefined;
}

/** A batch per thousand writes; stops at app-wide trouble. */
export async function writeRecords(
  connection: Connection,
  entity: Entity,
  writes: readonly Write[],
): Promise<WriteReport> {
  const outcomes: Outcome[] = [];
  let failure: AppFailure | undefined;
  for (const chunk of chunksOf(writes, connection.batchSize)) {
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
  const judged = writes.map((write, index) =>
    judge(entity, write, answer.parts[index] ?? { kind: "none" }),
  );
  return {
    outcomes: judged.map(({ outcome }) => outcome),
    failure: judged.find(({ failure }) => failure !== undefined)?.failure,
  };
}

const idOf = (write: Write): RecordId => (write.kind === "create" ? write.plannedId : write.id);

function operationOf(connection: Connection, entity: Entity, write: Write): RowOperation {
  const id = idOf(write);
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

interface Judged {
  readonly outcome: Outcome;
  readonly failure?: AppFailure | undefined;
}

/** A write without its row to show is unknown: its new version is not known either. */
function judge(entity: Entity, write: Write, part: PartAnswer): Judged {
  switch (part.kind) {
    case "row":
      return { outcome: { kind: "written", record: part.record } };
    case "done":
      return { outcome: { kind: write.kind === "delete" ? "deleted" : "unknown" } };
    case "none":
      return { outcome: { kind: "unknown" } };
    case "error":
      return judgeError(entity, write, part.error);
  }
}

function judgeError({ set }: Entity, write: Write, error: AppError): Judged {
  const verdict = verdictOn(write, error);
  const quoted = quote(error);
  switch (verdict.kind) {
    case "changedMeanwhile":
    case "missing":
      return { outcome: verdict };
    case "exists":
      return { outcome: { kind: "exists", id: idOf(write), quoted } };
    case "refused":
      return { outcome: { kind: "refused", refusal: { code: verdict.code, quoted } } };
    case "failure": {
      const { code, message } = verdict;
      return { outcome: { kind: "notTried" }, failure: failureOf(error, { set, code, message }) };
    }
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
