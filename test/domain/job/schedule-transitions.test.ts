import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MappingName } from "../../../lib/domain/ids.ts";
import { Instant, plusMinutes, plusSeconds } from "../../../lib/domain/instant.ts";
import { type Schedule, scheduleStatuses } from "../../../lib/domain/job/schedule.ts";
import {
  afterRun,
  edit,
  firstSchedule,
  hold,
  isDue,
  resume,
  runNow,
  wake,
} from "../../../lib/domain/job/schedule-transitions.ts";
import { aMapping, text } from "../model-pair.ts";

const now = Instant.parse("2026-11-23T10:00:00.000Z");

const customer: Schedule = {
  mapping: MappingName.parse("CUSTOMER"),
  minutesBetweenRuns: 30,
  inactivityTimeoutMinutes: 720,
  status: "ready",
  nextRunAt: now,
  attempts: 0,
};

const changed = { changed: true };
const unchanged = { changed: false };
const failed = { changed: false, failed: { message: "Dataverse did not answer." } };

describe("after a run", () => {
  test("S10 a probe that got through is followed after half a minute, its attempts still counted", () => {
    const backingOff = { ...customer, attempts: 3, message: "60 of 61 failed." };

    const after = afterRun(backingOff, { changed: true, probe: true }, now);

    expect(after).toMatchObject({ status: "ready", nextRunAt: plusSeconds(now, 30), attempts: 3 });
    expect(after.message).toBeUndefined();
    expect(afterRun(hold(backingOff), { changed: true, probe: true }, now).status).toBe("onHold");
    expect(afterRun(after, changed, now).attempts).toBe(0);
  });

  test("S1 a run that changed something is followed by the next one after the usual wait", () => {
    expect(afterRun(customer, changed, now)).toMatchObject({
      status: "ready",
      nextRunAt: plusMinutes(now, 30),
      lastRunAt: now,
      attempts: 0,
    });
  });

  test("G136 S2 a run that changed nothing puts the schedule on hold for its inactivity timeout", () => {
    expect(afterRun(customer, unchanged, now)).toMatchObject({
      status: "onHoldInactive",
      nextRunAt: plusMinutes(now, 720),
    });
  });

  test("G137 S2 with timeout 0 it is held and not planned", () => {
    const rested = afterRun({ ...customer, inactivityTimeoutMinutes: 0 }, unchanged, now);

    expect(rested).toMatchObject({ status: "onHoldInactive", nextRunAt: undefined });
    expect(isDue(rested, plusMinutes(now, 100_000))).toBe(false);
  });

  test("S2 without a timeout it never rests", () => {
    expect(
      afterRun({ ...customer, inactivityTimeoutMinutes: undefined }, unchanged, now),
    ).toMatchObject({ status: "ready", nextRunAt: plusMinutes(now, 30) });
  });

  test("S2 a timeout shorter than the wait between runs does not make it run more often", () => {
    expect(afterRun({ ...customer, inactivityTimeoutMinutes: 5 }, unchanged, now).nextRunAt).toBe(
      plusMinutes(now, 30),
    );
  });

  test("G142 S8 a mapping's schedule starts ready, every 30 minutes, resting 720", () => {
    expect(firstSchedule(aMapping([text("name")]), now)).toEqual({
      mapping: "CUSTOMER",
      minutesBetweenRuns: 30,
      inactivityTimeoutMinutes: 720,
      status: "ready",
      nextRunAt: now,
      attempts: 0,
    });
  });
});

