import type { Decision } from "../domain/decision.ts";
import type { HistoryChange } from "../domain/history.ts";
import { type Side, sides } from "../domain/side.ts";
import { look } from "./apply.ts";
import { type Done, ended, type PairRun } from "./pair-run.ts";
import { observeRun, type Plan, type Planning, planRun, type WritePlan } from "./plan-run.ts";
import { appendHistory } from "./remember.ts";
import type { StepWork } from "./step-work.ts";
import type { SyncApp } from "./sync-app.ts";
import { noTally, tallyOf, type Worked } from "./tally.ts";

/**
 * Decides and writes nothing but the job's own log: what a run would do (preview), or where a pair is
 * not in step (verify). Records, couplings and error items stay untouched.
 */
export async function lookThrough(
  app: SyncApp,
  work: StepWork,
  runs: readonly PairRun[],
): Promise<Worked> {
  const seen = await look(
    app,
    work.mapping,
    runs.filter(({ end }) => end === undefined),
  );
  if (!seen.ok) return { tally: noTally, unfinished: 0, failure: seen.failure };
  const planning: Planning = {
    mapping: work.mapping,
    context: seen.value.context,
    newId: () => app.ids.recordId(),
  };
  const foreseen = [
    ...runs.filter(({ end }) => end !== undefined),
    ...seen.value.runs.map((run) => foreseenRun(work, planning, planRun(planning, run))),
  ];
  await appendHistory(app, work, foreseen);
  return { tally: { ...tallyOf(foreseen), coupled: 0 }, unfinished: 0 };
}

function foreseenRun(work: StepWork, planning: Planning, plan: Plan): PairRun {
  switch (plan.kind) {
    case "end":
      return plan.run;
    case "again": {
      const { mapping, context } = planning;
      return foreseenRun(work, planning, planRun(planning, observeRun(mapping, context, plan.run)));
    }
    case "read":
      return ended(plan.run, { kind: "leftOut", unread: [] });
    case "write":
      return work.job.type === "verify" ? notInStep(plan) : asIfWritten(plan);
  }
}

const asIfWritten = (plan: WritePlan): PairRun =>
  ended(
    {
      ...plan.run,
      done: [
        ...plan.run.done,
        ...sides.filter((side) => plan.writes[side]).map((side) => doneOn(plan, side)),
      ],
    },
    { kind: "settled" },
  );

const doneOn = ({ decision }: WritePlan, side: Side): Done => ({
  side,
  outcome: outcomeOf(decision),
  changes: changesTo(decision, side),
});

const outcomeOf = ({ kind }: Decision): Done["outcome"] => {
  if (kind === "create") return "inserted";
  return kind === "counterpartDeleted" ? "deleted" : "modified";
};

const changesTo = (decision: Decision, side: Side): readonly HistoryChange[] =>
  decision.kind === "write" || decision.kind === "create"
    ? decision.changes
        .filter(({ to }) => to === side)
        .map(({ field, from, value }) => ({ field, from, to: value }))
    : [];

function notInStep({ run, decision }: WritePlan): PairRun {
  const changes = sides.flatMap((side) => changesTo(decision, side));
  const fields = changes.map(({ field }) => field).join(", ");
  return ended(run, { kind: "refused", message: `Not in step: ${fields}.`, changes });
}
