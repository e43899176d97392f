import { describe, expect, test } from "vitest";
import { activityOf } from "../../../functions/console/page/home/activity.ts";
import { ageOf } from "../../../functions/console/page/home/age-of.ts";
import { instantOf } from "../../../lib/domain/instant.ts";
import { noCounts } from "../../../lib/domain/job/job.ts";

const now = Date.parse("2026-03-02T12:00:00.000Z");
const hour = 3_600_000;

const job = (hoursAgo: number, modified: number, failed: number) => ({
  createdAt: instantOf(now - hoursAgo * hour),
  counters: {
    businessCentral: { ...noCounts, modified, unchanged: 100 },
    dataverse: { ...noCounts, inserted: 1, failed },
  },
});

describe("activity over time", () => {
  test("goes back a day, and counts what changed and what failed where it happened", () => {
    const { slots, from, to, changed, failed } = activityOf(
      [job(0, 2, 0), job(1.5, 3, 4), job(30, 50, 50)],
      now,
    );

    expect([from, to]).toEqual([now - 24 * hour, now]);
    expect(slots.slice(-2).map((slot) => [slot.changed, slot.failed])).toEqual([
      [4, 4],
      [3, 0],
    ]);
    expect([changed, failed]).toEqual([7, 4]);
  });

  test("goes back no further than the jobs that are known, but an hour", () => {
    expect(activityOf([job(3, 1, 0)], now).from).toBe(now - 3 * hour);
    expect(activityOf([job(3, 1, 0)], now).slots[0]?.changed).toBe(2);
    expect(activityOf([], now).from).toBe(now - hour);
  });

  test("a preview changed nothing", () => {
    expect(activityOf([{ ...job(1, 5, 5), preview: true }], now)).toMatchObject({
      changed: 0,
      failed: 0,
    });
  });
});

test("data is as old as the older of both readings", () => {
  expect(ageOf({ businessCentral: 5, dataverse: 90 })).toBe(90);
  expect(ageOf({ businessCentral: null, dataverse: 7 })).toBe(7);
  expect(ageOf({ businessCentral: null, dataverse: null })).toBeUndefined();
});
