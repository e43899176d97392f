import type { MappingContext } from "../../domain/conversion/context.ts";
import type { SideState } from "../../domain/conversion/observation.ts";
import type { Decision } from "../../domain/decision/decision.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { PerSide, Side } from "../../domain/side.ts";
import type { Write } from "../../ports/business-app.ts";
import { ended, type PairWork, type Problem } from "../pair/pair.ts";

export interface WritePlan {
  readonly kind: "write";
  readonly run: PairWork;
  readonly decision: Decision;
  /** What was decided on. */
  readonly states: PerSide<SideState>;
  readonly writes: Readonly<Partial<Record<Side, Write>>>;
}

/** What is to happen to a pair in this round. */
export type Plan =
  | { readonly kind: "end"; readonly run: PairWork }
  /** Cannot go on before these sides are read. */
  | { readonly kind: "read"; readonly run: PairWork; readonly sides: readonly Side[] }
  /** Decide again on the changed run. */
  | { readonly kind: "again"; readonly run: PairWork }
  | WritePlan;

export interface Planning {
  readonly mapping: TableMapping;
  readonly context: MappingContext;
  readonly newId: () => RecordId;
}

export const listed = (run: PairWork, problem: Problem): Plan => ({
  kind: "end",
  run: ended(run, { kind: "listed", problem }),
});
