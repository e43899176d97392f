import type { AppFailure } from "../../domain/error/app-failure.ts";
import { errorKindTable } from "../../domain/error/error-kinds.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Applied } from "../apply/apply.ts";
import { isProbe, type StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import type { Plan } from "../decide/plan.ts";
import { planRun } from "../decide/plan-pair.ts";
import { observePairs } from "../observe/observe-pairs.ts";
import { ended, type PairWork, type Problem } from "../pair/pair.ts";

/** Up to this number in one piece, failures are listed one by one whatever their share. */
const alwaysListed = 20;

/**
 * W14: when most of a piece fails for the first time, that is one problem of the mapping and not one
 * per record. Nothing is listed, the job ends with one message, and the circuit is open: the
 * schedule's later and later runs try a few records until that gets through, or ten have failed.
 */
export function withoutFlood(work: StepWork, applied: Applied): Applied {
  const { mapping } = work;
  const flood = applied.runs.flatMap((run) => problemIn(run) ?? []);
  const [first] = flood;
  const isFlood =
    first !== undefined &&
    flood.length > (isProbe(work) ? 0 : alwaysListed) &&
    flood.length > applied.runs.length * mapping.maxFailedShare;
  if (!isFlood || applied.failure !== undefined) return applied;
  return {
    ...applied,
    runs: applied.runs.map((run) =>
      problemIn(run) === undefined ? run : ended(run, { kind: "unfinished" }),
    ),
    failure: failureOf(work, flood.length, applied.runs.length, first),
  };
}

const problemIn = ({ end, error }: PairWork): Problem | undefined =>
  end?.kind === "listed" && error === undefined && errorKindTable[end.problem.kind].isAppTrouble
    ? end.problem
    : undefined;

const failureOf = (work: StepWork, failed: number, all: number, first: Problem): AppFailure => ({
  code: "badRequest",
  side: first.on ?? "dataverse",
  flood: true,
  message: `${isProbe(work) ? stillOpen(work, failed, all) : justOpened(work, failed, all)} The first one: ${first.message} Correct the cause, then resume the schedule. If each record really has to be corrected by hand, raise maxFailedShare of the mapping, and they are listed.`,
});

const justOpened = ({ mapping }: StepWork, failed: number, all: number): string =>
  `${failed} of ${all} records of mapping ${mapping.name} failed, so they were not listed one by one; all others were synchronized.`;

const stillOpen = ({ mapping }: StepWork, failed: number, all: number): string =>
  `The circuit of mapping ${mapping.name} stays open: ${failed} of ${all} records that were tried failed, and were not listed.`;

/** W14: so few records tell whether the cause is gone. */
const mostProbed = 5;

/** The first few of a page that something would be done about, or that would fail again. */
export async function sampleForProbe(
  app: Pick<SyncApp, "store" | "apps" | "ids" | "clock">,
  { mapping }: StepWork,
  runs: readonly PairWork[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  const open = runs.filter(({ end }) => end === undefined);
  if (open.length === 0) return ok([]);
  const seen = await observePairs(app, mapping, open);
  if (!seen.ok) return seen;
  const { context } = seen.value;
  const planning = { mapping, context, newId: () => app.ids.recordId() };
  const telling = seen.value.runs.filter((one) => hasSample(planRun(planning, one)));
  return ok(telling.slice(0, mostProbed).map(({ run }) => run));
}

const hasSample = (plan: Plan): boolean => plan.kind !== "end" || problemIn(plan.run) !== undefined;