describe("when the run as a whole fails", () => {
  const after = (failures: number): Schedule => {
    let schedule = customer;
    for (let i = 0; i < failures; i += 1) schedule = afterRun(schedule, failed, now);
    return schedule;
  };

  test("F134 S3 the schedule is ready again with one attempt counted, and says what happened", () => {
    expect(after(1)).toMatchObject({
      status: "ready",
      attempts: 1,
      nextRunAt: plusSeconds(now, 30.01),
      message: "Dataverse did not answer.",
    });
  });

  test.each([
    [5, 130],
    [6, 1030],
    [7, 10_030],
    [8, 31_630],
    [9, 31_630],
  ])("S3 after attempt %i it waits %i seconds", (attempts, seconds) => {
    expect(after(attempts)).toMatchObject({
      status: "ready",
      nextRunAt: plusSeconds(now, seconds),
    });
  });

  test("S3 after ten attempts it stops and waits for a person", () => {
    expect(after(10)).toMatchObject({ status: "error", attempts: 10, nextRunAt: undefined });
  });

  test("S3 a run that gets through starts the count again", () => {
    expect(afterRun(after(3), changed, now)).toMatchObject({ attempts: 0, message: undefined });
  });

  test("S3 an app that names a later moment is not asked before it", () => {
    const retryAt = plusMinutes(now, 5);
    const throttled = { changed: false, failed: { message: "Too many requests.", retryAt } };

    expect(afterRun(customer, throttled, now).nextRunAt).toBe(retryAt);
  });
});

describe("waking", () => {
  const inactive = afterRun(customer, unchanged, now);

  test("G139 S4 a schedule that rests is pulled forward when something changed", () => {
    expect(wake(inactive, now)).toMatchObject({
      status: "ready",
      nextRunAt: plusSeconds(now, 30),
    });
  });

  test("G140 S4 ☠ one that rests with timeout 0 wakes too, where Business Central leaves it asleep", () => {
    const asleep = afterRun({ ...customer, inactivityTimeoutMinutes: 0 }, unchanged, now);

    expect(wake(asleep, now)).toMatchObject({ status: "ready", nextRunAt: plusSeconds(now, 30) });
  });

  test("S4 a run that is due within a minute is not moved", () => {
    const soon = { ...customer, nextRunAt: plusSeconds(now, 60) };

    expect(wake(soon, now)).toEqual(soon);
  });

  test("S9 a woken run that finds nothing leaves the plan as it was", () => {
    const planned = afterRun(customer, changed, now);
    const echo = wake(planned, plusSeconds(now, 40));

    expect(afterRun(echo, unchanged, plusMinutes(now, 2))).toEqual({
      ...planned,
      lastRunAt: plusMinutes(now, 2),
    });
  });

  test("S9 one that was woken from its rest goes back to it, timeout 0 included", () => {
    const asleep = afterRun({ ...customer, inactivityTimeoutMinutes: 0 }, unchanged, now);
    const later = plusMinutes(now, 5);

    for (const rests of [inactive, asleep]) {
      expect(afterRun(wake(rests, now), unchanged, later)).toEqual({ ...rests, lastRunAt: later });
    }
  });

  test("S9 a woken run that changes something is followed by the next as usual", () => {
    expect(afterRun(wake(inactive, now), changed, plusMinutes(now, 5))).toMatchObject({
      status: "ready",
      nextRunAt: plusMinutes(now, 35),
      woken: undefined,
    });
  });

  test("S9 a plan whose time has passed during the run does not come back", () => {
    const woken = wake({ ...customer, nextRunAt: plusMinutes(now, 10) }, now);

    expect(afterRun(woken, unchanged, plusMinutes(now, 10))).toMatchObject({
      status: "onHoldInactive",
      nextRunAt: plusMinutes(now, 730),
    });
  });

  test.each([changed, unchanged])(
    "S9 news that comes while a run is under way wakes the next one (%o)",
    (run) => {
      const startedAt = plusSeconds(now, 20);
      const news = wake(customer, plusMinutes(now, 3));
      const later = plusMinutes(now, 7);

      expect(news.nextRunAt).toBe(customer.nextRunAt);
      expect(afterRun(news, { ...run, startedAt }, later)).toMatchObject({
        status: "ready",
        nextRunAt: plusSeconds(later, 30),
      });
      expect(afterRun(wake(customer, now), { ...run, startedAt }, later).nextRunAt).toBe(
        afterRun(customer, run, later).nextRunAt,
      );
    },
  );

  test("S9 while a run is due or under way, news is noted once a minute", () => {
    const noted = wake(customer, plusMinutes(now, 3));

    expect(wake(noted, plusSeconds(now, 239))).toBe(noted);
    expect(wake(noted, plusSeconds(now, 240)).woken?.at).toBe(plusSeconds(now, 240));
  });

  test("S4 schedules on hold or in error do not wake", () => {
    const held = hold(customer);
    const broken: Schedule = { ...held, status: "error" };

    expect([wake(held, now), wake(broken, now)]).toEqual([held, broken]);
  });

  test("S4 ☠ notices that arrive during an outage do not use up the attempts", () => {
    const backingOff: Schedule = { ...customer, attempts: 6, nextRunAt: plusMinutes(now, 17) };

    expect(wake(backingOff, now)).toEqual(backingOff);
  });
});

