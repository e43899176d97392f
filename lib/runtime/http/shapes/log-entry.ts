import * as z from "zod/mini";
import { JobId, mappingOfId, RecordId } from "../../../domain/ids.ts";
import { Instant } from "../../../domain/instant.ts";
import type { HistoryEntry } from "../../../domain/job/history.ts";
import { jobTriggers, jobTypes, outcomes } from "../../../domain/job/job.ts";
import { Value } from "../../../domain/record.ts";
import { sides } from "../../../domain/side.ts";
import type { Tell } from "../../../manage/display-links.ts";

export const LogEntryShape = z.object({
  at: Instant,
  jobId: JobId,
  jobType: z.enum(jobTypes),
  trigger: z.enum(jobTriggers),
  requestedBy: z.optional(z.string()),
  /** The side this was done to. */
  side: z.enum(sides),
  outcome: z.enum(outcomes),
  businessCentralId: z.optional(RecordId),
  dataverseId: z.optional(RecordId),
  title: z.optional(z.string()),
  message: z.optional(z.string()),
  changes: z.optional(z.array(z.object({ field: z.string(), from: Value, to: Value }))),
});

/** Without `previous`: how entries hang together is nobody's business. */
export const showLogEntry =
  (tell: Tell) =>
  ({ previous: _, changes, ...entry }: HistoryEntry) => ({
    ...entry,
    changes: changes?.map(({ field, from, to }) => {
      const told = (value: Value): Value =>
        tell({ mapping: mappingOfId(entry.jobId), field, value });
      return { field, from: told(from), to: told(to) };
    }),
  });
