import { describe, expect, test } from "vitest";
import { lookupRefKey } from "../../lib/domain/coupling.ts";
import {
  canHeal,
  type ErrorItem,
  type ErrorKind,
  errorKinds,
} from "../../lib/domain/error-item.ts";
import {
  actionsOf,
  afterFailure,
  annotated,
  type Failing,
  release,
  requestRetry,
} from "../../lib/domain/error-transitions.ts";
import { couplingIdOf, errorIdOf, JobId, MappingName } from "../../lib/domain/ids.ts";
import { Instant, plusMinutes } from "../../lib/domain/instant.ts";
import { businessCentralId, dataverseId } from "./model-pair.ts";

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
      status: canHeal[kind] ? "retrying" : "skipped",
      occurrences: 1,
      firstFailedAt: start,
      lastFailedAt: start,
      revision: 0,
    });
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
