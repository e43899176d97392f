import { constantsFor } from "../../domain/conversion/constants.ts";
import type { MappingContext } from "../../domain/conversion/context.ts";
import type { Observed } from "../../domain/conversion/observation.ts";
import { type ObservedBy, observe } from "../../domain/conversion/observe.ts";
import type { Base, Coupling } from "../../domain/coupling.ts";
import type { FieldChange } from "../../domain/decision/decision.ts";
import { baseAfter } from "../../domain/decision/next-base.ts";
import type { HistoryChange } from "../../domain/job/history.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { AppRecord } from "../../domain/record.ts";
import { type Side, sides } from "../../domain/side.ts";
import type { WriteOutcome } from "../../ports/business-app.ts";
import type { WritePlan } from "../decide/plan.ts";
import { draftCoupling } from "../pair/new-coupling.ts";
import { type AppliedChange, ended, type PairWork, recordOf, withState } from "../pair/pair.ts";
import { titlesOf } from "../pair/titles.ts";
import { refusedProblem } from "./refused-write.ts";

export interface Completed {
  readonly run: PairWork;
  /** Sides whose record was changed by someone else since we knew it: to be read before deciding again. */
  readonly stale: readonly Side[];
}

type Outcomes = Readonly<Partial<Record<Side, WriteOutcome>>>;

/** Takes in what the apps answered: what is now known, what was done, and how the pair goes on. Pure. */
export function completeRun(
  mapping: TableMapping,
  context: MappingContext,
  plan: WritePlan,
  outcomes: Outcomes,
): Completed {
  const written = recordsIn(outcomes);
  const advanced = withWritten(mapping, context, plan, written);
  const stale = sides.filter((side) => outcomes[side]?.kind === "changedMeanwhile");
  const gone = sides.filter((side) => outcomes[side]?.kind === "gone");
  const known = gone.reduce((run, side) => withState(run, side, { kind: "deleted" }), advanced);
  const deleted = sides.filter((side) => outcomes[side]?.kind === "deleted");
  const done = [...known.done, ...deleted.map((side) => removalOf(plan, side))];
  const run = withUnheard({ ...known, done, end: endOf(mapping, plan, outcomes) }, plan, outcomes);
  return { run: stale.length === 0 ? run : withoutChoice(run), stale };
}

/** A19: a record that was edited at this very moment is not what the choice was made for. */
const withoutChoice = (run: PairWork): PairWork =>
  run.asked === undefined || run.asked.insists
    ? run
    : {
        ...run,
        force: undefined,
        deletion: run.deletion === "delete" ? "manual" : run.deletion,
        asked: { ...run.asked, isOutdated: true },
      };

/** W12: an update whose answer got lost is kept in the coupling, so that its values are known again. */
function withUnheard(run: PairWork, { decision }: WritePlan, outcomes: Outcomes): PairWork {
  const lost = sides.filter((side) => outcomes[side]?.kind === "unknown");
  if (run.coupling === undefined || decision.kind !== "write" || lost.length === 0) return run;
  const unacknowledged = lost.map((side) => [side, valuesSentTo(side, decision)] as const);
  return {
    ...run,
    coupling: {
      ...run.coupling,
      unacknowledged: { ...run.coupling.unacknowledged, ...Object.fromEntries(unacknowledged) },
    },
  };
}

const valuesSentTo = (side: Side, decision: WritePlan["decision"]): Base =>
  Object.fromEntries(
    changesOf(decision)
      .filter(({ to }) => to === side)
      .map(({ field, value }) => [field, value]),
  );

const recordsIn = (outcomes: Outcomes): Readonly<Partial<Record<Side, AppRecord>>> =>
  Object.fromEntries(
    sides.flatMap((side) => {
      const outcome = outcomes[side];
      const isThere = outcome?.kind === "written" || outcome?.kind === "exists";
      return isThere ? [[side, outcome.record]] : [];
    }),
  );

function withWritten(
  mapping: TableMapping,
  context: MappingContext,
  plan: WritePlan,
  written: Readonly<Partial<Record<Side, AppRecord>>>,
): PairWork {
  const touched = sides.filter((side) => written[side] !== undefined);
  if (touched.length === 0) return plan.run;
  const run = touched.reduce((before, side) => {
    const record = written[side];
    return record === undefined ? before : withState(before, side, { kind: "read", record });
  }, plan.run);
  const coupling = run.coupling ?? newCoupling(mapping, run);
  if (coupling === undefined) return run;
  const base = baseOf({ mapping, context }, plan, coupling.base, written);
  return {
    ...run,
    force: undefined,
    coupling: { ...refreshed(mapping, run, coupling), base },
    done: [...run.done, ...touched.map((side) => doneOn(plan, side))],
    waiting: plan.decision.kind === "create" ? plan.decision.waiting : run.waiting,
    followUp:
      plan.decision.kind === "create"
        ? followUpOf(mapping, context, plan.decision.on)
        : run.followUp,
  };
}

