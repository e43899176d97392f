import { describe, expect, test } from "vitest";
import { lookupRefKey } from "../../../lib/domain/coupling.ts";
import {
  type ErrorItem,
  type ErrorKind,
  errorKinds,
  hasMovedOn,
} from "../../../lib/domain/error/error-item.ts";
import { deletedKind, errorKindTable } from "../../../lib/domain/error/error-kinds.ts";
import {
  actionsOf,
  afterFailure,
  allowsAction,
  annotated,
  emptySideOf,
  type Failing,
  failedOnto,
  release,
  requestRetry,
} from "../../../lib/domain/error/error-transitions.ts";
import {
  couplingIdOf,
  errorIdOf,
  HistoryRef,
  JobId,
  MappingName,
} from "../../../lib/domain/ids.ts";
import { Instant, plusMinutes } from "../../../lib/domain/instant.ts";
import { sides } from "../../../lib/domain/side.ts";
import { businessCentralId, dataverseId } from "../model-pair.ts";

const start = Instant.parse("2026-11-23T10:00:00.000Z");
const mapping = MappingName.parse("CUSTOMER");
const owner = {
  mapping: MappingName.parse("SALESPEOPLE"),
  side: "businessCentral",
  by: "key",
  ref: "PS",
} as const;

const failing = (kind: ErrorKind, more: Partial<Failing> = {}): Failing => ({
  id: errorIdOf(mapping, "businessCentral", businessCentralId),
  mapping,
  kind,
  message: `It failed: ${kind}.`,
  hint: "Do this.",
  couplingId: couplingIdOf(mapping, businessCentralId),
  sides: { businessCentral: { id: businessCentralId }, dataverse: { id: dataverseId } },
  ...more,
});

/** The n-th job of the mapping, n minutes after the first. */
const inJob = (n: number) => ({
  jobId: JobId.parse(`CUSTOMER.00000000${n}-run`),
  now: plusMinutes(start, n),
  parkAfter: 3,
});

const failures = (...kinds: readonly ErrorKind[]): ErrorItem => {
  const [first = "rejected", ...rest] = kinds;
  return rest.reduce(
    (item, kind, index) => afterFailure(item, failing(kind), inJob(index + 1)),
    afterFailure(undefined, failing(first), inJob(0)),
  );
};

describe("failures", () => {
  test.each(errorKinds)("E1, E4 %s is listed at once, as retrying only if it can heal", (kind) => {
    expect(failures(kind)).toMatchObject({
      kind,
      status: errorKindTable[kind].canHeal ? "retrying" : "skipped",
      occurrences: 1,
      firstFailedAt: start,
      lastFailedAt: start,
      revision: 0,
    });
  });

  test("E1 a missing dependency, a lock and an app that is away can heal; nothing else can", () => {
    expect(errorKinds.filter((kind) => errorKindTable[kind].canHeal)).toEqual([
      "dependencyMissing",
      "locked",
      "unavailable",
    ]);
  });

  test("E7 exactly one kind tells that a record was deleted on a side", () => {
    for (const side of sides) {
      expect(errorKinds.filter((kind) => errorKindTable[kind].brokenSide === side)).toEqual([
        deletedKind[side],
      ]);
    }
  });

  test("E4 what could heal is skipped after the third failure in a row", () => {
    expect(failures("locked", "locked").status).toBe("retrying");
    expect(failures("locked", "locked", "locked")).toMatchObject({
      status: "skipped",
      occurrences: 3,
      firstFailedAt: start,
      lastFailedAt: plusMinutes(start, 2),
    });
  });

  test("E4 what is skipped is told to wait for Retry, not that it is tried again; what waits for another record goes on by itself", () => {
    const hint = "It is tried again with the next synchronization.";
    const after = (more: Partial<Failing>) =>
      afterFailure(failures("locked", "locked"), failing("locked", { hint, ...more }), inJob(2))
        .hint;

    expect(after({})).toBe(
      "After 3 failures in a row it is not tried again by itself. Choose Retry when the cause is gone.",
    );
    expect(after({ kind: "dependencyMissing", waitsFor: [owner] })).toBe(hint);
    expect(after({ kind: "rejected" })).toBe(hint);
  });

  test("A2 ☠ E3 a different text or kind counts on, where Business Central would try for ever", () => {
    expect(failures("dependencyMissing", "locked", "unavailable")).toMatchObject({
      kind: "unavailable",
      status: "skipped",
      occurrences: 3,
    });
  });

  test("E3 a job that meets the record twice counts once", () => {
    const once = failures("locked");

    expect(afterFailure(once, failing("locked"), inJob(0)).occurrences).toBe(1);
  });

  test("E2 the newest failure tells what is wrong, under the same item", () => {
    const item = { ...failures("locked"), revision: 4 };
    const next = afterFailure(item, failing("rejected", { message: "Too long." }), inJob(1));

    expect(next).toMatchObject({
      id: item.id,
      kind: "rejected",
      status: "skipped",
      message: "Too long.",
      revision: 4,
    });
  });
});

