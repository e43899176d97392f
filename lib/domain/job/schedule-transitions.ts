import { epochOf, type Instant, plusMinutes, plusSeconds } from "../instant.ts";
import type { TableMapping } from "../mapping/mapping.ts";
import type { Schedule, Woken } from "./schedule.ts";

/** How a run ended. A failed record is no failed run. */
export interface RunOutcome {
  /** Whether anything was inserted, modified, deleted or failed; unchanged and skipped records do not count. */
  readonly changed: boolean;
  /** The run as a whole did not get through. */
  readonly failed?:
    | { readonly message: string; readonly retryAt?: Instant | undefined }
    | undefined;
  /** It tried a few records to see whether the circuit can be closed. */
  readonly probe?: boolean | undefined;
  /** News that came later may have been missed by it. */
  readonly startedAt?: Instant | undefined;
}

export type Cadence = Pick<Schedule, "minutesBetweenRuns" | "inactivityTimeoutMinutes">;

/** S3: attempts in a row after which a schedule waits for a person. */
const maxAttempts = 10;
const rerunDelaySeconds = 30;
const wakeDelaySeconds = 30;
/** S4: a run that is due within two delays anyway is not planned again. */
const soonSeconds = 60;

export const firstSchedule = ({ name, schedule }: TableMapping, now: Instant): Schedule => ({
  mapping: name,
  ...schedule,
  status: "ready",
  nextRunAt: now,
  attempts: 0,
});

export const isDue = ({ status, nextRunAt }: Schedule, now: Instant): boolean =>
  (status === "ready" || status === "onHoldInactive") &&
  nextRunAt !== undefined &&
  nextRunAt <= now;

/** S1 to S3, S9. A schedule that was put on hold during the run stays so. */
export const afterRun = (schedule: Schedule, run: RunOutcome, now: Instant): Schedule => {
  const ran = { ...schedule, lastRunAt: now, woken: undefined };
  const isHeld = schedule.status === "onHold";
  if (run.failed !== undefined) {
    const failed = { ...ran, attempts: schedule.attempts + 1, message: run.failed.message };
    return isHeld ? failed : retried(failed, run.failed.retryAt, now);
  }
  if (run.probe === true) return isHeld ? ran : followed({ ...ran, message: undefined }, now);
  const succeeded = { ...ran, attempts: 0, message: undefined };
  if (isHeld) return succeeded;
  const next = run.changed ? planned(succeeded, now) : asBefore(succeeded, schedule.woken, now);
  return isMissed(schedule.woken, run) ? wake(next, now) : next;
};

/** S10: a probe says little of the rest, so that its attempts count until the rest got through. */
const followed = (schedule: Schedule, now: Instant): Schedule => ({
  ...schedule,
  status: "ready",
  nextRunAt: plusSeconds(now, rerunDelaySeconds),
});

const isMissed = (woken: Woken | undefined, { startedAt }: RunOutcome): boolean =>
  woken !== undefined && startedAt !== undefined && woken.at > startedAt;

/**
 * S9: that a run came of news and found nothing says little: most such news is the echo of our own
 * write. What had been planned stands, unless its time has passed.
 */
const asBefore = (schedule: Schedule, woken: Woken | undefined, now: Instant): Schedule => {
  const before = woken?.before;
  const stands = before !== undefined && (before.nextRunAt === undefined || before.nextRunAt > now);
  return stands
    ? { ...schedule, status: before.status, nextRunAt: before.nextRunAt }
    : rested(schedule, now);
};

export const hold = (schedule: Schedule): Schedule => ({
  ...schedule,
  status: "onHold",
  nextRunAt: undefined,
  woken: undefined,
});

/** S5: "Set Status to Ready". A schedule that is ready keeps its plan. */
export const resume = (schedule: Schedule, now: Instant): Schedule =>
  schedule.status === "ready" ? schedule : startOver(schedule, now);

/** S5: "Run now". One on hold stays held: it has to be resumed first. */
export const runNow = (schedule: Schedule, now: Instant): Schedule =>
  schedule.status === "onHold" ? schedule : startOver(schedule, now);

