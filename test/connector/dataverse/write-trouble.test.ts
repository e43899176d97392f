import { describe, expect, test } from "vitest";
import {
  accounts,
  anOrganisation,
  batchOf,
  errorOf,
  json,
  now,
  type PartTold,
  rowOf,
  type Told,
} from "./organisation.ts";
import { create, partOf, remove, update, writeTo, written } from "./told-writes.ts";

describe("app-wide trouble inside a batch", () => {
  const property =
    "Error identified in Payload provided by the user for Entity :'accounts', ----> InnerException : An undeclared property 'nmae' which only has property annotations in the payload but no property value was found in the payload.";
  const cases: readonly [string, PartTold, string, string][] = [
    [
      "D16 a wrong navigation property",
      partOf(400, "0x80048d19", property),
      "unknownField",
      "column nmae",
    ],
    [
      "a column that is not there",
      partOf(400, "0x80060888", "The property 'nmae' does not exist on type 'M.D.CRM.account'."),
      "unknownField",
      "column nmae in table accounts",
    ],
    [
      "an unknown table",
      partOf(404, "0x8006088a", "Resource not found for the segment 'accounts'."),
      "unknownEntity",
      "table accounts",
    ],
    ["XB12 no row versions", partOf(400, "0x8006088D"), "badRequest", "optimistic concurrency"],
  ];
  test.each(cases)("FM15 %s", async (_, part, code, words) => {
    const { report } = await writeTo(
      [update(1), update(2)],
      batchOf([part, { status: 200, body: rowOf(2) }]),
    );
    expect(report).toMatchObject({
      outcomes: [{ kind: "notTried" }, written(2)],
      failure: { code, message: expect.stringContaining(words) },
    });
  });

  test("a wrong value is the record's trouble, though its code is that of wrong columns", async () => {
    const literal = "Cannot convert the literal 'x' to the expected type 'Edm.Decimal'.";
    const { report } = await writeTo([update(1)], batchOf([partOf(400, "0x80048d19", literal)]));
    expect(report).toMatchObject({ outcomes: [{ kind: "refused" }], failure: undefined });
  });

  test("FM11 throttled parts were not tried, and the wait asked for is passed on", async () => {
    const throttled = { ...partOf(429, "0x80072321"), headers: { "Retry-After": "90" } };
    const { report } = await writeTo(
      [update(1), update(2)],
      batchOf([{ status: 200, body: rowOf(1) }, throttled]),
    );
    expect(now).toBe("2026-11-23T09:00:00.000Z");
    expect(report).toMatchObject({
      outcomes: [written(1), { kind: "notTried" }],
      failure: { code: "throttled", retryAt: "2026-11-23T09:01:30.000Z" },
    });
  });

  test.each([
    [403, "0x80040220", "notPermitted"],
    [500, "0x80044172", "serverError"],
  ])("FM10 %i for every write is one problem of the table", async (status, code, failure) => {
    const part = partOf(status, code);
    const all = await writeTo([update(1), create(2)], batchOf([part, part]));
    expect(all.report).toMatchObject({
      outcomes: [{ kind: "notTried" }, { kind: "notTried" }],
      failure: { code: failure, message: expect.stringContaining("table accounts") },
    });
    const some = await writeTo(
      [update(1), update(2)],
      batchOf([part, { status: 200, body: rowOf(2) }]),
    );
    expect(some.report).toMatchObject({
      outcomes: [{ kind: "refused" }, written(2)],
      failure: undefined,
    });
  });

  test("other refusals stay each record's own, even when all are refused", async () => {
    const part = partOf(400, "0x80044331");
    const { report } = await writeTo([update(1), update(2)], batchOf([part, part]));
    expect(report).toMatchObject({
      outcomes: [{ kind: "refused" }, { kind: "refused" }],
      failure: undefined,
    });
  });

  test("after such trouble no further batch is sent", async () => {
    const { dataverse, asked } = await anOrganisation(() => batchOf([partOf(429, "0x80072321")]), {
      batchSize: 1,
    });
    const report = await dataverse.write(accounts, [update(1), update(2)]);
    expect(report.outcomes).toEqual([{ kind: "notTried" }, { kind: "notTried" }]);
    expect(asked).toHaveLength(1);
  });
});

describe("no batch in the answer", () => {
  const cases: readonly [string, Told, string, string][] = [
    [
      "an envelope refused",
      json(errorOf("0x80060888", "Bad batch"), 400),
      "notTried",
      "badRequest",
    ],
    ["a server error", { status: 500, body: "Oops" }, "unknown", "serverError"],
    ["an app that ran out of time", { status: 408 }, "unknown", "serverError"],
    ["success without parts", json({}), "unknown", "serverError"],
    ["a connection broken after asking", { cut: true }, "unknown", "unreachable"],
    ["sign-in refused", { status: 401 }, "notTried", "wrongCredentials"],
  ];
  test.each(cases)("%s is one failure, and the writes are told apart by it", async (...row) => {
    const [, told, outcome, code] = row;
    const { report, asked } = await writeTo([update(1), remove(2)], told);
    expect(report).toMatchObject({
      outcomes: [{ kind: outcome }, { kind: outcome }],
      failure: { code, side: "dataverse" },
    });
    expect(asked).toHaveLength(1);
  });
});
