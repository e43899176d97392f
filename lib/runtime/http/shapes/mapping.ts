import * as z from "zod/mini";
import { Instant } from "../../../domain/instant.ts";
import { TableMapping } from "../../../domain/mapping.ts";
import { scheduleStatuses } from "../../../domain/schedule.ts";
import type { ListedMapping } from "../../../manage/show-status.ts";
import { CircuitShape, showCircuit } from "./circuit.ts";

const found = {
  couplings: z.int(),
  /** How many records are listed. */
  errors: z.object({ skipped: z.int(), retrying: z.int() }),
  scheduleStatus: z.nullable(z.enum(scheduleStatuses)),
  lastRunAt: z.nullable(Instant),
  nextRunAt: z.nullable(Instant),
  circuit: z.optional(CircuitShape),
};

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
  circuit: showCircuit(status.schedule?.circuit),
});
