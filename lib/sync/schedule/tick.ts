import type { JobId, MappingName } from "../../domain/ids.ts";
import { epochOf, type Instant } from "../../domain/instant.ts";
import type { Job } from "../../domain/job/job.ts";
import type { MappingState } from "../../domain/job/mapping-state.ts";
import { isDue } from "../../domain/job/schedule-transitions.ts";
import type { StoredMapping } from "../../ports/store.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { startDueJob } from "../jobs/start-job.ts";
import { type ScheduleTrouble, watchSchedules } from "./schedule-health.ts";

type Deps = Pick<SyncApp, "store" | "queue" | "clock" | "ids">;

export interface TickReport {
  readonly started: readonly JobId[];
  readonly sentAgain: readonly JobId[];
  readonly schedules: ScheduleTrouble;
}

/**
 * One beat of the job queue: starts the mappings that are due, and sends steps again that got lost
 * or had to wait. `lostAfterSeconds`: a step is taken for lost when nothing was heard of it for so long.
 */
export async function tick(app: Deps, lostAfterSeconds = 900): Promise<TickReport> {
  const now = app.clock.now();
  const [states, mappings, open] = await Promise.all([
    app.store.states.all(),
    app.store.mappings.all(),
    app.store.jobs.open(),
  ]);
  const busy = new Set(open.map(({ mapping }) => mapping));
  const enabled = states.filter(({ mapping }) => isEnabled(mappings, mapping));
  const schedules = watchSchedules(enabled, open, now);
  const due = enabled.filter(({ mapping, schedule }) => isDue(schedule, now) && !busy.has(mapping));
  const started: JobId[] = [];
  for (const state of due) started.push((await startRun(app, state, now)).id);
  const lost = open.filter((job) => needsSending(job, open, now, lostAfterSeconds));
  for (const job of lost) await sendAgain(app, job, now);
  return { started, sentAgain: lost.map(({ id }) => id), schedules };
}

const isEnabled = (mappings: readonly StoredMapping[], name: MappingName): boolean =>
  mappings.some(({ mapping }) => mapping.name === name && mapping.enabled);

const startRun = (app: Deps, { mapping, schedule }: MappingState, now: Instant): Promise<Job> =>
  startDueJob(
    app,
    { mapping, trigger: "schedule", request: { kind: "synchronizeChanges" } },
    schedule.nextRunAt ?? now,
  );

function needsSending(
  job: Job,
  open: readonly Job[],
  now: Instant,
  lostAfterSeconds: number,
): boolean {
  if (job.after.some((id) => open.some((other) => other.id === id))) return false;
  if (job.resumeAt !== undefined) return job.resumeAt <= now;
  if (job.sentAt === undefined) return true;
  return epochOf(now) - epochOf(job.sentAt) >= lostAfterSeconds * 1000;
}

/** A repeat is harmless: a step that was done meanwhile is recognised by its number. */
async function sendAgain(app: Deps, job: Job, now: Instant): Promise<void> {
  const saved = await app.store.jobs.update(job, { ...job, sentAt: now, resumeAt: undefined });
  if (saved === "stale") return;
  // Another number each minute, as often as the tick comes; seconds would be more digits than a message may have.
  const resend = Math.floor(epochOf(now) / 60_000);
  await app.queue.send([{ jobId: job.id, step: job.step, resend }]);
}
