import * as z from "zod/mini";
import { MappingName } from "../../../domain/ids.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { ManageFailure } from "../../../manage/manage-failure.ts";
import type { ShownSchedule } from "../../../manage/mappings/show-status.ts";
import {
  editSchedule,
  findSchedule,
  holdSchedule,
  listSchedules,
  resumeSchedule,
  runSchedule,
} from "../../../manage/schedules/schedules.ts";
import { route } from "../route.ts";
import { StartedJob, startedJob } from "../shapes/job.ts";
import { pageOf, pageReply, paging } from "../shapes/page.ts";
import { ScheduleEdit, ScheduleShape, showSchedule } from "../shapes/schedule.ts";

const OneMapping = z.object({ params: z.strictObject({ mapping: MappingName }) });

const oneSchedule = (schedule: Result<ShownSchedule, ManageFailure>) =>
  schedule.ok ? ok({ status: 200 as const, body: showSchedule(schedule.value) }) : schedule;

export const scheduleRoutes = {
  "GET /v1/schedules": route({
    does: "When each mapping runs",
    role: "Tandem.Read",
    input: z.object({ query: z.strictObject(paging) }),
    answer: pageOf(ScheduleShape),
    statuses: [200],
    run: async (app, { query }) => {
      const page = await listSchedules(app, query);
      return page.ok ? pageReply(page.value, showSchedule) : page;
    },
  }),

  "GET /v1/schedules/{mapping}": route({
    does: "When a mapping runs",
    role: "Tandem.Read",
    input: OneMapping,
    answer: ScheduleShape,
    statuses: [200],
    run: async (app, { params: { mapping } }) => oneSchedule(await findSchedule(app, mapping)),
  }),

  "PUT /v1/schedules/{mapping}": route({
    does: "Changes how often a mapping runs, and how long it rests",
    role: "Tandem.Admin",
    input: z.extend(OneMapping, { body: ScheduleEdit }),
    answer: ScheduleShape,
    statuses: [200],
    run: async (app, { params: { mapping }, body }) =>
      oneSchedule(await editSchedule(app, mapping, body)),
  }),

  "POST /v1/schedules/{mapping}/actions/hold": route({
    does: "Set On Hold",
    role: "Tandem.Admin",
    input: OneMapping,
    answer: ScheduleShape,
    statuses: [200],
    run: async (app, { params: { mapping } }) => oneSchedule(await holdSchedule(app, mapping)),
  }),

  "POST /v1/schedules/{mapping}/actions/resume": route({
    does: "Set Status to Ready; an open circuit is closed",
    role: "Tandem.Admin",
    input: OneMapping,
    answer: ScheduleShape,
    statuses: [200],
    run: async (app, { params: { mapping } }, { requestedBy }) =>
      oneSchedule(await resumeSchedule(app, mapping, requestedBy)),
  }),

  "POST /v1/schedules/{mapping}/actions/run": route({
    does: "Run now; an open circuit is closed",
    role: "Tandem.Admin",
    input: OneMapping,
    answer: StartedJob,
    statuses: [202],
    run: async (app, { params: { mapping } }, { requestedBy }) => {
      const job = await runSchedule(app, { mapping, requestedBy });
      return job.ok ? ok(startedJob(job.value)) : job;
    },
  }),
};
