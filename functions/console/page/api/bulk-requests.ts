import { ok, type Result } from "../../../../lib/domain/result.ts";
import { mostIds } from "../../../../lib/runtime/http/shapes/bulk.ts";
import type { ApiFailure } from "./call-api.ts";
import type { Bulk } from "./shapes.ts";

/** The rows of a bulk action, divided into what one request takes. */
export const inRequests = <T>(rows: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(rows.length / mostIds) }, (_, request) =>
    rows.slice(request * mostIds, (request + 1) * mostIds),
  );

const nothing: Bulk = { taken: 0, leftOutCount: 0, leftOut: [], jobs: [], notStarted: [] };

/** Sends one request per selection and adds the answers up. Stops at the first failure. */
export async function sendInTurn<Selection>(
  selections: readonly Selection[],
  send: (selection: Selection, number: number) => Promise<Result<Bulk, ApiFailure>>,
): Promise<Result<Bulk, ApiFailure>> {
  let sum = nothing;
  for (const [number, selection] of selections.entries()) {
    const answer = await send(selection, number);
    if (!answer.ok) return answer;
    sum = added(sum, answer.value);
  }
  return ok(sum);
}

const added = (one: Bulk, other: Bulk): Bulk => ({
  taken: one.taken + other.taken,
  leftOutCount: one.leftOutCount + other.leftOutCount,
  leftOut: [...one.leftOut, ...other.leftOut],
  jobs: [...one.jobs, ...other.jobs],
  notStarted: [...one.notStarted, ...other.notStarted],
});
