import * as z from "zod/mini";
import { HistoryRef, JobId, RecordId } from "../../domain/ids.ts";
import { Instant } from "../../domain/instant.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import { jobTriggers, jobTypes, outcomes } from "../../domain/job/job.ts";
import { Value } from "../../domain/record.ts";
import { sides } from "../../domain/side.ts";
import { packed } from "../table/packed.ts";
import { storedShape } from "../table/stored-shape.ts";
import { TableKey } from "../table/table.ts";

const Entry = z.object({
  at: Instant,
  jobId: JobId,
  jobType: z.enum(jobTypes),
  trigger: z.enum(jobTriggers),
  requestedBy: z.optional(z.string()),
  side: z.enum(sides),
  outcome: z.enum(outcomes),
  businessCentralId: z.optional(RecordId),
  dataverseId: z.optional(RecordId),
  title: z.optional(z.string()),
  message: z.optional(z.string()),
  changes: z.optional(z.array(z.object({ field: z.string(), from: Value, to: Value }))),
  previous: z.optional(HistoryRef),
} satisfies Record<keyof HistoryEntry, z.core.$ZodType>);

export const StoredHistory = storedShape({
  ...TableKey.shape,
  z: packed(z.array(Entry)),
});

/** Deflated together, entries of one step share most of their text: about 0.1 write units each. */
export const entriesPerChunk = 100;

export const historyPartition = (jobId: JobId): string => `h#${jobId}`;

/** `start` is the index of the chunk's first entry within the append. */
export const chunkSortKey = (append: string, start: number): string =>
  `${append}-${String(start).padStart(6, "0")}`;

export interface Place {
  readonly jobId: JobId;
  readonly append: string;
  /** Within the append: where chunks begin and end is not part of a reference. */
  readonly index: number;
}

export const refTo = (jobId: JobId, append: string, index: number): HistoryRef =>
  HistoryRef.parse(`${jobId}/${append}/${index}`);

export const placeOf = (ref: HistoryRef): Place => {
  const [job, append = "", index] = ref.split("/");
  return { jobId: JobId.parse(job), append, index: Number(index) };
};
