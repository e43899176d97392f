import { expect, test } from "vitest";
import { MappingName } from "../../../lib/domain/ids.ts";
import { Instant, plusMinutes, plusSeconds } from "../../../lib/domain/instant.ts";
import type { Schedule } from "../../../lib/domain/job/schedule.ts";
import {
  afterRun,
  edit,
  hold,
  isDue,
  resume,
  runNow,
  wake,
} from "../../../lib/domain/job/schedule-transitions.ts";

const now = Instant.parse("2026-11-23T10:00:00.000Z");
const planned: Schedule = {
  mapping: MappingName.parse("CUSTOMER"),
  minutesBetweenRuns: 30,
  inactivityTimeoutMinutes: 720,
  status: "ready",
  nextRunAt: plusMinutes(now, 20),
  attempts: 0,
};
const resting: Schedule = { ...planned, status: "onHoldInactive" };
const unplanned: Schedule = { ...resting, nextRunAt: undefined };
const broken: Schedule = { ...hold(planned), status: "error", attempts: 10, message: "Broken." };
const unchanged = { changed: false };
const failure = (retryAt?: Instant) => ({
  changed: false,
  failed: { message: "Too many requests.", retryAt },
});

test("S7 a schedule is due from the moment on that it is planned for, also while it rests", () => {
  for (const schedule of [planned, resting]) {
    expect(isDue(schedule, plusSeconds(now, 1199))).toBe(false);
    expect(isDue(schedule, plusMinutes(now, 20))).toBe(true);
    expect(isDue({ ...schedule, nextRunAt: undefined }, plusMinutes(now, 20))).toBe(false);
  }
  expect(isDue({ ...broken, nextRunAt: now }, now)).toBe(false);
  expect(isDue({ ...hold(planned), nextRunAt: now }, now)).toBe(false);
});

test("S5 resume leaves the plan of a ready schedule alone", () => {
  expect(resume(planned, now)).toBe(planned);
});

test("S5 run now and resume make one in error due, with nothing left of what went wrong", () => {
  for (const act of [runNow, resume]) {
    expect(act(broken, now)).toEqual({
      ...planned,
      nextRunAt: now,
      message: undefined,
      woken: undefined,
    });
  }
});

test("S5 run now forgets the attempts of one that backs off, and news that waited", () => {
  const woken = { at: now, before: { status: "ready", nextRunAt: now } } as const;
  const ran = runNow({ ...planned, attempts: 4, message: "Away.", woken }, now);

  expect(ran).toEqual({
    ...planned,
    nextRunAt: now,
    message: undefined,
    woken: undefined,
  });
});

test("S7 on hold nothing is planned and no news waits", () => {
  expect(hold(wake(planned, now))).toEqual({
    ...planned,
    status: "onHold",
    nextRunAt: undefined,
    woken: undefined,
  });
});

test("S7 a run that ends while the schedule is on hold says what happened and plans nothing", () => {
  const held = { ...hold(planned), attempts: 2, message: "Away." };

  expect(afterRun(held, failure(), now)).toEqual({
    ...held,
    lastRunAt: now,
    attempts: 3,
    message: "Too many requests.",
  });
  expect(afterRun(held, unchanged, now)).toEqual({
    ...held,
    lastRunAt: now,
    attempts: 0,
    message: undefined,
  });
  expect(afterRun(held, { changed: true, probe: true }, now)).toEqual({ ...held, lastRunAt: now });
});

test("S3 a moment that an app names before our own wait is over does not shorten it", () => {
  expect(afterRun(planned, failure(plusSeconds(now, 5)), now).nextRunAt).toBe(
    plusSeconds(now, 30.01),
  );
});

test("S3 a run that fails forgets the news that brought it", () => {
  expect(afterRun(wake(planned, now), failure(), now).woken).toBeUndefined();
});

