import type { JobState, JobType, Outcome } from "../../../../lib/domain/job/job.ts";
import { JobShape, StartedJob } from "../../../../lib/runtime/http/shapes/job.ts";
import { LogEntryShape } from "../../../../lib/runtime/http/shapes/log-entry.ts";
import { pageOf } from "../../../../lib/runtime/http/shapes/page.ts";
import { type Api, callApi, type PageRequest } from "./call-api.ts";
import type { Job } from "./shapes.ts";

export interface JobFilter {
  readonly mapping?: string | undefined;
  readonly type?: JobType | undefined;
  readonly state?: JobState | undefined;
}

const Jobs = pageOf(JobShape);
const LogEntries = pageOf(LogEntryShape);

export const listJobs = (api: Api, filter: JobFilter, page: PageRequest) =>
  callApi(api, { path: "/v1/jobs", query: { ...filter, ...page } }, Jobs);

export const readJob = (api: Api, id: Job["id"]) => callApi(api, { path: pathOf(id) }, JobShape);

export const readJobLog = (
  api: Api,
  id: Job["id"],
  page: PageRequest & { readonly outcome?: Outcome | undefined },
) => callApi(api, { path: `${pathOf(id)}/log`, query: { ...page } }, LogEntries);

/** Answers the job, which stops at its next step. */
export const cancelJob = (api: Api, id: Job["id"]) =>
  callApi(api, { method: "POST", path: `${pathOf(id)}/actions/cancel` }, StartedJob);

const pathOf = (id: Job["id"]): string => `/v1/jobs/${encodeURIComponent(id)}`;
