import { ok, type Result } from "../../../../lib/domain/result.ts";
import type { Api, ApiFailure } from "../api/ask.ts";
import { actOnErrors, type ErrorAct } from "../api/error-calls.ts";
import type { Bulk } from "../api/shapes.ts";
import { type Chosen, choicesOf } from "./chosen.ts";

interface Doing {
  readonly act: ErrorAct;
  readonly chosen: Chosen;
  readonly preview?: boolean | undefined;
  /** The same one makes a repeat after a lost answer do nothing twice. */
  readonly key: string;
}

const nothing: Bulk = { taken: 0, leftOutCount: 0, leftOut: [], jobs: [], notStarted: [] };

/** Acts on what was chosen, in as many requests as it takes; stops at the first that fails. */
export async function actOnChosen(
  api: Api,
  { act, chosen, preview, key }: Doing,
): Promise<Result<Bulk, ApiFailure>> {
  let end = nothing;
  for (const [request, choice] of choicesOf(chosen).entries()) {
    const idempotencyKey = `${key}-${request}`;
    const answer = await actOnErrors(api, { act, choice, preview, idempotencyKey });
    if (!answer.ok) return answer;
    end = together(end, answer.value);
  }
  return ok(end);
}

const together = (one: Bulk, other: Bulk): Bulk => ({
  taken: one.taken + other.taken,
  leftOutCount: one.leftOutCount + other.leftOutCount,
  leftOut: [...one.leftOut, ...other.leftOut],
  jobs: [...one.jobs, ...other.jobs],
  notStarted: [...one.notStarted, ...other.notStarted],
  warnings: [...new Set([...(one.warnings ?? []), ...(other.warnings ?? [])])],
});