describe("failures that another process has seen too", () => {
  const found = { ...failures("locked"), revision: 3, retryRequested: true };

  test("E2 an item that is gone meanwhile is listed anew", () => {
    expect(failedOnto(undefined, found)).toEqual({ ...found, revision: 0 });
  });

  test("E2, E11 what happened is the newest, and what began, was asked or was noted stays", () => {
    const current = annotated(
      { ...failures("rejected"), firstFailedAt: plusMinutes(start, -60), revision: 7 },
      { assignee: "Bo", note: "Asked sales." },
      { at: start, by: "ida@adatum.com" },
    );

    expect(failedOnto(current, found)).toEqual({
      ...found,
      firstFailedAt: plusMinutes(start, -60),
      retryRequested: false,
      assignee: "Bo",
      note: "Asked sales.",
      edits: current.edits,
      revision: 7,
    });
  });

  test("E5 a retry that was asked for meanwhile stays asked for, but not where it could create one more", () => {
    const asked = requestRetry(failures("rejected"));

    expect(failedOnto(asked, failures("locked")).retryRequested).toBe(true);
    expect(failedOnto(asked, failures("ambiguousMatch")).retryRequested).toBe(false);
  });
});

describe("a record that was edited since it failed", () => {
  const item = (kind: ErrorKind, version?: string, exists?: boolean): ErrorItem => ({
    ...failures(kind),
    sides: { businessCentral: { version: "1" }, dataverse: { version, exists } },
  });

  test("E10 is looked at again, whichever side it was edited on", () => {
    expect(hasMovedOn(item("rejected", "1"), { businessCentral: "1", dataverse: "1" })).toBe(false);
    expect(hasMovedOn(item("rejected", "1"), { businessCentral: "2", dataverse: "1" })).toBe(true);
    expect(hasMovedOn(item("rejected", "1"), { businessCentral: "1", dataverse: "2" })).toBe(true);
    expect(hasMovedOn(item("rejected", "1"), {})).toBe(false);
  });

  test("E10 is looked at again when it was deleted and is there again, not when nobody knew of it", () => {
    expect(hasMovedOn(item("rejected", undefined, false), { dataverse: "1" })).toBe(true);
    expect(hasMovedOn(item("rejected", undefined, false), {})).toBe(false);
    expect(hasMovedOn(item("rejected", undefined, true), { dataverse: "1" })).toBe(false);
    expect(hasMovedOn(item("rejected"), { dataverse: "1" })).toBe(false);
  });

  test("E10 is left alone where its counterpart is not certain", () => {
    expect(hasMovedOn(item("ambiguousMatch", "1"), { dataverse: "2" })).toBe(false);
  });
});

describe("trying again", () => {
  test("A7 E5 a requested retry keeps the item listed and lets the next run take it up", () => {
    expect(requestRetry(failures("updateConflict"))).toMatchObject({
      retryRequested: true,
      status: "skipped",
    });
  });

  test("E5 when it fails again the count starts again, and nobody has asked any more", () => {
    const asked = requestRetry(failures("locked", "locked", "locked"));

    expect(afterFailure(asked, failing("locked"), inJob(3))).toMatchObject({
      status: "retrying",
      occurrences: 1,
      retryRequested: false,
      firstFailedAt: start,
    });
  });

  test("A1 E6 a dependency that arrives releases what waits for it, and nothing else", () => {
    const waiting = afterFailure(
      undefined,
      failing("dependencyMissing", { waitsFor: [owner] }),
      inJob(0),
    );

    expect(release(waiting, new Set([lookupRefKey(owner)]))).toEqual(requestRetry(waiting));
    expect(release(waiting, new Set([lookupRefKey({ ...owner, ref: "JO" })]))).toBeUndefined();
    expect(release(failures("locked"), new Set([lookupRefKey(owner)]))).toBeUndefined();
    const both = { ...waiting, waitsFor: [{ ...owner, ref: "JO" }, owner] };
    expect(release(both, new Set([lookupRefKey(owner)]))).toEqual(requestRetry(both));
  });
});

