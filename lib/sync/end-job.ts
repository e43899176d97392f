import { selectionOf } from "../domain/entity-of.ts";
import type { AppFailure } from "../domain/failure.ts";
import { type Instant, plusMinutes } from "../domain/instant.ts";
import type { Counters, Job } from "../domain/job.ts";
import { endOfWork, jobAfter } from "../domain/job-transitions.ts";
import type { Cursor, MappingState } from "../domain/mapping-state.ts";
import { afterRun, type RunEnd } from "../domain/schedule-transitions.ts";
import { type Side, sides } from "../domain/side.ts";
import type { Subscription } from "../domain/subscription.ts";
import { changeJob } from "./change-job.ts";
import { releaseWaiting } from "./release-waiting.ts";
import { sendReady } from "./send-ready.ts";
import type { StepWork } from "./step-work.ts";
import type { SyncApp } from "./sync-app.ts";

/** How a job ends. */
export type JobEnd =
  | {
      readonly kind: "finished";
      readonly work: StepWork;
      readonly positions: Readonly<Partial<Record<Side, string>>>;
      readonly couplings?: number | undefined;
      readonly subscription?: Subscription | undefined;
    }
  | { readonly kind: "failed"; readonly message: string; readonly failure?: AppFailure | undefined }
  | { readonly kind: "cancelled" };

/**
 * Ends a job. The mapping's state (cursors, schedule) is stored before the job: a crash in between
 * repeats the last step, which finds nothing left to do.
 */
export async function endJob(
  app: Pick<SyncApp, "store" | "queue" | "clock" | "settings">,
  job: Job,
  end: JobEnd,
): Promise<"ended" | "late"> {
  const now = app.clock.now();
  const known = end.kind === "finished" ? end.work.state : await app.store.states.get(job.mapping);
  if (job.preview !== true)
    await changeState(app, known, (state) => stateAfter(state, job, end, now));
  const expiresAt = plusMinutes(now, app.settings.retentionDays * 24 * 60);
  const ended = await changeJob(app, job, (current) => {
    const { counters, progress, coupled } = job;
    return { ...jobEnded({ ...current, counters, progress, coupled }, end, now), expiresAt };
  });
  if (ended === undefined) return "late";
  if (ended.coupled > 0) await releaseWaiting(app, job.mapping);
  await sendReady(app, job.id);
  return "ended";
}

function jobEnded(job: Job, end: JobEnd, now: Instant): Job {
  const running = jobAfter(job, "stepStarted", now) ?? job;
  switch (end.kind) {
    case "finished":
      return jobAfter({ ...running, message: undefined }, endOfWork(job.counters), now) ?? running;
    case "failed":
      return jobAfter(running, "gaveUp", now, end.message) ?? running;
    case "cancelled":
      return jobAfter(running, "cancelled", now) ?? running;
  }
}

/** Retried when a person changed the schedule since the state was read: their change stays. */
async function changeState(
  { store }: Pick<SyncApp, "store">,
  known: MappingState | undefined,
  change: (state: MappingState) => MappingState,
): Promise<void> {
  let state = known;
  while (state !== undefined && (await store.states.save(change(state))) === "stale") {
    state = await store.states.get(state.mapping);
  }
}

function stateAfter(state: MappingState, job: Job, end: JobEnd, now: Instant): MappingState {
  const schedule = isRun(job) ? afterRun(state.schedule, runEndOf(job, end), now) : state.schedule;
  return {
    ...state,
    schedule,
    coupled: coupledAfter(state, job, end),
    countedJobId: job.id,
    cursors: end.kind === "finished" ? cursorsAfter(state, end, now) : state.cursors,
    subscription: end.kind === "finished" ? end.subscription : state.subscription,
  };
}

function coupledAfter(state: MappingState, job: Job, end: JobEnd): number {
  const walked = end.kind === "finished" ? end.couplings : undefined;
  if (walked === undefined && state.countedJobId === job.id) return state.coupled;
  return Math.max(0, (walked ?? state.coupled) + job.coupled);
}

/** Runs of the mapping as a whole plan its next one; work on chosen records does not. */
export const isRun = ({ type }: Job): boolean =>
  type === "synchronize" || type === "fullSynchronize";

function runEndOf({ counters, createdAt: startedAt }: Job, end: JobEnd): RunEnd {
  const changed = sides.some((side) => hasChanged(counters[side]));
  return end.kind === "failed"
    ? { changed, failed: { message: end.message, retryAt: end.failure?.retryAt } }
    : { changed, startedAt };
}

const hasChanged = ({ inserted, modified, deleted, failed }: Counters): boolean =>
  inserted + modified + deleted + failed > 0;

function cursorsAfter(
  { cursors }: MappingState,
  { work, positions }: Extract<JobEnd, { kind: "finished" }>,
  at: Instant,
): MappingState["cursors"] {
  const moved = sides.flatMap((side): readonly (readonly [Side, Cursor])[] => {
    const position = positions[side];
    const selection = selectionOf(work.entities[side]);
    return position === undefined ? [] : [[side, { position, selection, at }]];
  });
  return { ...cursors, ...Object.fromEntries(moved) };
}
