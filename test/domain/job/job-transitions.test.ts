import { expect, test } from "vitest";
import { JobId, MappingName } from "../../../lib/domain/ids.ts";
import { Instant } from "../../../lib/domain/instant.ts";
import { type Job, noCounts } from "../../../lib/domain/job/job.ts";
import {
  endOfWork,
  jobAfter,
  jobEvents,
  jobTransitions,
} from "../../../lib/domain/job/job-transitions.ts";

const created = Instant.parse("2026-11-23T10:00:00.000Z");
const later = Instant.parse("2026-11-23T10:01:00.000Z");
const counters = { businessCentral: noCounts, dataverse: noCounts };

const queued: Job = {
  id: JobId.parse("CUSTOMER.0mdq1x2y3-due"),
  mapping: MappingName.parse("CUSTOMER"),
  type: "synchronize",
  trigger: "schedule",
  state: "queued",
  createdAt: created,
  progress: { done: 0 },
  counters,
  coupled: 0,
  request: { kind: "synchronizeChanges" },
  step: 0,
  after: [],
  cancelRequested: false,
  revision: 1,
};

test("J2 a job starts with its first step and keeps that moment in the later ones", () => {
  const running = jobAfter(queued, "stepStarted", created);

  expect(running).toMatchObject({ state: "running", startedAt: created });
  expect(running && jobAfter(running, "stepStarted", later)).toEqual(running);
});

test.each([
  ["finished", "completed"],
  ["finishedWithErrors", "completedWithErrors"],
  ["gaveUp", "failed"],
  ["cancelled", "cancelled"],
] as const)(
  "J1 a running job that is %s ends as %s, with the moment and the reason",
  (event, state) => {
    expect(jobAfter({ ...queued, state: "running" }, event, later, "why")).toMatchObject({
      state,
      finishedAt: later,
      message: "why",
    });
  },
);

test("J1 a job can be cancelled or given up before its first step, but not finished", () => {
  expect(jobTransitions.queued).toMatchObject({
    cancelled: "cancelled",
    gaveUp: "failed",
    finished: null,
    finishedWithErrors: null,
  });
});

test.each(["completed", "completedWithErrors", "failed", "cancelled"] as const)(
  "J1 a job that is %s ignores everything that comes late",
  (state) => {
    const answers = jobEvents.map((event) => jobAfter({ ...queued, state }, event, later));

    expect(answers).toEqual(jobEvents.map(() => undefined));
  },
);

test("J3 one failed record on either side makes a job end with errors; skipped ones do not", () => {
  const with1 = (outcome: "failed" | "skipped" | "modified") => ({ ...noCounts, [outcome]: 1 });

  expect(endOfWork(counters)).toBe("finished");
  expect(endOfWork({ ...counters, dataverse: with1("failed") })).toBe("finishedWithErrors");
  expect(endOfWork({ ...counters, businessCentral: with1("failed") })).toBe("finishedWithErrors");
  expect(endOfWork({ businessCentral: with1("skipped"), dataverse: with1("modified") })).toBe(
    "finished",
  );
});
