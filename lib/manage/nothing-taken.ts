import { failed, ok, type Result } from "../domain/result.ts";
import type { BulkResult } from "./bulk-result.ts";
import type { ManageFailure } from "./manage-failure.ts";

/** What was chosen by name and all left out was not done: that is a failure, and of the kind that the reasons are of. */
export function unlessNothingTaken(end: BulkResult): Result<BulkResult, ManageFailure> {
  const { taken, leftOut, jobs } = end;
  const [first, ...others] = leftOut;
  if (taken > 0 || first === undefined || jobs.length > 0) return ok(end);
  const [code = "conflict", ...more] = new Set(leftOut.map((one) => one.code ?? "conflict"));
  return failed({
    code: more.length === 0 ? code : "conflict",
    message:
      others.length === 0
        ? first.reason
        : `None of the ${leftOut.length} was taken. The first one: ${first.reason}`,
    leftOut,
  });
}
