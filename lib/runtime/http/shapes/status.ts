import * as z from "zod/mini";
import { errorKinds } from "../../../domain/error/error-item.ts";
import { MappingName } from "../../../domain/ids.ts";
import { Instant } from "../../../domain/instant.ts";
import { scheduleStatuses } from "../../../domain/job/schedule.ts";
import type { AppStatus, MappingStatus, Status } from "../../../manage/mappings/show-status.ts";
import { CircuitShape, showCircuit } from "./circuit.ts";

const Seconds = z.nullable(z.int());

const MappingStatusShape = z.object({
  name: MappingName,
  enabled: z.boolean(),
  couplings: z.int(),
  skipped: z.int(),
  retrying: z.int(),
  /** Only kinds that there are errors of. */
  errorsByKind: z.array(z.object({ kind: z.enum(errorKinds), count: z.int() })),
  scheduleStatus: z.nullable(z.enum(scheduleStatuses)),
  lastRunAt: z.nullable(Instant),
  nextRunAt: z.nullable(Instant),
  /** Why the last run failed. */
  message: z.optional(z.string()),
  circuit: z.optional(CircuitShape),
  /** How long ago each side was last read to its end. */
  cursorAgeSeconds: z.object({ businessCentral: Seconds, dataverse: Seconds }),
});

const AppStatusShape = z.object({
  url: z.string(),
  /** Null until the app was called for the first time. */
  reachable: z.nullable(z.boolean()),
  throttledUntil: z.optional(Instant),
  message: z.optional(z.string()),
});

export const StatusShape = z.object({
  mappings: z.array(MappingStatusShape),
  apps: z.object({ businessCentral: AppStatusShape, dataverse: AppStatusShape }),
});

export const showStatusShape = ({ mappings, apps }: Status) => ({
  mappings: mappings.map(showMapping),
  apps: { businessCentral: showApp(apps.businessCentral), dataverse: showApp(apps.dataverse) },
});

const showMapping = ({ schedule, cursorAgeSeconds, ...mapping }: MappingStatus) => ({
  ...mapping,
  scheduleStatus: schedule?.status ?? null,
  lastRunAt: schedule?.lastRunAt ?? null,
  nextRunAt: schedule?.nextRunAt ?? null,
  message: schedule?.message,
  circuit: showCircuit(schedule?.circuit),
  cursorAgeSeconds: {
    businessCentral: cursorAgeSeconds.businessCentral ?? null,
    dataverse: cursorAgeSeconds.dataverse ?? null,
  },
});

const showApp = ({ url, health }: AppStatus) => ({
  url,
  reachable: health?.reachable ?? null,
  throttledUntil: health?.throttledUntil,
  message: health?.message,
});