function newCoupling(mapping: TableMapping, run: PairWork): Coupling | undefined {
  const businessCentral = recordOf(run, "businessCentral");
  const dataverse = recordOf(run, "dataverse");
  if (businessCentral === undefined || dataverse === undefined) return undefined;
  return draftCoupling(mapping, businessCentral, dataverse);
}

/** The versions now known, and the names people know the pair by. */
function refreshed(mapping: TableMapping, run: PairWork, coupling: Coupling): Coupling {
  const businessCentral = recordOf(run, "businessCentral");
  const dataverse = recordOf(run, "dataverse");
  const names =
    businessCentral === undefined || dataverse === undefined
      ? coupling
      : draftCoupling(mapping, businessCentral, dataverse);
  return {
    ...coupling,
    title: names.title,
    key: names.key,
    versions: {
      businessCentral: businessCentral?.version ?? coupling.versions.businessCentral,
      dataverse: dataverse?.version ?? coupling.versions.dataverse,
    },
  };
}

function baseOf(
  observedBy: ObservedBy,
  { decision, states }: WritePlan,
  base: Base,
  written: Readonly<Partial<Record<Side, AppRecord>>>,
): Base {
  const sent: Base = Object.fromEntries(
    changesOf(decision).map(({ field, value }) => [field, value]),
  );
  const observed: Partial<Record<Side, Observed>> = {};
  for (const side of sides) {
    const record = written[side];
    if (record !== undefined) {
      observed[side] = observe(observedBy, side, record, { ...base, ...sent });
    }
  }
  return baseAfter({ mapping: observedBy.mapping, base, decision, states, written: observed });
}

const changesOf = (decision: WritePlan["decision"]): readonly FieldChange[] =>
  decision.kind === "write" || decision.kind === "create" ? decision.changes : [];

export const doneOn = ({ decision }: WritePlan, side: Side): AppliedChange => {
  const isNew = decision.kind === "create";
  return {
    side,
    outcome: isNew ? "inserted" : "modified",
    // A blank that is written as something else (the base currency) is no news of a new record.
    changes: changesOf(decision)
      .filter(({ to, value }) => to === side && !(isNew && value === null))
      .map(({ field, from, value }): HistoryChange => ({ field, from, to: value })),
  };
};

/** What a deleted record held when it was last read, kept for the Synchronization Log. */
export function removalOf({ run, states }: WritePlan, side: Side): AppliedChange {
  const state = states[side];
  const read = state.kind === "read" ? state.observed.values : {};
  const held = { ...run.coupling?.base, ...read };
  return {
    side,
    outcome: "deleted",
    changes: Object.entries(held).flatMap(([field, from]) =>
      from === null ? [] : [{ field, from, to: null }],
    ),
  };
}

function followUpOf(
  mapping: TableMapping,
  context: MappingContext,
  side: Side,
): PairWork["followUp"] {
  const fields = constantsFor(mapping, side, "afterCreate", context);
  return Object.keys(fields).length === 0 ? undefined : { side, fields };
}

function endOf(mapping: TableMapping, plan: WritePlan, outcomes: Outcomes): PairWork["end"] {
  for (const side of sides) {
    const outcome = outcomes[side];
    if (outcome?.kind === "unknown" || outcome?.kind === "notTried") return { kind: "unfinished" };
    if (outcome?.kind === "deleted") return { kind: "uncoupled" };
    if (outcome?.kind === "refused") {
      return { kind: "listed", problem: refusedProblem(mapping, plan, side, outcome.refusal) };
    }
  }
  return undefined;
}

/** Ends what could not be settled because the record kept changing under our hands. */
export const stillChanging = (mapping: TableMapping, run: PairWork): PairWork => {
  const titles = titlesOf(mapping, run);
  return ended(run, {
    kind: "listed",
    problem: {
      kind: "locked",
      message: `${mapping.name} "${titles.businessCentral ?? titles.dataverse ?? ""}" kept changing while it was being synchronized.`,
      hint: "It is tried again with the next synchronization.",
    },
  });
};
