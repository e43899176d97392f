import type { MappingContext } from "../domain/context.ts";
import { decide } from "../domain/decide.ts";
import type { Decision } from "../domain/decision.ts";
import {
  conflictMessage,
  deletedMessage,
  dependencyMessage,
  mergedMessage,
  rejectedMessage,
  type Titles,
} from "../domain/error-messages.ts";
import type { RecordId } from "../domain/ids.ts";
import type { TableMapping } from "../domain/mapping.ts";
import { mergedInto } from "../domain/merged.ts";
import type { SideState } from "../domain/observation.ts";
import { observe } from "../domain/observe.ts";
import type { AppRecord } from "../domain/record.ts";
import { baseAfter } from "../domain/settle.ts";
import { otherSide, type PerSide, type Side, sides } from "../domain/side.ts";
import type { Write } from "../ports/business-app.ts";
import { titleOf } from "./draft-coupling.ts";
import { ended, idOn, type PairRun, type Problem, recordOf, withState } from "./pair-run.ts";
import { settleUnheard } from "./settle-unheard.ts";

export interface WritePlan {
  readonly kind: "write";
  readonly run: PairRun;
  readonly decision: Decision;
  /** What was decided on. */
  readonly states: PerSide<SideState>;
  readonly writes: Readonly<Partial<Record<Side, Write>>>;
}

/** What is to happen to a pair in this round. */
export type Plan =
  | { readonly kind: "end"; readonly run: PairRun }
  /** Cannot go on before these sides are read. */
  | { readonly kind: "read"; readonly run: PairRun; readonly sides: readonly Side[] }
  /** Decide again on the changed run. */
  | { readonly kind: "again"; readonly run: PairRun }
  | WritePlan;

export interface Planning {
  readonly mapping: TableMapping;
  readonly context: MappingContext;
  readonly newId: () => RecordId;
}

/** A pair whose records were looked at in canonical form. */
export interface ObservedRun {
  readonly run: PairRun;
  readonly states: PerSide<SideState>;
}

export function observeRun(
  mapping: TableMapping,
  context: MappingContext,
  run: PairRun,
): ObservedRun {
  const base = run.coupling?.base ?? {};
  const observed = (side: Side): SideState => {
    const state = run.states[side];
    return state.kind === "read"
      ? { kind: "read", observed: observe(mapping, side, state.record, context, base) }
      : state;
  };
  const states = { businessCentral: observed("businessCentral"), dataverse: observed("dataverse") };
  return { run, states };
}

/** Decides on one pair and says what requests that takes. Pure but for new ids. */
export function planRun(planning: Planning, { run: gathered, states }: ObservedRun): Plan {
  const { mapping, context } = planning;
  const run = settleUnheard(gathered, states);
  const merged = mergedPlan(mapping, run);
  if (merged !== undefined) return merged;
  if (run.coupleOnly) return { kind: "end", run: coupledOnly(mapping, run, states) };
  const decision = decide({
    mapping: asAsked(mapping, run),
    coupling: run.coupling,
    states,
    context,
    force: run.force,
    lost: run.lost,
  });
  switch (decision.kind) {
    case "nothing":
      return followUpOrEnd(run, decision, states);
    case "agree":
      return followUpOrEnd(agreedOn(mapping, run, decision, states), decision, states);
    case "write":
      return planWrites(run, decision, states);
    case "create": {
      const create: Write = {
        kind: "create",
        plannedId: planning.newId(),
        fields: decision.fields,
      };
      return { kind: "write", run, decision, states, writes: { [decision.on]: create } };
    }
    case "conflict": {
      const { comparison } = decision;
      const message = conflictMessage(mapping.name, titlesOf(mapping, run), comparison);
      return listed(run, { kind: "updateConflict", ...message, comparison });
    }
    case "counterpartDeleted":
      return planDeletion(mapping, run, decision, states);
    case "bothDeleted":
      return { kind: "end", run: ended(run, { kind: "uncoupled" }) };
    case "refuse": {
      const { error: kind, hint, waitsFor } = decision;
      const titles = titlesOf(mapping, run);
      const message =
        kind === "dependencyMissing"
          ? dependencyMessage(mapping.name, waitsFor, titles).message
          : rejectedMessage(mapping.name, titles, decision.message);
      return listed(run, { kind, message, hint, waitsFor });
    }
    case "leaveOut":
      return run.lost === undefined
        ? { kind: "end", run: ended(run, { kind: "leftOut", unread: decision.unread }) }
        : listed(run, outsideFilterProblem(mapping, run));
  }
}

/** A person's wish goes before the mapping's policies. */
const asAsked = (mapping: TableMapping, { createAsked, deletion }: PairRun): TableMapping => ({
  ...mapping,
  onlyCoupled: mapping.onlyCoupled && !createAsked,
  deleteConflict: deletion ?? mapping.deleteConflict,
});

function mergedPlan(mapping: TableMapping, run: PairRun): Plan | undefined {
  const record = recordOf(run, "dataverse");
  const survivor = record === undefined ? undefined : mergedInto(mapping, record);
  if (survivor === undefined) return undefined;
  if (run.coupling === undefined)
    return { kind: "end", run: ended(run, { kind: "leftOut", unread: [] }) };
  const message = mergedMessage(mapping.name, titlesOf(mapping, run), survivor);
  return listed(run, { kind: "ambiguousMatch", ...message, candidates: [survivor] });
}

