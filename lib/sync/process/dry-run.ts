import type { Value } from "../../domain/record.ts";
import { appName, type Side, sides } from "../../domain/side.ts";
import { doneOn, removalOf } from "../apply/take-in-answers.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { noTally } from "../context/tally.ts";
import type { Plan, Planning, WritePlan } from "../decide/plan.ts";
import { planRun } from "../decide/plan-pair.ts";
import { observePairs, observeRun } from "../observe/observe-pairs.ts";
import { readRecords } from "../observe/read-records.ts";
import { type AppliedChange, ended, type PairWork } from "../pair/pair.ts";
import { appendHistory } from "../remember/append-history.ts";
import { nameMissing } from "../remember/name-dependencies.ts";
import { type PairResults, tallyOf } from "./count-results.ts";

/**
 * Decides and writes nothing but the job's own log: what a run would do (preview), or where a pair is
 * not in step (verify). Records, couplings and error items stay untouched.
 */
export async function lookThrough(
  app: SyncApp,
  work: StepWork,
  runs: readonly PairWork[],
): Promise<PairResults> {
  const foreseen = runs.filter(({ end }) => end !== undefined);
  let open: readonly PairWork[] = runs.filter(({ end }) => end === undefined);
  for (let round = 1; open.length > 0; round += 1) {
    const seen = await observePairs(app, work.mapping, open);
    if (!seen.ok) return { tally: noTally, unfinished: 0, failure: seen.failure };
    const planning: Planning = {
      mapping: work.mapping,
      context: seen.value.context,
      newId: () => app.ids.recordId(),
    };
    const plans = seen.value.runs.map((run) => foreseenPlan(planning, planRun(planning, run)));
    const isToRead = (plan: Foreseen): plan is ReadPlan =>
      plan.kind === "read" && round < maxRounds;
    foreseen.push(...plans.flatMap((plan) => (isToRead(plan) ? [] : endOf(work, plan))));
    const read = await readRecords(app, work, plans.filter(isToRead));
    if (!read.ok) return { tally: noTally, unfinished: 0, failure: read.failure };
    open = read.value;
  }
  await appendHistory(app, work, await nameMissing(app, work.mapping, foreseen));
  return { tally: { ...tallyOf(foreseen), coupled: 0 }, unfinished: 0 };
}

/** Nothing is written, so nothing asks for another look: each side is read at most once. */
const maxRounds = 3;

type Foreseen = Exclude<Plan, { kind: "again" }>;
type ReadPlan = Extract<Plan, { kind: "read" }>;

function foreseenPlan(planning: Planning, plan: Plan): Foreseen {
  if (plan.kind !== "again") return plan;
  const { mapping, context } = planning;
  return foreseenPlan(planning, planRun(planning, observeRun(mapping, context, plan.run)));
}

function endOf(work: StepWork, plan: Foreseen): PairWork {
  switch (plan.kind) {
    case "end":
      return plan.run;
    case "read":
      return ended(plan.run, { kind: "leftOut", unread: [] });
    case "write":
      return work.job.type === "verify" ? notInStep(plan) : asIfWritten(plan);
  }
}

const asIfWritten = (plan: WritePlan): PairWork =>
  ended(
    {
      ...plan.run,
      done: [
        ...plan.run.done,
        ...sides.filter((side) => plan.writes[side]).map((side) => foreseenOn(plan, side)),
      ],
    },
    { kind: "settled" },
  );

const foreseenOn = (plan: WritePlan, side: Side): AppliedChange =>
  plan.decision.kind === "counterpartDeleted" ? removalOf(plan, side) : doneOn(plan, side);

function notInStep(plan: WritePlan): PairWork {
  const changes = sides.flatMap((side) => doneOn(plan, side).changes);
  const fields = [...new Set(changes.map(({ field }) => field))];
  const told = fields.map((field) => `${field} (${sides.map(heldOn(plan, field)).join(", ")})`);
  return ended(plan.run, { kind: "refused", message: `Not in step: ${told.join("; ")}.`, changes });
}

const heldOn =
  ({ run, states }: WritePlan, field: string) =>
  (side: Side): string => {
    const state = states[side];
    const values: Readonly<Record<string, Value>> =
      state.kind === "read" ? state.observed.values : (run.coupling?.base ?? {});
    const value = values[field] ?? null;
    return `${appName[side]}: ${value === null ? "blank" : JSON.stringify(value)}`;
  };
