import { expect, test } from "vitest";
import { troublesOf } from "../../../lib/runtime/measures/tenant-troubles.ts";
import { at, customer } from "../../store/samples.ts";

const well = { overdueMinutes: 0, lateMinutes: 0, failingRuns: 0, stopped: [] };
const inDays = (days: number): string =>
  new Date(Date.parse(at(0)) + days * 24 * 60 * 60_000).toISOString().slice(0, 10);

test("a tenant that is well has no trouble", () => {
  expect(troublesOf({ schedules: well, now: at(0), appSecretEndsOn: inDays(40) })).toEqual([]);
});

test.each([
  ["RunsOverdue", { overdueMinutes: 60 }, { overdueMinutes: 61 }],
  ["ArrivalsLate", { lateMinutes: 120 }, { lateMinutes: 121 }],
  ["RunsKeepFailing", { failingRuns: 5 }, { failingRuns: 6 }],
  ["SchedulesStopped", { stopped: [] }, { stopped: [customer] }],
])("%s begins above %j", (trouble, most, over) => {
  expect(troublesOf({ schedules: { ...well, ...most }, now: at(0) })).toEqual([]);
  expect(troublesOf({ schedules: { ...well, ...over }, now: at(0) })).toEqual([trouble]);
});

test("the secret of the apps is told of thirty days before it runs out, and after that", () => {
  const told = (days: number) =>
    troublesOf({ schedules: well, now: at(0), appSecretEndsOn: inDays(days) });

  expect(told(31)).toEqual([]);
  expect(told(29)).toEqual(["AppSecretEnds"]);
  expect(told(-1)).toEqual(["AppSecretEnds"]);
});
