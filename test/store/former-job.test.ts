import { describe, expect, test } from "vitest";
import { StoredJob } from "../../lib/store/jobs.ts";
import { pack } from "../../lib/store/table/packed.ts";
import { aCoupling, aJob, anError } from "./samples.ts";

/** An item as version 1 of the store wrote it. */
const written = (request: unknown, checkpoint?: unknown) => {
  const { revision, ...job } = aJob(1);
  return { v: 1, r: revision, z: pack({ ...job, request, checkpoint }) };
};

const ids = [aCoupling(1).id];
const errors = { ids: [anError(1).id] };

describe("a job that an older release wrote", () => {
  test.each([
    [{ kind: "changes" }, { kind: "synchronizeChanges" }],
    [{ kind: "everything" }, { kind: "synchronizeAll" }],
    [
      { kind: "couplings", ids },
      { kind: "synchronizeCouplings", ids },
    ],
    [{ kind: "everyCoupling" }, { kind: "synchronizeAllCouplings" }],
    [
      { kind: "resolve", errors, use: "merge" },
      { kind: "synchronizeErrors", errors, use: "merge" },
    ],
    [
      { kind: "uncouple", couplings: { ids } },
      { kind: "uncouple", ids },
    ],
    [{ kind: "uncouple", couplings: { all: true } }, { kind: "uncoupleAll" }],
    [{ kind: "verify" }, { kind: "verify" }],
    [
      { kind: "removeCoupling", errors },
      { kind: "removeCoupling", errors },
    ],
  ])("is asked for %j: it is read as %j", (former, today) => {
    expect(StoredJob.parse(written(former)).z.request).toEqual(today);
  });

  test.each([
    [
      { phase: "due", cursor: "c", again: 1 },
      { phase: "dueErrors", cursor: "c", again: 1 },
    ],
    [
      { phase: "listed", next: 50, resolved: errors.ids, again: 0 },
      { phase: "selectedErrors", next: 50, resolved: errors.ids, again: 0 },
    ],
    [
      { phase: "walk", passed: 7, again: 0 },
      { phase: "allCouplings", passed: 7, again: 0 },
    ],
    [
      { phase: "alone", passed: 7, again: 0 },
      { phase: "uncoupledErrors", passed: 7, again: 0 },
    ],
    [
      { phase: "chosen", next: 3, again: 0 },
      { phase: "selectedCouplings", next: 3, again: 0 },
    ],
    [
      { phase: "match", next: 3, again: 0 },
      { phase: "match", next: 3, again: 0 },
    ],
  ])("stands at %j: it goes on at %j", (former, today) => {
    expect(StoredJob.parse(written({ kind: "verify" }, former)).z.checkpoint).toEqual(today);
  });

  test("of today is read as it is", () => {
    const row = { ...written({ kind: "synchronizeAll" }), v: StoredJob.version };

    expect(StoredJob.parse(row).z.request).toEqual({ kind: "synchronizeAll" });
  });
});
