import type { MappingContext } from "../conversion/context.ts";
import type { SideState } from "../conversion/observation.ts";
import type { Base, Coupling } from "../coupling.ts";
import type { FieldName } from "../ids.ts";
import type { TableMapping } from "../mapping/mapping.ts";
import type { PerSide, Side } from "../side.ts";

/** A person's Synchronize: whose data to use, for the whole record or (`fields`) for single fields. */
export interface Force {
  readonly use: Side | "merge";
  readonly fields?: Readonly<Record<FieldName, Side>> | undefined;
}

/** One pair, or one record without a pair, and all that is known for deciding on it. */
export interface DecideInput {
  readonly mapping: TableMapping;
  /** Absent for a record that is not coupled. Two records without a coupling are decided on as a new pair. */
  readonly coupling: Coupling | undefined;
  readonly states: PerSide<SideState>;
  readonly context: MappingContext;
  readonly force?: Force | undefined;
  /** What a deleted record last agreed on, while it is created again: fields that do not flow there come from here. */
  readonly lost?: Base | undefined;
}