test("S4 a schedule is not pulled forward by less than a minute, and is by more", () => {
  const due = (seconds: number) => ({ ...planned, nextRunAt: plusSeconds(now, seconds) });

  expect(wake(due(60), now)).toEqual(due(60));
  expect(wake(due(61), now)).toEqual({
    ...due(61),
    nextRunAt: plusSeconds(now, 30),
    woken: { at: now, before: { status: "ready", nextRunAt: plusSeconds(now, 61) } },
  });
});

test("S9 news of the very moment that a run is due in is noted, for the run may be past it", () => {
  const due = { ...planned, nextRunAt: now };

  expect(wake(due, now)).toEqual({ ...due, woken: { at: now } });
});

test("S4 one that rests without a plan remembers that it had none", () => {
  expect(wake(unplanned, now)).toMatchObject({
    status: "ready",
    woken: { before: { status: "onHoldInactive", nextRunAt: undefined } },
  });
});

test("S4 one that rests and whose last run failed keeps to its wait", () => {
  expect(wake({ ...resting, attempts: 1 }, now)).toEqual({ ...resting, attempts: 1 });
});

test("S9 news of the moment in which the run started was seen by it, later news was not", () => {
  const woken = wake(planned, now);
  const end = plusMinutes(now, 5);

  expect(afterRun(woken, { changed: true, startedAt: now }, end).woken).toBeUndefined();
  expect(afterRun(woken, { changed: true, startedAt: plusSeconds(now, -1) }, end).woken?.at).toBe(
    end,
  );
  expect(afterRun(woken, { changed: true }, end).woken).toBeUndefined();
});

test("S9 news during a run that news had brought keeps what was planned before both", () => {
  const woken = wake(planned, now);
  const again = wake(woken, plusSeconds(now, 100));

  expect(again).toEqual({
    ...woken,
    woken: { at: plusSeconds(now, 100), before: { status: "ready", nextRunAt: planned.nextRunAt } },
  });
});

test("S9 a plan whose moment has come is not gone back to", () => {
  const woken = wake(planned, now);

  expect(afterRun(woken, unchanged, plusSeconds(now, 1199)).nextRunAt).toBe(planned.nextRunAt);
  expect(afterRun(woken, unchanged, plusMinutes(now, 20)).nextRunAt).toBe(plusMinutes(now, 740));
});

test("S6 a resting schedule rests no longer than it would have, and gets its new timeout", () => {
  const shorter = { minutesBetweenRuns: 5, inactivityTimeoutMinutes: 10 };
  const longer = { minutesBetweenRuns: 5, inactivityTimeoutMinutes: 1440 };

  expect(edit(resting, shorter, now)).toEqual({
    ...resting,
    ...shorter,
    nextRunAt: plusMinutes(now, 10),
    woken: undefined,
  });
  expect(edit(resting, longer, now)).toMatchObject({
    status: "onHoldInactive",
    inactivityTimeoutMinutes: 1440,
    nextRunAt: resting.nextRunAt,
  });
});

test("S6 a schedule without a plan gets one by its new timeout, and none by timeout 0", () => {
  const never = { minutesBetweenRuns: 5, inactivityTimeoutMinutes: 0 };
  const daily = { minutesBetweenRuns: 5, inactivityTimeoutMinutes: 1440 };

  expect(edit(resting, never, now).nextRunAt).toBeUndefined();
  expect(edit(unplanned, daily, now).nextRunAt).toBe(plusMinutes(now, 1440));
});

test("S6 one in error keeps its attempts and its message, with the new cadence", () => {
  const cadence = { minutesBetweenRuns: 5, inactivityTimeoutMinutes: undefined };

  expect(edit(broken, cadence, now)).toEqual({ ...broken, ...cadence, woken: undefined });
});

test("S6 a new cadence forgets what was planned before the news", () => {
  expect(edit(wake(planned, now), { minutesBetweenRuns: 5 }, now).woken).toBeUndefined();
});
