import { entityOf } from "../../domain/conversion/selection.ts";
import type { ErrorId } from "../../domain/ids.ts";
import { isOpen } from "../../domain/job/circuit-breaker.ts";
import type { Job } from "../../domain/job/job.ts";
import type { MappingState } from "../../domain/job/mapping-state.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { PerSide } from "../../domain/side.ts";

/** What one step works on: its job, the mapping, and both tables as the mapping sees them. */
export interface StepWork {
  readonly job: Job;
  readonly mapping: TableMapping;
  readonly state: MappingState;
  readonly entities: PerSide<Entity>;
  /** Items that this step resolved when it looked into what an earlier try of its own job left open. */
  readonly recovered?: readonly ErrorId[] | undefined;
}

export const stepWork = (job: Job, mapping: TableMapping, state: MappingState): StepWork => ({
  job,
  mapping,
  state,
  entities: {
    businessCentral: entityOf(mapping, "businessCentral"),
    dataverse: entityOf(mapping, "dataverse"),
  },
});

/** W14: while the circuit is open, the schedule's runs try a few records only; a person's do all. */
export const isProbe = ({ job, state }: StepWork): boolean =>
  job.trigger === "schedule" && isOpen(state.circuit);
