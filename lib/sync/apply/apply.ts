import type { MappingContext } from "../../domain/conversion/context.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { Intent } from "../../domain/job/intent.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { appName, type Side, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { type ObservedRun, observeRun, type Plan, type WritePlan } from "../decide/plan.ts";
import { planRun } from "../decide/plan-pair.ts";
import { loadContext, type RecordToResolve } from "../observe/load-context.ts";
import { isSynchronizing, tooManyFoundDeleted } from "../pair/deletion-guard.ts";
import { ended, idOn, type PairWork, recordOf, withState } from "../pair/pair.ts";
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
    const seen = await look(app, work.mapping, open);
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

/** What the round works on: each pair as it is now seen, and what its links lead to. */
interface Seen {
  readonly context: MappingContext;
  readonly runs: readonly ObservedRun[];
}

/** Reads what the pairs' links lead to, and brings their records into canonical form. */
export async function look(
  app: Deps,
  mapping: TableMapping,
  runs: readonly PairWork[],
): Promise<Result<Seen, AppFailure>> {
  const records = runs.flatMap((run) =>
    sides.flatMap((side): readonly RecordToResolve[] => {
      const record = recordOf(run, side);
      return record === undefined ? [] : [{ side, record, base: run.coupling?.base ?? {} }];
    }),
  );
  const context = await loadContext(app, mapping, records);
  if (!context.ok) return context;
  const seen = runs.map((run) => observeRun(mapping, context.value, run));
  const drift = schemaDrift(mapping, seen);
  return drift === undefined ? ok({ context: context.value, runs: seen }) : failed(drift);
}

/** A column that holds another kind of value than the mapping says is one problem of the mapping. */
function schemaDrift(mapping: TableMapping, runs: readonly ObservedRun[]): AppFailure | undefined {
  for (const { states } of runs) {
    for (const side of sides) {
      const state = states[side];
      if (state.kind !== "read") continue;
      const problem = state.observed.problems.find(({ drift }) => drift === true);
      if (problem === undefined) continue;
      const message = `${problem.message} ${problem.hint} Nothing of mapping ${mapping.name} was written to ${appName[side]} or from it.`;
      return { code: "wrongType", side, message };
    }
  }
  return undefined;
}

async function applyRound(
  app: Deps,
  work: StepWork,
  { context, runs }: Seen,
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

export interface ToRead {
  readonly run: PairWork;
  readonly sides: readonly Side[];
}

/** Reads the named sides of each pair in one request per side; a record that is not there was deleted. */
export async function readRecords(
  { apps }: Pick<SyncApp, "apps">,
  { entities }: Pick<StepWork, "entities">,
  wanted: readonly ToRead[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  let runs = wanted.map(({ run }) => run);
  for (const side of sides) {
    const ids = wanted.flatMap(({ run, sides: named }): readonly RecordId[] => {
      const id = named.includes(side) ? idOn(run, side) : undefined;
      return id === undefined ? [] : [id];
    });
    if (ids.length === 0) continue;
    const found = await apps[side].readByIds(entities[side], ids);
    if (!found.ok) return found;
    runs = runs.map((run, index) => {
      const id = idOn(run, side);
      if (wanted[index]?.sides.includes(side) !== true || id === undefined) return run;
      const record = found.value.get(id);
      return withState(
        run,
        side,
        record === undefined ? { kind: "deleted" } : { kind: "read", record },
      );
    });
  }
  return ok(runs);
}
