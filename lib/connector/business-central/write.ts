import type { AppFailure, RefusalCode } from "../../domain/error/app-failure.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { Write, WriteReport } from "../../ports/business-app.ts";
import { chunksOf } from "../chunks-of.ts";
import { errorIn } from "../http/quoted.ts";
import { type JudgedReport, type JudgedWrite, settleDoubts } from "../proof/settle-doubts.ts";
import { type AppError, failureOf, meaningOf, quote } from "./app-error.ts";
import { errorOfPart, maxParts, type PartAnswer, type PartRequest, sendBatch } from "./batch.ts";
import type { Connection } from "./connection.ts";
import { lostAddress, nothing, withCountryFirst } from "./country-change.ts";
import { readByIds } from "./read-by-ids.ts";
import { recordOf } from "./row.ts";

/** A hundred writes per request; as many requests at a time as the connection allows. */
export async function write(
  connection: Connection,
  entity: Entity,
  writes: readonly Write[],
): Promise<WriteReport> {
  const first = await writeAll(connection, entity, writes);
  const repairs = first.outcomes.flatMap((outcome, index) => {
    const repair = lostAddress(writes[index], outcome);
    return repair === undefined ? [] : [{ index, write: repair }];
  });
  if (repairs.length === 0 || first.failure !== undefined) return first;
  const second = await writeAll(
    connection,
    entity,
    repairs.map(({ write: repair }) => repair),
  );
  const outcomes = [...first.outcomes];
  for (const [place, { index }] of repairs.entries()) {
    const outcome = second.outcomes[place];
    if (outcome?.kind === "written") outcomes[index] = outcome;
  }
  return { outcomes, failure: second.failure };
}

async function writeAll(
  connection: Connection,
  entity: Entity,
  writes: readonly Write[],
): Promise<WriteReport> {
  const reports = await Promise.all(
    chunksOf(writes, maxParts).map((chunk) => writeChunk(connection, entity, chunk)),
  );
  const judged: JudgedReport = {
    outcomes: reports.flatMap(({ outcomes }) => outcomes),
    failure: reports.find(({ failure }) => failure !== undefined)?.failure,
  };
  return settleDoubts(writes, judged, (ids) => readByIds(connection, entity, ids));
}

async function writeChunk(
  connection: Connection,
  entity: Entity,
  writes: readonly Write[],
): Promise<JudgedReport> {
  const answer = await sendBatch(
    connection,
    entity,
    writes.map((each) => requestOf(connection, entity, each)),
  );
  if (answer.kind === "failed") {
    const kind = answer.sent ? "unknown" : "notTried";
    return { outcomes: writes.map(() => ({ kind })), failure: answer.failure };
  }
  const results = writes.map((each, index) => resultOf(entity, each, answer.parts[index]));
  const shared = sharedTrouble(entity, results);
  if (shared !== undefined) {
    return { outcomes: writes.map(() => ({ kind: "notTried" })), failure: shared };
  }
  return {
    outcomes: results.map(({ outcome }) => outcome),
    failure: results.find(({ failure }) => failure !== undefined)?.failure,
  };
}

const json = { "content-type": "application/json" } as const;

function requestOf({ company }: Connection, entity: Entity, one: Write): PartRequest {
  switch (one.kind) {
    case "create": {
      const body = { [entity.id]: one.plannedId, ...withCountryFirst(one.fields, nothing) };
      return { method: "POST", url: company.relative(entity), headers: json, body };
    }
    case "update":
      return {
        method: "PATCH",
        url: company.relative(entity, one.id),
        headers: { ...json, "if-match": one.version },
        body: withCountryFirst(one.fields, one.keep),
      };
    case "delete":
      return {
        method: "DELETE",
        url: company.relative(entity, one.id),
        headers: { "if-match": one.version },
      };
  }
}

interface WriteResult {
  readonly outcome: JudgedWrite;
  readonly failure?: AppFailure | undefined;
  readonly error?: AppError | undefined;
}

function resultOf(entity: Entity, one: Write, part: PartAnswer | undefined): WriteResult {
  if (part === undefined) return { outcome: { kind: "unknown" } };
  const hidden = errorIn(part.body);
  if (part.status >= 200 && part.status < 300) {
    if (hidden === undefined) return { outcome: done(entity, one, part) };
    // A success that quotes an error: only the record tells what became of the write.
    const quoted = quote({ status: part.status, ...hidden });
    return { outcome: { kind: "doubtful", refusal: { code: "rejected", quoted } } };
  }
  const error = errorOfPart(part);
  const meaning = meaningOf(error);
  if (meaning === "app") {
    return { outcome: { kind: "notTried" }, failure: failureOf(error, entity) };
  }
  if (meaning === "changedMeanwhile") return { outcome: { kind: meaning } };
  return { outcome: refusedWith(one, meaning, quote(error)), error };
}

/** A key that is taken may be that of an earlier try of the same create. */
function refusedWith(
  { kind }: Write,
  meaning: "doubtful" | RefusalCode,
  quoted: string,
): JudgedWrite {
  if (meaning === "doubtful") {
    const code = kind === "create" ? "relatedMissing" : "rejected";
    return { kind: kind === "create" ? "refused" : "doubtful", refusal: { code, quoted } };
  }
  const isOwn = kind === "create" && meaning === "duplicate";
  return { kind: isOwn ? "doubtful" : "refused", refusal: { code: meaning, quoted } };
}

/** Refusals that say nothing about a record once every record gets them. */
const tellsOfTheTable: ReadonlySet<RefusalCode> = new Set(["notPermitted", "unavailable"]);

/** One problem of the table and not one per record: the same refusal for all of several writes. */
function sharedTrouble(entity: Entity, results: readonly WriteResult[]): AppFailure | undefined {
  const refusals = results.map(({ outcome }) =>
    outcome.kind === "refused" ? outcome.refusal.code : undefined,
  );
  const [refusal, ...others] = refusals;
  const [first] = results;
  const isShared = others.length > 0 && others.every((other) => other === refusal);
  if (!isShared || refusal === undefined || first?.error === undefined) return undefined;
  return tellsOfTheTable.has(refusal) ? failureOf(first.error, entity) : undefined;
}

/** A write that succeeded without showing its record: what became of it has to be looked up. */
function done(entity: Entity, { kind }: Write, { body }: PartAnswer): JudgedWrite {
  if (kind === "delete") return { kind: "deleted" };
  const record = recordOf(entity, body);
  return record.ok ? { kind: "written", record: record.value } : { kind: "unknown" };
}
