import type { MappingName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { JobRequest } from "../../domain/job/job-request.ts";
import { ok, type Result } from "../../domain/result.ts";
import { startJob } from "../../sync/jobs/start-job.ts";
import type { ManageApp } from "../manage-app.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { enabledMapping, enabledMappings, type RunAsked } from "./start-synchronization.ts";

/** Compares all coupled records of both sides; writes nothing. */
export const verifyMapping = (app: ManageApp, asked: RunAsked) =>
  startOne(app, asked, { kind: "verify" });

export interface MatchAsked extends RunAsked {
  readonly match: Omit<Extract<JobRequest, { kind: "match" }>, "kind">;
}

/** Match-Based Coupling. */
export const matchMapping = (app: ManageApp, { match, ...asked }: MatchAsked) =>
  startOne(app, asked, { kind: "match", ...match });

async function startOne(
  app: ManageApp,
  asked: RunAsked,
  request: JobRequest,
): Promise<Result<Job, ManageFailure>> {
  const mapping = await enabledMapping(app, asked.mapping);
  return mapping.ok ? ok(await startJob(app, { ...asked, trigger: "manual", request })) : mapping;
}

export interface FindDeletedAsked {
  /** All enabled ones when absent. */
  readonly mapping: MappingName | undefined;
  readonly preview: true | undefined;
  readonly requestedBy: string | undefined;
}

/** Looks for coupled records that are missing on either side, and lists them; what is listed without a coupling and is gone is not listed any more. */
export async function findDeleted(
  app: ManageApp,
  { mapping, ...asked }: FindDeletedAsked,
): Promise<Result<readonly Job[], ManageFailure>> {
  const mappings = await enabledMappings(app, mapping === undefined ? undefined : [mapping]);
  if (!mappings.ok) return mappings;
  const jobs = mappings.value.map(({ name }) =>
    startJob(app, {
      ...asked,
      mapping: name,
      trigger: "manual",
      request: { kind: "findDeleted" },
    }),
  );
  return ok(await Promise.all(jobs));
}
