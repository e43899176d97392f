import * as z from "zod/mini";
import { MappingName, RecordId } from "../../../domain/ids.ts";
import type { Job } from "../../../domain/job/job.ts";
import { ok, type Result } from "../../../domain/result.ts";
import { sides } from "../../../domain/side.ts";
import { uncoupleMappings } from "../../../manage/couplings/delete-couplings.ts";
import type { ManageApp } from "../../../manage/manage-app.ts";
import type { ManageFailure } from "../../../manage/manage-failure.ts";
import {
  fullySynchronizeMapping,
  fullySynchronizeMappings,
  type RunAsked,
  synchronizeMapping,
} from "../../../manage/mappings/start-synchronization.ts";
import { matchMapping, verifyMapping } from "../../../manage/mappings/verify-match-find-deleted.ts";
import { route } from "../route.ts";
import { mostIds } from "../shapes/bulk.ts";
import { StartedJob, StartedJobs, startedJob, startedJobs } from "../shapes/job.ts";
import { asPreview, OnlyPreview, preview } from "../shapes/preview.ts";

const OneMapping = z.object({ params: z.strictObject({ name: MappingName }) });
const Run = z.extend(OneMapping, { body: OnlyPreview });
const someNames = z.array(MappingName).check(z.minLength(1), z.maxLength(200));

type Start = (app: ManageApp, asked: RunAsked) => Promise<Result<Job, ManageFailure>>;

/** A job of one mapping that needs no other word. */
const plainRun = (does: string, start: Start) =>
  route({
    does,
    role: "Tandem.Admin",
    input: Run,
    answer: StartedJob,
    statuses: [202],
    run: async (app, { params: { name }, body }, { requestedBy }) => {
      const asked = { mapping: name, preview: asPreview(body?.preview), requestedBy };
      const job = await start(app, asked);
      return job.ok ? ok(startedJob(job.value)) : job;
    },
  });

export const runRoutes = {
  "POST /v1/mappings/{name}/actions/synchronize": plainRun(
    "Synchronizes modified records",
    synchronizeMapping,
  ),

  "POST /v1/mappings/{name}/actions/full-synchronize": plainRun(
    "Synchronizes all records, whatever the cursors say",
    fullySynchronizeMapping,
  ),

  "POST /v1/mappings/{name}/actions/verify": plainRun(
    "Compares all coupled records of both sides now; differences are in the job's log",
    verifyMapping,
  ),

  "POST /v1/mappings/{name}/actions/couple": route({
    does: "Match-Based Coupling; every record without a match is named in the job's log",
    role: "Tandem.Admin",
    input: z.extend(OneMapping, {
      body: z.optional(
        z.strictObject({
          /** Records in Business Central; all that are not coupled when absent. */
          ids: z.optional(z.array(RecordId).check(z.minLength(1), z.maxLength(mostIds))),
          createUnmatched: z._default(z.boolean(), false),
          synchronizeAfter: z.optional(z.enum([...sides, "none"])),
          ...preview,
        }),
      ),
    }),
    answer: StartedJob,
    statuses: [202],
    run: async (app, { params: { name }, body }, { requestedBy }) => {
      const { preview: isPreview, ...match } = body ?? { createUnmatched: false };
      const asked = { mapping: name, preview: asPreview(isPreview), requestedBy };
      const job = await matchMapping(app, { ...asked, match });
      return job.ok ? ok(startedJob(job.value)) : job;
    },
  }),

  "POST /v1/mappings/actions/uncouple": route({
    does: "Removes all couplings of these mappings; the records stay",
    role: "Tandem.Admin",
    input: z.object({ body: z.strictObject({ names: someNames, ...preview }) }),
    answer: StartedJobs,
    statuses: [202],
    run: async (app, { body }, { requestedBy }) => {
      const asked = { names: body.names, preview: asPreview(body.preview), requestedBy };
      const jobs = await uncoupleMappings(app, asked);
      return jobs.ok ? ok(startedJobs(jobs.value)) : jobs;
    },
  }),

  "POST /v1/mappings/actions/full-synchronize": route({
    does: "Synchronizes all records of several mappings (all enabled ones unless named), in the order of their dependencies",
    role: "Tandem.Admin",
    input: z.object({
      body: z.optional(z.strictObject({ names: z.optional(someNames), ...preview })),
    }),
    answer: StartedJobs,
    statuses: [202],
    run: async (app, { body }, { requestedBy }) => {
      const jobs = await fullySynchronizeMappings(app, {
        names: body?.names,
        preview: asPreview(body?.preview),
        requestedBy,
      });
      return jobs.ok ? ok(startedJobs(jobs.value)) : jobs;
    },
  }),
};
