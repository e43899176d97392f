import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Intent } from "../../domain/job/intent.ts";
import { isSynchronizing } from "../../domain/job/job.ts";
import { failed } from "../../domain/result.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import type { Plan, WritePlan } from "../decide/plan.ts";
import { planRun } from "../decide/plan-pair.ts";
import { type ObservedPairs, observePairs } from "../observe/observe-pairs.ts";
import { readRecords, type ToRead } from "../observe/read-records.ts";
import { tooManyFoundDeleted } from "../pair/deletion-guard.ts";
import { ended, type PairWork } from "../pair/pair.ts";
import { completeRun, stillChanging } from "./take-in-answers.ts";
import { writePlans } from "./write-plans.ts";

export interface Applied {
  /** Every pair, each with an end. */
  readonly runs: readonly PairWork[];
  /** What was announced before it was created; to be forgotten once everything is remembered. */
  readonly intents: readonly Intent[];
  /** App-wide trouble; what it kept from being done is `unfinished`. */
  readonly failure?: AppFailure | undefined;
}

type Deps = Pick<SyncApp, "store" | "apps" | "ids" | "clock">;

/** A pair is decided on again when its record changed under our hands, or came back other than sent. */
const maxRounds = 5;

/**
 * Brings pairs into step: decide, write, look at what came back, decide again until nothing is left.
 * The only reads are of records whose version turned out to be stale.
 */
export async function apply(
  app: Deps,
  work: StepWork,
  runs: readonly PairWork[],
): Promise<Applied> {
  const settled: PairWork[] = runs.filter(({ end }) => end !== undefined);
  const intents: Intent[] = [];
  let open = runs.filter(({ end }) => end === undefined);
  for (let round = 1; open.length > 0; round += 1) {
    const seen = await observePairs(app, work.mapping, open);
    if (!seen.ok) return stopped([...settled, ...open], intents, seen.failure);
    if (round > maxRounds) {
      settled.push(...open.map((run) => stillChanging(work.mapping, run)));
      break;
    }
    // Page by page the deletions that an app tells of were judged before; these were found on the way.
    const guard =
      round > 1 && isSynchronizing(work.job) ? tooManyFoundDeleted(work, open) : undefined;
    if (guard !== undefined) return stopped([...settled, ...open], intents, guard);
    const next = await applyRound(app, work, seen.value, round);
    intents.push(...next.intents);
    if (next.failure !== undefined) {
      return stopped([...settled, ...next.runs], intents, next.failure);
    }
    settled.push(...next.runs.filter(({ end }) => end !== undefined));
    open = next.runs.filter(({ end }) => end === undefined);
  }
  return { runs: settled, intents };
}

const stopped = (
  runs: readonly PairWork[],
  intents: readonly Intent[],
  failure: AppFailure,
): Applied => ({
  intents,
  runs: runs.map((run) => (run.end === undefined ? ended(run, { kind: "unfinished" }) : run)),
  failure,
});

async function applyRound(
  app: Deps,
  work: StepWork,
  { context, runs }: ObservedPairs,
  round: number,
): Promise<Applied> {
  const planning = { mapping: work.mapping, context, newId: () => app.ids.recordId() };
  const plans = runs.map((run) => planRun(planning, run));
  const writing = plans.filter((plan): plan is WritePlan => plan.kind === "write");
  const answers = await writePlans(app, work, writing, round);
  const { intents } = answers;
  const completed = writing.map((plan, index) =>
    completeRun(work.mapping, context, plan, answers.outcomes[index] ?? {}),
  );
  const done = [
    ...plans.filter((plan) => plan.kind === "end" || plan.kind === "again"),
    ...completed.filter(({ stale }) => stale.length === 0),
  ].map(({ run }) => run);
  const toRead: readonly ToRead[] = [
    ...completed.map(({ run, stale }) => ({ run, sides: stale })),
    ...plans.filter(isRead),
  ].filter((one) => one.sides.length > 0);
  const read =
    answers.failure === undefined ? await readRecords(app, work, toRead) : failed(answers.failure);
  return read.ok
    ? { runs: [...done, ...read.value], intents }
    : { runs: [...done, ...toRead.map(({ run }) => run)], intents, failure: read.failure };
}

const isRead = (plan: Plan): plan is Extract<Plan, { kind: "read" }> => plan.kind === "read";
