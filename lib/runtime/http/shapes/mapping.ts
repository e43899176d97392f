import * as z from "zod/mini";
import { MappingName } from "../../../domain/ids.ts";
import { Instant } from "../../../domain/instant.ts";
import { scheduleStatuses } from "../../../domain/job/schedule.ts";
import { TableMapping } from "../../../domain/mapping/mapping.ts";
import type { ListedMapping } from "../../../manage/mappings/show-status.ts";
import { CircuitShape, showCircuit } from "./circuit.ts";

const found = {
  couplings: z.int(),
  /** How many records are listed. */
  errors: z.object({ skipped: z.int(), retrying: z.int() }),
  scheduleStatus: z.nullable(z.enum(scheduleStatuses)),
  lastRunAt: z.nullable(Instant),
  nextRunAt: z.nullable(Instant),
  /** Why the last scheduled run failed. */
  message: z.optional(z.string()),
  circuit: z.optional(CircuitShape),
};

/** What became of a mapping that was to be deleted. A restored one is as it was shipped. */
export const DeletedMappingShape = z.discriminatedUnion("outcome", [
  z.extend(TableMapping, { outcome: z.literal("restored") }),
  z.object({ outcome: z.literal("removed"), name: MappingName }),
]);

export const ListedMappingShape = z.extend(TableMapping, found);

/** What was read off the list may be sent back as it is; only the mapping is taken from it. */
const MappingEdit = z.extend(TableMapping, z.partial(z.object(found)).shape);

export const MappingBody = z.pipe(
  MappingEdit,
  z.transform(
    ({
      couplings: _couplings,
      errors: _errors,
      scheduleStatus: _status,
      lastRunAt: _last,
      nextRunAt: _next,
      message: _message,
      circuit: _circuit,
      ...mapping
    }): TableMapping => mapping,
  ),
);

export const showListedMapping = ({ stored, status }: ListedMapping) => ({
  ...stored.mapping,
  couplings: status.couplings,
  errors: { skipped: status.skipped, retrying: status.retrying },
  scheduleStatus: status.schedule?.status ?? null,
  lastRunAt: status.schedule?.lastRunAt ?? null,
  nextRunAt: status.schedule?.nextRunAt ?? null,
  message: status.schedule?.message,
  circuit: showCircuit(status.schedule?.circuit),
});
