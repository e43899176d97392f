import * as z from "zod/mini";
import { MappingName } from "../../../domain/ids.ts";
import type { BulkResult, LeftOut } from "../../../manage/bulk-result.ts";
import { JobShape, showJob } from "./job.ts";

/** So that the answer stays small enough to be given; the count tells of the rest. */
const mostLeftOut = 1000;
export const mostIds = 1000;

export const LeftOutShape = z.array(z.object({ id: z.string(), reason: z.string() }));

export const showLeftOut = (leftOut: readonly LeftOut[]) =>
  leftOut.slice(0, mostLeftOut).map(({ id, reason }) => ({ id, reason }));

export const BulkShape = z.object({
  taken: z.int(),
  leftOutCount: z.int(),
  leftOut: LeftOutShape,
  /** One per mapping concerned. */
  jobs: z.array(JobShape),
  notStarted: z.array(z.object({ mapping: MappingName, reason: z.string() })),
});

/** 202 when jobs were started, 200 when at most flags were changed. */
export function bulkReply(
  { taken, leftOut, leftOutCount, jobs, notStarted }: BulkResult,
  headers: Readonly<Record<string, string>> = {},
) {
  const [job] = jobs;
  const body = {
    taken,
    leftOutCount: leftOutCount ?? leftOut.length,
    leftOut: showLeftOut(leftOut),
    jobs: jobs.map(showJob),
    notStarted,
  };
  if (job === undefined) return { status: 200 as const, body, headers };
  const location = jobs.length === 1 ? `/v1/jobs/${job.id}` : "/v1/jobs";
  return { status: 202 as const, body, headers: { ...headers, location } };
}
