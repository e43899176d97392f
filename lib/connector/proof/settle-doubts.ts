import type { AppFailure, Refusal } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { Result } from "../../domain/result.ts";
import type { ReadById, Write, WriteOutcome, WriteReport } from "../../ports/business-app.ts";

/**
 * What an answer says about its write. `doubtful`: refused in a way that may be about the record itself
 * or about another one (404, 410, a key that is taken); only a look at the record tells which.
 */
export type JudgedWrite = WriteOutcome | { readonly kind: "doubtful"; readonly refusal: Refusal };

export interface JudgedReport {
  readonly outcomes: readonly JudgedWrite[];
  readonly failure?: AppFailure | undefined;
}

export const writtenId = (write: Write): RecordId =>
  write.kind === "create" ? write.plannedId : write.id;

/** Settles what is doubtful by one read of those records by their ids; where that fails they are unknown. */
export async function settleDoubts(
  writes: readonly Write[],
  { outcomes, failure }: JudgedReport,
  read: (ids: readonly RecordId[]) => Promise<Result<ReadById, AppFailure>>,
): Promise<WriteReport> {
  const ids = writes.flatMap((write, index) =>
    outcomes[index]?.kind === "doubtful" ? [writtenId(write)] : [],
  );
  if (ids.length === 0) return { outcomes: outcomes.map(unknownIfDoubtful), failure };
  const seen = await read(ids);
  if (!seen.ok) {
    return { outcomes: outcomes.map(unknownIfDoubtful), failure: failure ?? seen.failure };
  }
  const settled = outcomes.map((outcome, index): WriteOutcome => {
    const write = writes[index];
    if (outcome.kind !== "doubtful") return outcome;
    return write === undefined ? { kind: "unknown" } : proved(write, outcome.refusal, seen.value);
  });
  return { outcomes: settled, failure };
}

const unknownIfDoubtful = (outcome: JudgedWrite): WriteOutcome =>
  outcome.kind === "doubtful" ? { kind: "unknown" } : outcome;

/** What a refusal was about, by what its record is now. */
function proved(write: Write, refusal: Refusal, seen: ReadById): WriteOutcome {
  const id = writtenId(write);
  const record = seen.records.get(id);
  // Nobody but us uses a planned id, so a record that has it is the one that was asked for.
  if (write.kind === "create") {
    return record === undefined ? { kind: "refused", refusal } : { kind: "exists", record };
  }
  if (seen.gone.has(id)) return { kind: "gone" };
  const isOlder = record !== undefined && record.version !== write.version;
  return isOlder ? { kind: "changedMeanwhile" } : { kind: "refused", refusal };
}
