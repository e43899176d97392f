import * as z from "zod/mini";
import { ErrorId, JobId, MappingName } from "../../../domain/ids.ts";
import { Instant } from "../../../domain/instant.ts";
import { countersOf, type Job, jobStates, jobTriggers, jobTypes } from "../../../domain/job/job.ts";

const Counters = countersOf(z.int());

export const JobShape = z.object({
  id: JobId,
  mapping: MappingName,
  type: z.enum(jobTypes),
  trigger: z.enum(jobTriggers),
  state: z.enum(jobStates),
  /** Where it says what it did to each record. */
  log: z.string(),
  requestedBy: z.optional(z.string()),
  createdAt: Instant,
  startedAt: z.optional(Instant),
  finishedAt: z.optional(Instant),
  message: z.optional(z.string()),
  /** Only says in its log what it would do; nothing is written anywhere. */
  preview: z.optional(z.boolean()),
  cancelRequested: z.boolean(),
  /** Error items named in the request that were left as they are, since their situation had changed. */
  refused: z.optional(z.array(z.object({ id: ErrorId, message: z.string() }))),
  progress: z.object({ done: z.int(), total: z.optional(z.int()) }),
  /** What was done to each side. */
  counters: z.object({ businessCentral: Counters, dataverse: Counters }),
});

export const showJob = (job: Job) => ({
  id: job.id,
  mapping: job.mapping,
  type: job.type,
  trigger: job.trigger,
  state: job.state,
  log: `/v1/jobs/${job.id}/log`,
  requestedBy: job.requestedBy,
  createdAt: job.createdAt,
  startedAt: job.startedAt,
  finishedAt: job.finishedAt,
  message: job.message,
  preview: job.preview,
  cancelRequested: job.cancelRequested,
  refused: job.refused,
  progress: job.progress,
  counters: job.counters,
});

export const StartedJob = z.object({ job: JobShape });

export const StartedJobs = z.object({ jobs: z.array(JobShape) });

/** 202 for work that a job does. */
export const startedJob = (job: Job) => ({
  status: 202 as const,
  body: { job: showJob(job) },
  headers: { location: `/v1/jobs/${job.id}` },
});

/** The same for several mappings. */
export function startedJobs(jobs: readonly Job[]) {
  const [job, ...others] = jobs;
  const location = job !== undefined && others.length === 0 ? `/v1/jobs/${job.id}` : "/v1/jobs";
  const body = { jobs: jobs.map(showJob) };
  return { status: 202 as const, body, headers: { location } };
}
