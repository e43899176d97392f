import type { JobId, MappingName } from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import type { Job, JobState, JobType, Outcome } from "../../domain/job/job.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Page, PageRequest } from "../../ports/store.ts";
import { updateUnderRevision } from "../../sync/context/update-under-revision.ts";
import { hasEnded } from "../../sync/jobs/update-job.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";
import { listed, listedOf } from "../paging.ts";

type Deps = Pick<ManageApp, "store">;

export interface JobFilter {
  readonly mapping?: MappingName | undefined;
  readonly type?: JobType | undefined;
  readonly state?: JobState | undefined;
}

export async function listJobs(
  { store }: Deps,
  filter: JobFilter,
  page: PageRequest,
): Promise<Result<Page<Job>, ManageFailure>> {
  const mappings = (await store.mappings.all()).map(({ mapping }) => mapping.name);
  return listedOf(await store.jobs.list(filter, mappings, page), filter.mapping, mappings);
}

export async function findJob({ store }: Deps, id: JobId): Promise<Result<Job, ManageFailure>> {
  const job = await store.jobs.get(id);
  return job === undefined
    ? declined("notFound", `There is no job ${id}. Ended jobs are removed after a while.`)
    : ok(job);
}

/** The worker sees the cancellation at the job's next step. */
export async function cancelJob(app: Deps, id: JobId): Promise<Result<Job, ManageFailure>> {
  return updateUnderRevision<Job, ManageFailure>({
    get: () => findJob(app, id),
    change: (job) => {
      if (hasEnded(job)) {
        return declined("conflict", `Job ${id} has already ended (${job.state}).`);
      }
      return ok(job.cancelRequested ? job : { ...job, cancelRequested: true });
    },
    save: (before, after) => app.store.jobs.update(before, after),
  });
}

export interface JobLog {
  readonly id: JobId;
  readonly outcome: Outcome | undefined;
}

export async function logOfJob(
  app: Deps,
  { id, outcome }: JobLog,
  page: PageRequest,
): Promise<Result<Page<HistoryEntry>, ManageFailure>> {
  const job = await findJob(app, id);
  return job.ok ? listed(await app.store.history.ofJob(id, page, outcome)) : job;
}
