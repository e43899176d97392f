import * as z from "zod/mini";
import { MappingName } from "../../../domain/ids.ts";
import { Instant } from "../../../domain/instant.ts";
import { scheduleStatuses } from "../../../domain/job/schedule.ts";
import type { ShownSchedule } from "../../../manage/mappings/show-status.ts";
import { CircuitShape, showCircuit } from "./circuit.ts";

const oneMonth = 44640;

const Cadence = {
  minutesBetweenRuns: z.int().check(z.minimum(1), z.maximum(oneMonth)),
  /** Minutes of rest after a run that changed nothing; 0 = until somebody wakes it; absent = never rests. */
  inactivityTimeoutMinutes: z.optional(z.int().check(z.minimum(0), z.maximum(oneMonth))),
};

const found = {
  mapping: MappingName,
  status: z.enum(scheduleStatuses),
  nextRunAt: z.nullable(Instant),
  lastRunAt: z.nullable(Instant),
  attempts: z.int(),
  message: z.optional(z.string()),
  circuit: z.optional(CircuitShape),
};

export const ScheduleShape = z.object({ ...Cadence, ...found });

/** What was read may be sent back as it is; only the cadence is taken from it. */
export const ScheduleEdit = z.strictObject({ ...Cadence, ...z.partial(z.object(found)).shape });

/** Without `woken`, which says nothing that the next run does not. */
export const showSchedule = ({ woken: _, circuit, ...schedule }: ShownSchedule) => ({
  ...schedule,
  circuit: showCircuit(circuit),
  nextRunAt: schedule.nextRunAt ?? null,
  lastRunAt: schedule.lastRunAt ?? null,
});
