import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { AppRecord } from "../../domain/record.ts";
import { parseJson } from "../http/json.ts";
import { errorIn } from "../http/quoted.ts";
import type { WireAnswer } from "../http/transport.ts";
import type { AppError } from "./app-error.ts";
import { appErrorOf, failureOf, strangeAnswer } from "./app-error.ts";
import type { Operation } from "./batch.ts";
import { batchContentType, parseBatch, printBatch } from "./batch.ts";
import type { Connection } from "./connection.ts";
import { odataHeaders } from "./connection.ts";
import { Row, recordOf } from "./row.ts";

export interface RowOperation extends Operation {
  readonly id: RecordId;
}

/** What became of one operation. */
export type PartAnswer =
  | { readonly kind: "row"; readonly record: AppRecord }
  /** Done, and nothing to show for it. */
  | { readonly kind: "done" }
  | { readonly kind: "error"; readonly error: AppError }
  /** No part that is certainly this operation's. */
  | { readonly kind: "none" };

export type BatchAnswer =
  | { readonly kind: "parts"; readonly parts: readonly PartAnswer[] }
  /** One answer, or none, for the whole batch. `ran`: some operations may have been carried out. */
  | { readonly kind: "failed"; readonly failure: AppFailure; readonly ran: boolean };

export async function runBatch(
  connection: Connection,
  entity: Entity,
  operations: readonly RowOperation[],
  once: boolean,
): Promise<BatchAnswer> {
  const answer = await sendBatch(connection, entity, operations, once);
  if (answer.kind === "failed") return answer;
  return { kind: "parts", parts: pair(connection, entity, operations, answer.parts) };
}

export type SentBatch =
  | { readonly kind: "parts"; readonly parts: readonly (WireAnswer | undefined)[] }
  | Extract<BatchAnswer, { kind: "failed" }>;

/** `once`: never sent again by the core, because the operations change something. */
export async function sendBatch(
  { http, root, clock }: Connection,
  entity: Pick<Entity, "set">,
  operations: readonly Operation[],
  once: boolean,
): Promise<SentBatch> {
  const answer = await http.send({
    method: "POST",
    url: `${root}$batch`,
    headers: {
      ...odataHeaders,
      "Content-Type": batchContentType,
      Prefer: "odata.continue-on-error",
    },
    body: printBatch(operations),
    once,
  });
  if (answer.kind === "noAnswer") {
    return { kind: "failed", failure: answer.failure, ran: answer.sent };
  }
  const parts = parseBatch(answer.headers.get("content-type"), answer.text);
  if (parts !== undefined) return { kind: "parts", parts };
  if (answer.status < 400 && !quotesError(answer.text)) {
    return { kind: "failed", failure: strangeAnswer(entity, "not a multipart batch"), ran: true };
  }
  const failure = failureOf(appErrorOf(answer, clock), { set: entity.set });
  // 408: it ran out of time, perhaps in the middle of the work.
  const ran = answer.status >= 500 || answer.status === 408 || answer.status < 400;
  return { kind: "failed", failure, ran };
}

function quotesError(text: string): boolean {
  const json = parseJson(text);
  return json.ok && errorIn(json.value) !== undefined;
}

/**
 * Operations run and answer in order, so a part belongs to the operation at its place, as long as no
 * part is missing and every returned row stands where its operation does. Else only returned rows
 * say which operation they belong to, and all other outcomes are unknown.
 */
function pair(
  connection: Connection,
  entity: Entity,
  operations: readonly RowOperation[],
  parts: readonly (WireAnswer | undefined)[],
): readonly PartAnswer[] {
  const answers = parts.map((part) => partAnswer(connection, entity, part));
  const inOrder =
    answers.length === operations.length &&
    answers.every((answer, index) => !isRow(answer) || answer.record.id === operations[index]?.id);
  if (inOrder) return answers;
  const rows = new Map(answers.filter(isRow).map((answer) => [answer.record.id, answer]));
  return operations.map(({ id }) => rows.get(id) ?? { kind: "none" });
}

const isRow = (answer: PartAnswer): answer is Extract<PartAnswer, { kind: "row" }> =>
  answer.kind === "row";

function partAnswer(
  { clock }: Connection,
  entity: Entity,
  part: WireAnswer | undefined,
): PartAnswer {
  if (part === undefined) return { kind: "none" };
  if (part.status >= 300) return { kind: "error", error: appErrorOf(part, clock) };
  if (part.text === "") return { kind: "done" };
  const json = parseJson(part.text);
  // Status 200 with an error in the body.
  if (json.ok && errorIn(json.value) !== undefined) {
    return { kind: "error", error: appErrorOf(part, clock) };
  }
  const row = Row.safeParse(json.ok ? json.value : undefined);
  const record = row.success ? recordOf(entity, row.data) : undefined;
  return record === undefined ? { kind: "none" } : { kind: "row", record };
}
