import type { MappingContext } from "../../domain/conversion/context.ts";
import type { SideState } from "../../domain/conversion/observation.ts";
import { observe } from "../../domain/conversion/observe.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { appName, type PerSide, type Side, sides } from "../../domain/side.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { type PairWork, recordOf } from "../pair/pair.ts";
import { loadContext, type RecordToResolve } from "./load-context.ts";

/** Pairs as they are now seen, and what their links lead to. */
export interface ObservedPairs {
  readonly context: MappingContext;
  readonly runs: readonly ObservedRun[];
}

/** Reads what the pairs' links lead to, and brings their records into canonical form. */
export async function observePairs(
  app: Pick<SyncApp, "store" | "apps">,
  mapping: TableMapping,
  runs: readonly PairWork[],
): Promise<Result<ObservedPairs, AppFailure>> {
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

/** A pair whose records were looked at in canonical form. */
export interface ObservedRun {
  readonly run: PairWork;
  readonly states: PerSide<SideState>;
}

export function observeRun(
  mapping: TableMapping,
  context: MappingContext,
  run: PairWork,
): ObservedRun {
  const base = run.coupling?.base ?? {};
  const observed = (side: Side): SideState => {
    const state = run.states[side];
    return state.kind === "read"
      ? { kind: "read", observed: observe({ mapping, context }, side, state.record, base) }
      : state;
  };
  const states = { businessCentral: observed("businessCentral"), dataverse: observed("dataverse") };
  return { run, states };
}
