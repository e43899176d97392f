import { StartedJob } from "../../../../lib/runtime/http/shapes/job.ts";
import { ScheduleShape } from "../../../../lib/runtime/http/shapes/schedule.ts";
import { type Api, callApi } from "./call-api.ts";
import type { Schedule } from "./shapes.ts";

export type Cadence = Pick<Schedule, "minutesBetweenRuns" | "inactivityTimeoutMinutes">;

export const readSchedule = (api: Api, mapping: string) =>
  callApi(api, { path: pathOf(mapping) }, ScheduleShape);

export const saveSchedule = (api: Api, mapping: string, cadence: Cadence) =>
  callApi(api, { method: "PUT", path: pathOf(mapping), body: cadence }, ScheduleShape);

/** Set On Hold, or Set Status to Ready. */
export const switchSchedule = (api: Api, mapping: string, to: "hold" | "resume") =>
  callApi(api, { method: "POST", path: `${pathOf(mapping)}/actions/${to}` }, ScheduleShape);

export const runSchedule = (api: Api, mapping: string, idempotencyKey: string) =>
  callApi(
    api,
    { method: "POST", path: `${pathOf(mapping)}/actions/run`, idempotencyKey },
    StartedJob,
  );

const pathOf = (mapping: string): string => `/v1/schedules/${encodeURIComponent(mapping)}`;