/**
 * S4: something is known to have changed. Only ready and inactive schedules wake, the latter also
 * when nothing was planned. A schedule whose last run failed keeps to its longer and longer waits:
 * notices that arrive during an outage would use up its attempts.
 */
export const wake = (schedule: Schedule, now: Instant): Schedule => {
  const { status, nextRunAt, attempts } = schedule;
  if ((status !== "ready" && status !== "onHoldInactive") || attempts > 0) return schedule;
  if (nextRunAt !== undefined && nextRunAt <= now) return remindedOf(schedule, now);
  if (nextRunAt !== undefined && nextRunAt <= plusSeconds(now, soonSeconds)) return schedule;
  const woken = { at: now, before: { status, nextRunAt } };
  return { ...schedule, status: "ready", nextRunAt: plusSeconds(now, wakeDelaySeconds), woken };
};

/** S9: the run may be under way and past the place of the change. Not noted again within a minute. */
const remindedOf = (schedule: Schedule, now: Instant): Schedule => {
  const { woken } = schedule;
  return woken !== undefined && plusSeconds(woken.at, soonSeconds) > now
    ? schedule
    : { ...schedule, woken: { ...woken, at: now } };
};

/** S6: a shorter wait counts at once, a longer one after the next run. */
export const edit = (schedule: Schedule, cadence: Cadence, now: Instant): Schedule => {
  const edited = {
    ...schedule,
    minutesBetweenRuns: cadence.minutesBetweenRuns,
    inactivityTimeoutMinutes: cadence.inactivityTimeoutMinutes,
    woken: undefined,
  };
  switch (schedule.status) {
    case "ready":
      return notLater(planned(edited, now), schedule.nextRunAt);
    case "onHoldInactive":
      return notLater(rested(edited, now), schedule.nextRunAt);
    case "onHold":
    case "error":
      return edited;
  }
};

const startOver = (schedule: Schedule, now: Instant): Schedule => ({
  ...schedule,
  status: "ready",
  nextRunAt: now,
  attempts: 0,
  message: undefined,
  woken: undefined,
});

const planned = (schedule: Schedule, now: Instant): Schedule => ({
  ...schedule,
  status: "ready",
  nextRunAt: plusMinutes(now, schedule.minutesBetweenRuns),
});

/** S2: never sooner than the next run would be: resting is not to mean running more often. */
const rested = (schedule: Schedule, now: Instant): Schedule => {
  const { inactivityTimeoutMinutes: timeout, minutesBetweenRuns } = schedule;
  if (timeout === undefined) return planned(schedule, now);
  return {
    ...schedule,
    status: "onHoldInactive",
    nextRunAt: timeout === 0 ? undefined : plusMinutes(now, Math.max(timeout, minutesBetweenRuns)),
  };
};

const retried = (schedule: Schedule, retryAt: Instant | undefined, now: Instant): Schedule => {
  if (schedule.attempts >= maxAttempts) {
    return { ...schedule, status: "error", nextRunAt: undefined };
  }
  const backedOff = plusSeconds(now, backoffSeconds(schedule.attempts));
  const nextRunAt = retryAt !== undefined && retryAt > backedOff ? retryAt : backedOff;
  return { ...schedule, status: "ready", nextRunAt };
};

/** S3: 30 s, and 10^attempts ms up to the seventh attempt (2 h 47 min), and 6 h more after it. */
const backoffSeconds = (attempts: number): number =>
  rerunDelaySeconds + 10 ** Math.min(attempts, 7) / 1000 + (attempts > 7 ? 6 * 3600 : 0);

const notLater = (schedule: Schedule, limit: Instant | undefined): Schedule => {
  const { nextRunAt } = schedule;
  if (limit === undefined || nextRunAt === undefined) return schedule;
  return epochOf(limit) < epochOf(nextRunAt) ? { ...schedule, nextRunAt: limit } : schedule;
};
