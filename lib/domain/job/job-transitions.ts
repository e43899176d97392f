import type { Instant } from "../instant.ts";
import { type PerSide, sides } from "../side.ts";
import type { Counters, Job, JobState } from "./job.ts";

export const jobEvents = [
  "stepStarted",
  "finished",
  "finishedWithErrors",
  "gaveUp",
  "cancelled",
] as const;
export type JobEvent = (typeof jobEvents)[number];

const ended = {
  stepStarted: null,
  finished: null,
  finishedWithErrors: null,
  gaveUp: null,
  cancelled: null,
} as const;

/** J1: every state answers every event. `null`: the event is late or repeated, and changes nothing. */
export const jobTransitions: Readonly<
  Record<JobState, Readonly<Record<JobEvent, JobState | null>>>
> = {
  queued: {
    stepStarted: "running",
    finished: null,
    finishedWithErrors: null,
    gaveUp: "failed",
    cancelled: "cancelled",
  },
  running: {
    stepStarted: "running",
    finished: "completed",
    finishedWithErrors: "completedWithErrors",
    gaveUp: "failed",
    cancelled: "cancelled",
  },
  completed: ended,
  completedWithErrors: ended,
  failed: ended,
  cancelled: ended,
};

/** The job after `event`; undefined when the event is late or repeated. */
export const jobAfter = (
  job: Job,
  event: JobEvent,
  now: Instant,
  message?: string,
): Job | undefined => {
  const state = jobTransitions[job.state][event];
  switch (state) {
    case null:
    case "queued":
      return undefined;
    case "running":
      return { ...job, state, startedAt: job.startedAt ?? now };
    case "completed":
    case "completedWithErrors":
    case "failed":
    case "cancelled":
      return { ...job, state, finishedAt: now, message: message ?? job.message };
  }
};

/** J3: how a job that did all its work ends. Records that were skipped had their error listed earlier. */
export const endOfWork = (
  counters: PerSide<Counters>,
): Extract<JobEvent, "finished" | "finishedWithErrors"> =>
  sides.some((side) => counters[side].failed > 0) ? "finishedWithErrors" : "finished";
