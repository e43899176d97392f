import * as z from "zod/mini";
import { circuitReasons } from "../domain/error/error-events.ts";
import { JobId, MappingName } from "../domain/ids.ts";
import { Instant } from "../domain/instant.ts";
import type { Circuit, CircuitClosed } from "../domain/job/circuit-breaker.ts";
import type { Cursor, MappingState } from "../domain/job/mapping-state.ts";
import type { Schedule } from "../domain/job/schedule.ts";
import type { Subscription } from "../domain/job/subscription.ts";
import { sides } from "../domain/side.ts";
import type { MappingStates } from "../ports/store.ts";
import { pack, packed } from "./table/packed.ts";
import { storedShape } from "./table/stored-shape.ts";
import { atRevision, type Key, type Row, type Table } from "./table/table.ts";
import { tableFacts } from "./table/table-facts.ts";

const partition = tableFacts.partitions.states;
const stateKey = (mapping: MappingName): Key => ({ pk: partition, sk: mapping });

const StoredCursor = z.object({
  position: z.string(),
  selection: z.string(),
  at: Instant,
} satisfies Record<keyof Cursor, z.core.$ZodType>);

const StoredSchedule = z.object({
  mapping: MappingName,
  minutesBetweenRuns: z.number(),
  inactivityTimeoutMinutes: z.optional(z.number()),
  status: z.enum(["ready", "onHold", "onHoldInactive", "error"]),
  nextRunAt: z.optional(Instant),
  lastRunAt: z.optional(Instant),
  attempts: z.number(),
  message: z.optional(z.string()),
  woken: z.optional(
    z.object({
      at: Instant,
      before: z.optional(
        z.object({
          status: z.enum(["ready", "onHoldInactive"]),
          nextRunAt: z.optional(Instant),
        }),
      ),
    }),
  ),
} satisfies Record<keyof Schedule, z.core.$ZodType>);

const StoredCircuit = z.object({
  since: Instant,
  reason: z.enum(circuitReasons),
  message: z.string(),
  jobId: JobId,
  closed: z.optional(
    z.object({
      at: Instant,
      by: z.enum(["person", "run"]),
      requestedBy: z.optional(z.string()),
      jobId: z.optional(JobId),
    } satisfies Record<keyof CircuitClosed, z.core.$ZodType>),
  ),
} satisfies Record<keyof Circuit, z.core.$ZodType>);

const StoredSubscription = z.object({
  table: z.string(),
  url: z.string(),
  id: z.optional(z.string()),
  expiresAt: z.optional(Instant),
  askAgainAt: Instant,
} satisfies Record<keyof Subscription, z.core.$ZodType>);

export const StoredMappingState = storedShape({
  r: z.number(),
  z: packed(
    z.object({
      mapping: MappingName,
      schedule: StoredSchedule,
      cursors: z.partialRecord(z.enum(sides), StoredCursor),
      coupled: z.number(),
      countedJobId: z.optional(JobId),
      subscription: z.optional(StoredSubscription),
      circuit: z.optional(StoredCircuit),
    } satisfies Record<Exclude<keyof MappingState, "revision">, z.core.$ZodType>),
  ),
});

const stateOf = (row: Row): MappingState => {
  const stored = StoredMappingState.parse(row);
  return { ...stored.z, revision: stored.r };
};

export const mappingStatesOf = (table: Table): MappingStates => ({
  async all() {
    return (await table.queryAll({ partition, consistent: true })).map(stateOf);
  },

  async get(mapping) {
    const row = await table.get(stateKey(mapping));
    return row && stateOf(row);
  },

  async save({ revision, ...content }) {
    const key = stateKey(content.mapping);
    const item = { ...key, v: StoredMappingState.version, r: revision + 1, z: pack(content) };
    return (await table.put(item, atRevision(revision))) === "done" ? "saved" : "stale";
  },
});
