import type { SideState } from "../../domain/conversion/observation.ts";
import { decide } from "../../domain/decision/decide.ts";
import type { DecideInput } from "../../domain/decision/decide-input.ts";
import type { Decision } from "../../domain/decision/decision.ts";
import { keptFields } from "../../domain/decision/kept-fields.ts";
import { baseAfter } from "../../domain/decision/next-base.ts";
import {
  conflictMessage,
  dependencyMessage,
  mergedMessage,
  rejectedMessage,
} from "../../domain/error/error-messages.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { mergedInto } from "../../domain/mapping/merged-rows.ts";
import type { WireFields } from "../../domain/record.ts";
import type { PerSide, Side } from "../../domain/side.ts";
import type { Write } from "../../ports/business-app.ts";
import type { ObservedRun } from "../observe/observe-pairs.ts";
import { ended, idOn, type PairWork, type Problem, recordOf } from "../pair/pair.ts";
import { titlesOf } from "../pair/titles.ts";
import { settleUnheard } from "./confirm-unacknowledged-write.ts";
import { listed, type Plan, type Planning } from "./plan.ts";
import { outsideFilterProblem, planDeletion } from "./plan-deletion.ts";

/** Decides on one pair and says what requests that takes. Pure but for new ids. */
export function planRun(planning: Planning, { run: gathered, states }: ObservedRun): Plan {
  const { mapping, context } = planning;
  const run = settleUnheard(gathered, states);
  const merged = mergedPlan(mapping, run);
  if (merged !== undefined) return merged;
  if (run.coupleOnly) return { kind: "end", run: coupledOnly(mapping, run, states) };
  const input: DecideInput = {
    mapping: asAsked(mapping, run),
    coupling: run.coupling,
    states,
    context,
    force: run.force,
    lost: run.lost,
  };
  const decision = decide(input);
  switch (decision.kind) {
    case "nothing":
      return followUpOrEnd(mapping, run, decision, states);
    case "agree":
      return followUpOrEnd(mapping, agreedOn(mapping, run, decision, states), decision, states);
    case "write":
      return planWrites(run, decision, input);
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
    case "refuse":
      return refusedPlan(mapping, run, decision);
    case "leaveOut":
      return run.lost === undefined
        ? { kind: "end", run: ended(run, { kind: "leftOut", unread: decision.unread }) }
        : listed(run, outsideFilterProblem(mapping, run));
  }
}

function refusedPlan(
  mapping: TableMapping,
  run: PairWork,
  { error: kind, hint, message: refusal, waitsFor }: Extract<Decision, { kind: "refuse" }>,
): Plan {
  const titles = titlesOf(mapping, run);
  const message =
    kind === "dependencyMissing"
      ? dependencyMessage(mapping.name, waitsFor, titles).message
      : rejectedMessage(mapping.name, titles, refusal);
  return listed(run, { kind, message, hint, waitsFor });
}

/** What a person asks for goes before the mapping's policies. */
const asAsked = (
  mapping: TableMapping,
  { createAsked, keptApart, deletion }: PairWork,
): TableMapping =>
  createAsked || keptApart === true || deletion !== undefined
    ? {
        ...mapping,
        onlyCoupled: (mapping.onlyCoupled || keptApart === true) && !createAsked,
        deleteConflict: deletion ?? mapping.deleteConflict,
      }
    : mapping;

function mergedPlan(mapping: TableMapping, run: PairWork): Plan | undefined {
  const record = recordOf(run, "dataverse");
  const survivor = record === undefined ? undefined : mergedInto(mapping, record);
  if (survivor === undefined) return undefined;
  if (run.coupling === undefined)
    return { kind: "end", run: ended(run, { kind: "leftOut", unread: [] }) };
  const message = mergedMessage(mapping.name, titlesOf(mapping, run), survivor);
  return listed(run, { kind: "ambiguousMatch", ...message, candidates: [survivor] });
}

/** Both records stay as they are; what they have in common is the base. */
function coupledOnly(mapping: TableMapping, run: PairWork, states: PerSide<SideState>): PairWork {
  const settled = ended(run, { kind: "settled" });
  if (run.coupling === undefined) return settled;
  const decision = { kind: "nothing" } as const;
  const base = baseAfter({ mapping, base: run.coupling.base, decision, states, written: {} });
  return { ...settled, coupling: { ...run.coupling, base } };
}

function agreedOn(
  mapping: TableMapping,
  run: PairWork,
  decision: Extract<Decision, { kind: "agree" }>,
  states: PerSide<SideState>,
): PairWork {
  if (run.coupling === undefined) return run;
  const base = baseAfter({ mapping, base: run.coupling.base, decision, states, written: {} });
  return { ...run, coupling: { ...run.coupling, base }, waiting: decision.waiting };
}

/** What a create left to be written afterwards, or the end of the pair. */
function followUpOrEnd(
  mapping: TableMapping,
  run: PairWork,
  decision: Decision,
  states: PerSide<SideState>,
): Plan {
  const { followUp } = run;
  const record = followUp === undefined ? undefined : recordOf(run, followUp.side);
  if (followUp === undefined || record === undefined) {
    return isLeftUndone(run)
      ? listed(run, waitingProblem(mapping, run))
      : { kind: "end", run: ended(run, { kind: "settled" }) };
  }
  const { id, version } = record;
  const write: Write = { kind: "update", id, version, fields: followUp.fields, keep: () => ({}) };
  return {
    kind: "write",
    run: { ...run, followUp: undefined },
    decision,
    states,
    writes: { [followUp.side]: write },
  };
}

function planWrites(
  run: PairWork,
  decision: Extract<Decision, { kind: "write" }>,
  input: DecideInput,
): Plan {
  const unknown = decision.writes
    .map(({ side }) => side)
    .filter((side) => idOn(run, side) === undefined || versionOn(run, side) === undefined);
  if (unknown.length > 0) return { kind: "read", run, sides: unknown };
  const writes = decision.writes.flatMap((write) => {
    const { side, fields } = write;
    const id = idOn(run, side);
    const version = versionOn(run, side);
    if (id === undefined || version === undefined) return [];
    const keep = (): WireFields => keptFields(input, write);
    return [[side, { kind: "update" as const, id, version, fields, keep }] as const];
  });
  return {
    kind: "write",
    run: { ...run, waiting: decision.waiting },
    decision,
    states: input.states,
    writes: Object.fromEntries(writes),
  };
}

const versionOn = (run: PairWork, side: Side): string | undefined =>
  recordOf(run, side)?.version ?? run.coupling?.versions[side];

/** W22: a person chose data for the pair, and all that differs waits for another record. */
const isLeftUndone = ({ asked, waiting, done }: PairWork): boolean =>
  asked?.what === "synchronizeErrors" && waiting.length > 0 && done.length === 0;

const waitingProblem = (mapping: TableMapping, run: PairWork): Problem => ({
  kind: "dependencyMissing",
  ...dependencyMessage(mapping.name, run.waiting, titlesOf(mapping, run)),
  waitsFor: run.waiting,
});
