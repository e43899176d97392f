import * as z from "zod/mini";
import { JobId, MappingName } from "../../../domain/ids.ts";
import { jobStates, jobTypes, outcomes } from "../../../domain/job/job.ts";
import { ok } from "../../../domain/result.ts";
import { cancelJob, findJob, listJobs, logOfJob } from "../../../manage/jobs/jobs.ts";
import { logView } from "../log-view.ts";
import { route } from "../route.ts";
import { JobShape, StartedJob, showJob } from "../shapes/job.ts";
import { LogEntryShape } from "../shapes/log-entry.ts";
import { pageOf, pageReply, paging } from "../shapes/page.ts";

const OneJob = z.strictObject({ id: JobId });

export const jobRoutes = {
  "GET /v1/jobs": route({
    does: "Jobs, newest first",
    role: "Tandem.Read",
    input: z.object({
      query: z.strictObject({
        ...paging,
        mapping: z.optional(MappingName),
        type: z.optional(z.enum(jobTypes)),
        state: z.optional(z.enum(jobStates)),
      }),
    }),
    answer: pageOf(JobShape),
    statuses: [200],
    run: async (app, { query: { limit, cursor, ...filter } }) => {
      const page = await listJobs(app, filter, { limit, cursor });
      return page.ok ? pageReply(page.value, showJob) : page;
    },
  }),

  "GET /v1/jobs/{id}": route({
    does: "One job",
    role: "Tandem.Read",
    input: z.object({ params: OneJob }),
    answer: JobShape,
    statuses: [200],
    run: async (app, { params: { id } }) => {
      const job = await findJob(app, id);
      return job.ok ? ok({ status: 200, body: showJob(job.value) }) : job;
    },
  }),

  "GET /v1/jobs/{id}/log": route({
    does: "What a job did, record by record",
    role: "Tandem.Read",
    input: z.object({
      params: OneJob,
      query: z.strictObject({ ...paging, outcome: z.optional(z.enum(outcomes)) }),
    }),
    answer: pageOf(LogEntryShape),
    statuses: [200],
    run: async (app, { params: { id }, query: { outcome, ...page } }) => {
      const log = await logOfJob(app, { id, outcome }, page);
      return log.ok ? pageReply(log.value, await logView(app, log.value.items)) : log;
    },
  }),

  "POST /v1/jobs/{id}/actions/cancel": route({
    does: "Stops a job at its next step",
    role: "Tandem.Admin",
    input: z.object({ params: OneJob }),
    answer: StartedJob,
    statuses: [200],
    run: async (app, { params: { id } }) => {
      const job = await cancelJob(app, id);
      return job.ok ? ok({ status: 200, body: { job: showJob(job.value) } }) : job;
    },
  }),
};
