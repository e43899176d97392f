import { describe, expect, test } from "vitest";
import type { MappingState } from "../../lib/domain/job/mapping-state.ts";
import type { Schedule } from "../../lib/domain/job/schedule.ts";
import { watchSchedules } from "../../lib/sync/schedule/schedule-health.ts";
import { aJob, aState, at, jobId, vendor } from "../store/samples.ts";

const scheduled = (parts: Partial<Schedule>): MappingState => {
  const state = aState();
  return { ...state, schedule: { ...state.schedule, nextRunAt: at(0), ...parts } };
};
const well = { overdueMinutes: 0, lateMinutes: 0, failingRuns: 0, stopped: [] };

describe("a schedule that is due", () => {
  test("is no trouble for as long as a start may take", () => {
    expect(watchSchedules([scheduled({})], [], at(4))).toEqual(well);
  });

  test("and does not run is overdue since its time", () => {
    expect(watchSchedules([scheduled({})], [], at(75)).overdueMinutes).toBe(75);
  });

  test("is overdue too when its job was started and no step of it was ever done", () => {
    expect(watchSchedules([scheduled({})], [aJob(1)], at(75)).overdueMinutes).toBe(75);
  });

  test("is not overdue while a long job of its mapping moves", () => {
    const open = [aJob(1, { state: "running", step: 3 })];

    expect(watchSchedules([scheduled({})], open, at(300)).overdueMinutes).toBe(0);
  });

  test("is not overdue while its job waits for another mapping's, which does move", () => {
    const open = [
      aJob(1, { mapping: vendor, state: "running", step: 3 }),
      aJob(2, { after: [jobId(1, vendor)] }),
    ];

    expect(watchSchedules([scheduled({})], open, at(300)).overdueMinutes).toBe(0);
  });

  test("of several the one that waits longest counts", () => {
    const states = [
      scheduled({ nextRunAt: at(20) }),
      scheduled({}),
      scheduled({ nextRunAt: at(90) }),
    ];

    expect(watchSchedules(states, [], at(60)).overdueMinutes).toBe(60);
  });
});

describe("a schedule that is meant not to run", () => {
  test.each([
    ["on hold", { status: "onHold", nextRunAt: undefined, attempts: 7 }],
    ["resting", { status: "onHoldInactive", nextRunAt: at(900) }],
    ["resting until somebody wakes it", { status: "onHoldInactive", nextRunAt: undefined }],
  ] as const)("%s never alarms anybody", (_, parts) => {
    expect(watchSchedules([scheduled(parts)], [], at(800))).toEqual(well);
  });
});

test("runs that fail one after the other are told of while they do", () => {
  const states = [
    scheduled({ attempts: 2, nextRunAt: at(9) }),
    scheduled({ attempts: 6, nextRunAt: at(9) }),
  ];

  expect(watchSchedules(states, [], at(1)).failingRuns).toBe(6);
});

test("a schedule that gave up is told of until a person resumes it or puts it on hold", () => {
  const gaveUp = scheduled({ status: "error", nextRunAt: undefined, attempts: 10 });

  expect(watchSchedules([gaveUp], [], at(1))).toEqual({
    ...well,
    stopped: ["CUSTOMER"],
  });
});

test("a run that was due and has not ended is late, also while it is under way", () => {
  const underWay = aJob(1, { step: 3 });

  expect(watchSchedules([scheduled({})], [underWay], at(130))).toEqual({
    ...well,
    lateMinutes: 130,
  });
});
