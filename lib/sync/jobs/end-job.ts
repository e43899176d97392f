import { selectionOf } from "../../domain/conversion/selection.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { ClosedCircuit } from "../../domain/error/error-events.ts";
import { epochOf, type Instant, plusMinutes } from "../../domain/instant.ts";
import {
  type Circuit,
  type CircuitOutcome,
  circuitAfter,
} from "../../domain/job/circuit-breaker.ts";
import type { Counters, Job } from "../../domain/job/job.ts";
import { endOfWork, jobAfter } from "../../domain/job/job-transitions.ts";
import type { Cursor, MappingState } from "../../domain/job/mapping-state.ts";
import type { Schedule } from "../../domain/job/schedule.ts";
import { afterRun, type RunOutcome } from "../../domain/job/schedule-transitions.ts";
import type { Subscription } from "../../domain/job/subscription.ts";
import { failed, ok } from "../../domain/result.ts";
import { type Side, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { updateUnderRevision } from "../context/update-under-revision.ts";
import { releaseWaiting } from "../mapping-state/wake-dependents.ts";
import { publishEnd } from "./publish-error-events.ts";
import { sendReady } from "./start-waiting-jobs.ts";
import { changeJob } from "./update-job.ts";

/** How a job ends. */
export type JobOutcome =
  | {
      readonly kind: "finished";
      readonly work: StepWork;
      readonly positions: Readonly<Partial<Record<Side, string>>>;
      readonly couplings?: number | undefined;
      readonly probe?: true | undefined;
      readonly subscription?: Subscription | undefined;
    }
  | { readonly kind: "failed"; readonly message: string; readonly failure?: AppFailure | undefined }
  | { readonly kind: "cancelled" };

/**
 * Ends a job. The mapping's state (cursors, schedule) is stored before the job, and what waited for its
 * couplings is released: a crash in between repeats the last step, which finds nothing left to do.
 */
export async function endJob(
  app: Pick<SyncApp, "store" | "queue" | "events" | "clock" | "settings" | "metrics">,
  job: Job,
  end: JobOutcome,
  begunAt: Instant = app.clock.now(),
): Promise<"ended" | "late"> {
  const now = app.clock.now();
  const known = end.kind === "finished" ? end.work.state : await app.store.states.get(job.mapping);
  let before = known;
  const state =
    job.preview === true
      ? undefined
      : await changeState(app, known, (current) => {
          before = current;
          return stateAfter(current, job, end, now);
        });
  if (job.coupled > 0) await releaseWaiting(app, job.mapping);
  const expiresAt = plusMinutes(now, app.settings.retentionDays * 24 * 60);
  const ended = await changeJob(app, job, (current) => {
    const { counters, progress, coupled, refused, trouble } = job;
    const counted = { ...current, counters, progress, coupled, refused, trouble };
    return {
      ...jobEnded(counted, end, begunAt, now),
      expiresAt,
      ...circuitNews(job, before, state),
    };
  });
  if (ended === undefined) return "late";
  await sendReady(app, job.id);
  await publishEnd(app, ended);
  app.metrics?.jobEnded(ended, {
    cursorAgeMinutes: isRun(job) ? cursorAgeMinutes(known, now) : undefined,
  });
  return "ended";
}

/** Before the run: so long could a change have waited that it found. */
function cursorAgeMinutes(state: MappingState | undefined, now: Instant): number | undefined {
  const readAt = sides.flatMap((side) => state?.cursors[side]?.at ?? []);
  if (readAt.length === 0) return undefined;
  return Math.round((epochOf(now) - Math.min(...readAt.map(epochOf))) / 60_000);
}

/** `begunAt`: when its last step began, which is its only one as a rule. */
function jobEnded(job: Job, end: JobOutcome, begunAt: Instant, now: Instant): Job {
  const running = jobAfter(job, "stepStarted", begunAt) ?? job;
  switch (end.kind) {
    case "finished":
      return (
        jobAfter({ ...running, message: finalWords(job) }, endOfWork(job.counters), now) ?? running
      );
    case "failed":
      return jobAfter(running, "gaveUp", now, end.message) ?? running;
    case "cancelled":
      return jobAfter(running, "cancelled", now) ?? running;
  }
}

/** What a person is told who asked for it. */
function finalWords(job: Job): string | undefined {
  const words = [notDone(job) ?? wentWrong(job), job.cancelRequested ? tooLate : undefined];
  return words.filter((each) => each !== undefined).join(" ") || undefined;
}

/** A cancellation is seen between steps, and no step came after this one. */
const tooLate = "Cancelling came too late: the last step was at work already, and was finished.";

function wentWrong({ trouble, progress }: Job): string | undefined {
  return trouble === undefined || progress.done < 2
    ? trouble
    : `Not all records could be treated. The first one: ${trouble}`;
}

/** What was asked for by name and not done, for its situation had changed. */
function notDone({ refused = [] }: Job): string | undefined {
  const [first] = refused;
  if (first === undefined || refused.length === 1) return first?.message;
  return `${refused.length} items were not treated, for their situation had changed. The first one: ${first.message}`;
}

/** Retried when a person changed the schedule since the state was read: their change stays. */
async function changeState(
  { store }: Pick<SyncApp, "store">,
  known: MappingState | undefined,
  change: (state: MappingState) => MappingState,
): Promise<MappingState | undefined> {
  if (known === undefined) return undefined;
  const updated = await updateUnderRevision<MappingState, "gone">({
    known,
    get: async () => {
      const state = await store.states.get(known.mapping);
      return state === undefined ? failed("gone") : ok(state);
    },
    change: (state) => ok(change(state)),
    save: (_, state) => store.states.save(state),
  });
  return updated.ok ? updated.value : undefined;
}

/** What the job has to tell of the circuit: that it, and no job before it, opened or closed it. */
function circuitNews(
  { id }: Job,
  before: MappingState | undefined,
  after: MappingState | undefined,
): Pick<Job, "circuit" | "circuitClosed"> {
  const circuit = after?.circuit;
  if (circuit === undefined) return {};
  const { reason, jobId, closed } = circuit;
  if (closed !== undefined) return closed.jobId === id ? { circuitClosed: closingOf(circuit) } : {};
  if (jobId !== id) return {};
  // A person closed it, and nobody has published that before this job opened it anew.
  const isUntold =
    before?.circuit?.closed !== undefined && before.circuit.closed.jobId === undefined;
  return { circuit: reason, circuitClosed: isUntold ? closingOf(before.circuit) : undefined };
}

const closingOf = ({ since, closed }: Circuit): ClosedCircuit | undefined =>
  closed && { since, by: closed.by, requestedBy: closed.requestedBy };

function troubleOf(job: Job, end: JobOutcome, schedule: Schedule): CircuitOutcome["trouble"] {
  if (end.kind !== "failed") return undefined;
  const { message } = end;
  if (isRun(job) && schedule.status === "error") return { reason: "schedule", message };
  return end.failure?.flood === true ? { reason: "flood", message } : undefined;
}

function stateAfter(state: MappingState, job: Job, end: JobOutcome, now: Instant): MappingState {
  const schedule = isRun(job) ? afterRun(state.schedule, runEndOf(job, end), now) : state.schedule;
  const trouble = troubleOf(job, end, schedule);
  const gotThrough = end.kind === "finished" && isRun(job);
  return {
    ...state,
    schedule,
    circuit: circuitAfter(state.circuit, { jobId: job.id, trouble, gotThrough }, now),
    coupled: coupledAfter(state, job, end),
    countedJobId: job.id,
    cursors: end.kind === "finished" ? cursorsAfter(state, end, now) : state.cursors,
    subscription: end.kind === "finished" ? end.subscription : state.subscription,
  };
}

function coupledAfter(state: MappingState, job: Job, end: JobOutcome): number {
  const walked = end.kind === "finished" ? end.couplings : undefined;
  if (walked === undefined && state.countedJobId === job.id) return state.coupled;
  return Math.max(0, (walked ?? state.coupled) + job.coupled);
}

/** Runs of the mapping as a whole plan its next one, and tell of its circuit; work on chosen records does not. */
const isRun = ({ request }: Job): boolean =>
  request.kind === "synchronizeChanges" || request.kind === "synchronizeAll";

function runEndOf({ counters, createdAt: startedAt }: Job, end: JobOutcome): RunOutcome {
  const changed = sides.some((side) => hasChanged(counters[side]));
  return end.kind === "failed"
    ? { changed, failed: { message: end.message, retryAt: end.failure?.retryAt } }
    : { changed, startedAt, probe: end.kind === "finished" && end.probe === true };
}

const hasChanged = (counters: Counters): boolean =>
  counters.inserted + counters.modified + counters.deleted + counters.failed > 0;

function cursorsAfter(
  { cursors }: MappingState,
  { work, positions }: Extract<JobOutcome, { kind: "finished" }>,
  at: Instant,
): MappingState["cursors"] {
  const moved = sides.flatMap((side): readonly (readonly [Side, Cursor])[] => {
    const position = positions[side];
    const selection = selectionOf(work.entities[side]);
    return position === undefined ? [] : [[side, { position, selection, at }]];
  });
  return { ...cursors, ...Object.fromEntries(moved) };
}