describe("actions", () => {
  const resolvable = ["retry", "synchronize", "remove-coupling"];
  const oneSided = ["restore", "delete", "remove-coupling"];

  test.each<[ErrorKind, readonly string[]]>([
    ["updateConflict", resolvable],
    ["deletedInBusinessCentral", oneSided],
    ["deletedInDataverse", oneSided],
    ["dependencyMissing", resolvable],
    ["rejected", resolvable],
    ["notPermitted", resolvable],
    ["locked", resolvable],
    ["unavailable", resolvable],
    ["ambiguousMatch", ["retry"]],
  ])("A35, A37 E7 %s offers %j", (kind, actions) => {
    expect(actionsOf(failures(kind))).toEqual(actions);
  });

  test("E7 a record that is not coupled has no coupling to remove", () => {
    expect(actionsOf({ ...failures("rejected"), couplingId: undefined })).toEqual([
      "retry",
      "synchronize",
    ]);
  });
});

test("E7 whether an action may be chosen for a kind at all follows from the kind alone", () => {
  expect(allowsAction("rejected", "retry")).toBe(true);
  expect(allowsAction("rejected", "restore")).toBe(false);
  expect(allowsAction("deletedInDataverse", "synchronize")).toBe(false);
  expect(allowsAction("deletedInDataverse", "delete")).toBe(true);
});

test("E7 a record without a counterpart is missing on the other side, a coupled one on none", () => {
  const onDataverse = errorIdOf(mapping, "dataverse", dataverseId);

  expect(emptySideOf({ ...failures("rejected"), couplingId: undefined })).toBe("dataverse");
  expect(emptySideOf({ ...failures("rejected"), couplingId: undefined, id: onDataverse })).toBe(
    "businessCentral",
  );
  expect(emptySideOf(failures("rejected"))).toBeUndefined();
});

test("E2 the newest history entry is kept when a failure leaves none", () => {
  const [older, newer] = [HistoryRef.parse("a/0/0"), HistoryRef.parse("b/0/0")];
  const first = afterFailure(undefined, failing("locked", { history: older }), inJob(0));

  expect(first.history).toBe(older);
  expect(afterFailure(first, failing("locked"), inJob(1)).history).toBe(older);
  expect(afterFailure(first, failing("locked", { history: newer }), inJob(1)).history).toBe(newer);
});

describe("people's notes", () => {
  const ida = { at: plusMinutes(start, 1), by: "ida@adatum.com" };

  test("E10 assignee and note stay through further failures, with who said what and when", () => {
    const noted = annotated(failures("locked"), { assignee: "Bo", note: "Asked sales." }, ida);
    const next = afterFailure(noted, failing("rejected"), inJob(2));

    expect(next).toMatchObject({ kind: "rejected", assignee: "Bo", note: "Asked sales." });
    expect(next.edits).toEqual([{ ...ida, assignee: "Bo", note: "Asked sales." }]);
  });

  test("E10 null takes one away and leaves the other, and the list of edits says so", () => {
    const noted = annotated(failures("locked"), { assignee: "Bo", note: "Asked sales." }, ida);

    const without = annotated(noted, { assignee: null }, { ...ida, at: plusMinutes(start, 2) });

    expect(annotated(noted, { note: "Called." }, ida)).toMatchObject({
      assignee: "Bo",
      note: "Called.",
    });
    expect(without.assignee).toBeUndefined();
    expect(without.note).toBe("Asked sales.");
    expect(without.edits?.map(({ assignee }) => assignee)).toEqual(["Bo", null]);
  });

  test("E10 the last 20 edits are kept", () => {
    const noted = Array.from({ length: 25 }, (_, index) => `${index}`).reduce(
      (item, note) => annotated(item, { note }, ida),
      failures("locked"),
    );

    expect(noted.edits?.map(({ note }) => note)).toEqual(
      Array.from({ length: 20 }, (_, index) => `${index + 5}`),
    );
  });
});