describe("what people do", () => {
  test("S7 on hold nothing is planned, and a run that was under way does not undo it", () => {
    const held = hold(customer);

    expect(isDue(held, plusMinutes(now, 100_000))).toBe(false);
    expect(afterRun(held, changed, now)).toEqual({ ...held, lastRunAt: now });
    expect(afterRun(held, failed, now)).toMatchObject({ status: "onHold", nextRunAt: undefined });
  });

  test.each(["onHold", "onHoldInactive", "error"] as const)(
    "S5 resume makes one that is %s due",
    (status) => {
      const resumed = resume({ ...hold(customer), status, attempts: 10, message: "broken" }, now);

      expect(resumed).toMatchObject({ status: "ready", attempts: 0, message: undefined });
      expect(isDue(resumed, now)).toBe(true);
    },
  );

  test("S5 run now makes a planned schedule due, and leaves one on hold as it is", () => {
    const planned = afterRun(customer, changed, now);

    expect(isDue(runNow(planned, now), now)).toBe(true);
    expect(runNow(hold(customer), now)).toEqual(hold(customer));
  });

  test("S6 a shorter wait counts at once, a longer one after the next run", () => {
    const planned = afterRun(customer, changed, now);

    expect(edit(planned, { minutesBetweenRuns: 5 }, now).nextRunAt).toBe(plusMinutes(now, 5));
    expect(edit(planned, { minutesBetweenRuns: 90 }, now).nextRunAt).toBe(plusMinutes(now, 30));
    expect(edit(hold(customer), { minutesBetweenRuns: 5 }, now)).toMatchObject({
      status: "onHold",
      minutesBetweenRuns: 5,
      nextRunAt: undefined,
    });
  });

  test("S6 without its timeout a resting schedule goes back to its usual wait", () => {
    const inactive = afterRun(customer, unchanged, now);

    expect(edit(inactive, { minutesBetweenRuns: 30 }, now)).toMatchObject({
      status: "ready",
      nextRunAt: plusMinutes(now, 30),
    });
  });
});

test("S7 whatever happens to it, a schedule on hold or in error is never due", () => {
  const moment = fc.integer({ min: 0, max: 5000 }).map((minutes) => plusMinutes(now, minutes));
  const event = fc.constantFrom(
    (schedule: Schedule, at: Instant) => afterRun(schedule, changed, at),
    (schedule: Schedule, at: Instant) => afterRun(schedule, unchanged, at),
    (schedule: Schedule, at: Instant) => afterRun(schedule, failed, at),
    (schedule: Schedule) => hold(schedule),
    (schedule: Schedule, at: Instant) => resume(schedule, at),
    (schedule: Schedule, at: Instant) => runNow(schedule, at),
    (schedule: Schedule, at: Instant) => wake(schedule, at),
    (schedule: Schedule, at: Instant) => edit(schedule, { minutesBetweenRuns: 10 }, at),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(event, moment), { maxLength: 20 }), moment, (events, at) => {
      let schedule = customer;
      for (const [happens, when] of events) schedule = happens(schedule, when);

      expect(scheduleStatuses).toContain(schedule.status);
      if (schedule.status === "onHold" || schedule.status === "error") {
        expect(isDue(schedule, at)).toBe(false);
        expect(schedule.nextRunAt).toBeUndefined();
      }
    }),
  );
});
