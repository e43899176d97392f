import type { AppFailure, RefusalCode } from "../../domain/error/app-failure.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { Write } from "../../ports/business-app.ts";
import type { JudgedReport, JudgedWrite } from "../proof/settle-doubts.ts";
import { type AnsweredCode, type AppError, failureOf, quote } from "./app-error.ts";
import type { PartAnswer } from "./run-batch.ts";
import { verdictOn } from "./write-verdict.ts";

interface Answered {
  readonly write: Write;
  readonly part: PartAnswer;
}

interface Judged {
  readonly outcome: JudgedWrite;
  readonly failure?: AppFailure | undefined;
}

/** What the parts of a batch say about its writes, and about the app when they all say the same. */
export function judgeParts(entity: Entity, answered: readonly Answered[]): JudgedReport {
  const judged = answered.map(({ write, part }) => judge(entity, write, part));
  const shared = sharedTrouble(entity, answered, judged);
  if (shared !== undefined) {
    return { outcomes: judged.map(() => ({ kind: "notTried" })), failure: shared };
  }
  return {
    outcomes: judged.map(({ outcome }) => outcome),
    failure: judged.find(({ failure }) => failure !== undefined)?.failure,
  };
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
      return { outcome: verdict };
    case "refused":
    case "doubtful":
      return { outcome: { kind: verdict.kind, refusal: { code: verdict.code, quoted } } };
    case "failure": {
      const { code, message } = verdict;
      return { outcome: { kind: "notTried" }, failure: failureOf(error, { set, code, message }) };
    }
  }
}

/** Refusals that say nothing about a record once every record gets them. */
const appWideForAll: ReadonlyMap<RefusalCode, AnsweredCode> = new Map<RefusalCode, AnsweredCode>([
  ["notPermitted", "notPermitted"],
  ["unavailable", "serverError"],
]);

/** One problem of the table and not one per record: the same refusal for all of several writes. */
function sharedTrouble(
  { set }: Entity,
  answered: readonly Answered[],
  judged: readonly Judged[],
): AppFailure | undefined {
  const refusals = new Set(
    judged.map(({ outcome }) => (outcome.kind === "refused" ? outcome.refusal.code : undefined)),
  );
  const [refusal] = refusals;
  const part = answered[0]?.part;
  if (judged.length < 2 || refusals.size > 1 || refusal === undefined) return undefined;
  const code = appWideForAll.get(refusal);
  if (code === undefined || part?.kind !== "error") return undefined;
  return failureOf(part.error, { set, code });
}