/** Both records stay as they are; what they have in common is the base. */
function coupledOnly(mapping: TableMapping, run: PairRun, states: PerSide<SideState>): PairRun {
  const settled = ended(run, { kind: "settled" });
  if (run.coupling === undefined) return settled;
  const decision = { kind: "nothing" } as const;
  const base = baseAfter({ mapping, base: run.coupling.base, decision, states, written: {} });
  return { ...settled, coupling: { ...run.coupling, base } };
}

const listed = (run: PairRun, problem: Problem): Plan => ({
  kind: "end",
  run: ended(run, { kind: "listed", problem }),
});

function agreedOn(
  mapping: TableMapping,
  run: PairRun,
  decision: Extract<Decision, { kind: "agree" }>,
  states: PerSide<SideState>,
): PairRun {
  if (run.coupling === undefined) return run;
  const base = baseAfter({ mapping, base: run.coupling.base, decision, states, written: {} });
  return { ...run, coupling: { ...run.coupling, base }, waiting: decision.waiting };
}

/** What a create left to be written afterwards, or the end of the pair. */
function followUpOrEnd(run: PairRun, decision: Decision, states: PerSide<SideState>): Plan {
  const { followUp } = run;
  const record = followUp === undefined ? undefined : recordOf(run, followUp.side);
  if (followUp === undefined || record === undefined) {
    return { kind: "end", run: ended(run, { kind: "settled" }) };
  }
  const { id, version } = record;
  const write: Write = { kind: "update", id, version, fields: followUp.fields, keep: {} };
  return {
    kind: "write",
    run: { ...run, followUp: undefined },
    decision,
    states,
    writes: { [followUp.side]: write },
  };
}

function planWrites(
  run: PairRun,
  decision: Extract<Decision, { kind: "write" }>,
  states: PerSide<SideState>,
): Plan {
  const unknown = decision.writes
    .map(({ side }) => side)
    .filter((side) => idOn(run, side) === undefined || versionOn(run, side) === undefined);
  if (unknown.length > 0) return { kind: "read", run, sides: unknown };
  const writes = decision.writes.flatMap(({ side, fields, keep }) => {
    const id = idOn(run, side);
    const version = versionOn(run, side);
    if (id === undefined || version === undefined) return [];
    return [[side, { kind: "update" as const, id, version, fields, keep }] as const];
  });
  return {
    kind: "write",
    run: { ...run, waiting: decision.waiting },
    decision,
    states,
    writes: Object.fromEntries(writes),
  };
}

const versionOn = (run: PairRun, side: Side): string | undefined =>
  recordOf(run, side)?.version ?? run.coupling?.versions[side];

/** Deletion policies: list it, forget the coupling, delete the survivor, or create the lost record again. */
function planDeletion(
  mapping: TableMapping,
  run: PairRun,
  decision: Extract<Decision, { kind: "counterpartDeleted" }>,
  states: PerSide<SideState>,
): Plan {
  const { missing, resolution } = decision;
  const survivor = otherSide[missing];
  switch (resolution) {
    case "manual":
      // What is offered depends on whether the other record is still there.
      if (states[survivor].kind === "asBase") return { kind: "read", run, sides: [survivor] };
      return listed(run, {
        kind: deletedKind[missing],
        ...deletedMessage(mapping.name, missing, titlesOf(mapping, run)),
      });
    case "removeCoupling":
      return { kind: "end", run: ended(run, { kind: "uncoupled" }) };
    case "restore": {
      if (recordOf(run, survivor) === undefined) return { kind: "read", run, sides: [survivor] };
      const lost = run.coupling?.base;
      const alone = withState({ ...run, coupling: undefined, lost }, missing, {
        kind: "none",
      });
      return { kind: "again", run: alone };
    }
    case "delete": {
      const record = recordOf(run, survivor);
      if (record === undefined) return { kind: "read", run, sides: [survivor] };
      const write: Write = { kind: "delete", id: record.id, version: record.version };
      return { kind: "write", run, decision, states, writes: { [survivor]: write } };
    }
  }
}

/** A record outside the filter would be left alone by the next run, so its counterpart is not created again. */
function outsideFilterProblem(mapping: TableMapping, run: PairRun): Problem {
  const missing = run.states.dataverse.kind === "none" ? "dataverse" : "businessCentral";
  const { message, hint } = deletedMessage(mapping.name, missing, titlesOf(mapping, run));
  return {
    kind: deletedKind[missing],
    message: `${message} It cannot be created again while the surviving record is outside the mapping's filter.`,
    hint,
  };
}

/** The kind of error by the side that its record was deleted on. */
export const deletedKind = {
  businessCentral: "deletedInBusinessCentral",
  dataverse: "deletedInDataverse",
} as const;

/** Titles as read, else as the coupling remembers them. */
export function titlesOf(mapping: TableMapping, run: PairRun): Titles {
  const known = sides.flatMap((side): readonly (readonly [Side, AppRecord])[] => {
    const record = recordOf(run, side);
    return record === undefined ? [] : [[side, record]];
  });
  const titles = Object.fromEntries(
    known.map(([side, record]) => [side, titleOf(mapping, side, record)]),
  );
  return run.coupling === undefined
    ? titles
    : { businessCentral: run.coupling.title, dataverse: run.coupling.title, ...titles };
}
