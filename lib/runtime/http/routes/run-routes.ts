import * as z from "zod/mini";
import { MappingName } from "../../../domain/ids.ts";
import type { Job } from "../../../domain/job.ts";
import { ok } from "../../../domain/result.ts";
import {
  fullySynchronizeMapping,
  fullySynchronizeMappings,
  synchronizeMapping,
} from "../../../manage/start-synchronization.ts";
import { route } from "../route.ts";
import { StartedJob, StartedJobs, showJob, startedJob } from "../shapes/job.ts";

const OneMapping = z.object({ params: z.strictObject({ name: MappingName }) });

export const runRoutes = {
  "POST /v1/mappings/{name}/actions/synchronize": route({
    does: "Synchronizes modified records",
    role: "Tandem.Admin",
    input: OneMapping,
    answer: StartedJob,
    statuses: [202],
    run: async (app, { params: { name } }, { requestedBy }) => {
      const job = await synchronizeMapping(app, { mapping: name, requestedBy });
      return job.ok ? ok(startedJob(job.value)) : job;
    },
  }),

  "POST /v1/mappings/{name}/actions/full-synchronize": route({
    does: "Synchronizes all records, whatever the cursors say",
    role: "Tandem.Admin",
    input: OneMapping,
    answer: StartedJob,
    statuses: [202],
    run: async (app, { params: { name } }, { requestedBy }) => {
      const job = await fullySynchronizeMapping(app, { mapping: name, requestedBy });
      return job.ok ? ok(startedJob(job.value)) : job;
    },
  }),

  "POST /v1/mappings/actions/full-synchronize": route({
    does: "Synchronizes all records of several mappings (all enabled ones unless named), in the order of their dependencies",
    role: "Tandem.Admin",
    input: z.object({
      body: z.optional(
        z.strictObject({
          names: z.optional(z.array(MappingName).check(z.minLength(1), z.maxLength(200))),
        }),
      ),
    }),
    answer: StartedJobs,
    statuses: [202],
    run: async (app, { body }, { requestedBy }) => {
      const jobs = await fullySynchronizeMappings(app, { names: body?.names, requestedBy });
      return jobs.ok ? ok(startedJobs(jobs.value)) : jobs;
    },
  }),
};

const startedJobs = (jobs: readonly Job[]) => ({
  status: 202 as const,
  body: { jobs: jobs.map(showJob) },
  headers: { location: "/v1/jobs" },
});
