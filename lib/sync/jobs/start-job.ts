import { JobId, type MappingName } from "../../domain/ids.ts";
import { epochOf, type Instant } from "../../domain/instant.ts";
import { type Job, type JobTrigger, noCounts } from "../../domain/job/job.ts";
import type { JobRequest } from "../../domain/job/job-request.ts";
import { requestKinds } from "../../domain/job/request-kinds.ts";
import type { SyncApp } from "../context/sync-app.ts";

export interface NewJob {
  readonly mapping: MappingName;
  readonly trigger: JobTrigger;
  readonly request: JobRequest;
  readonly requestedBy?: string | undefined;
  readonly preview?: true | undefined;
  /** Jobs that must end before this one starts. */
  readonly after?: readonly JobId[] | undefined;
  /** Tells jobs of one moment apart; drawn anew when absent. */
  readonly distinct?: string | undefined;
}

type Deps = Pick<SyncApp, "store" | "queue" | "clock" | "ids">;

/** Stores the job, then asks the queue for its first step. The tick sends a step that got lost in between. */
export function startJob(app: Deps, asked: NewJob): Promise<Job> {
  const now = app.clock.now();
  const distinct = asked.distinct ?? app.ids.short();
  return start(app, asked, jobIdOf(asked.mapping, now, distinct), now);
}

/**
 * The run of a schedule that is due at `dueAt`. Its id follows from the mapping and that moment, so
 * that of two ticks only one starts it.
 */
export function startDueJob(app: Deps, asked: NewJob, dueAt: Instant): Promise<Job> {
  return start(app, asked, jobIdOf(asked.mapping, dueAt, "due"), app.clock.now());
}

export const jobIdOf = (mapping: MappingName, at: Instant, distinct: string): JobId =>
  JobId.parse(`${mapping}.${epochOf(at).toString(36).padStart(9, "0")}-${distinct}`);

async function start(app: Deps, asked: NewJob, id: JobId, now: Instant): Promise<Job> {
  const after = asked.after ?? [];
  const job: Job = {
    id,
    mapping: asked.mapping,
    type: requestKinds[asked.request.kind].jobType,
    trigger: asked.trigger,
    state: "queued",
    requestedBy: asked.requestedBy,
    createdAt: now,
    progress: { done: 0 },
    counters: { businessCentral: noCounts, dataverse: noCounts },
    coupled: 0,
    request: asked.request,
    step: 0,
    after,
    sentAt: after.length === 0 ? now : undefined,
    preview: asked.preview,
    cancelRequested: false,
    revision: 0,
  };
  const created = await app.store.jobs.create(job);
  if (created === "created" && after.length === 0) await sendFirstStep(app, job);
  return job;
}

/**
 * XC17: a job that is stored will run, so a queue that refuses its first step is no failure of whoever
 * asked: the next tick sends it. The tick itself fails, and its alarm tells of the queue.
 */
async function sendFirstStep(app: Deps, { id, trigger }: Job): Promise<void> {
  try {
    await app.queue.send([{ jobId: id, step: 0, resend: 0 }]);
  } catch (trouble) {
    if (trigger === "schedule") throw trouble;
    const stored = await app.store.jobs.get(id);
    if (stored !== undefined) await app.store.jobs.update(stored, { ...stored, sentAt: undefined });
  }
}
