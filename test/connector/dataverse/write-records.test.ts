import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordId } from "../../../lib/domain/ids.ts";
import type { WireFields } from "../../../lib/domain/record.ts";
import type { Write } from "../../../lib/ports/business-app.ts";
import {
  accounts,
  anOrganisation,
  batchOf,
  errorOf,
  idOf,
  json,
  now,
  type PartTold,
  recordOf,
  rowOf,
  type Told,
} from "./organisation.ts";

const create = (n: number, fields: WireFields = { name: "A" }): Write => ({
  kind: "create",
  plannedId: idOf(n),
  fields,
});

const update = (n: number, fields: WireFields = { name: "A" }): Write => ({
  kind: "update",
  id: idOf(n),
  version: 'W/"1"',
  fields,
  keep: () => ({}),
});

const remove = (n: number): Write => ({ kind: "delete", id: idOf(n), version: 'W/"1"' });

const partOf = (status: number, code: string, message = "So it is."): PartTold => ({
  status,
  body: errorOf(code, message),
});

const written = (n: number) => ({ kind: "written", record: recordOf(n) });

/** Writes once, to an organisation that answers the batch so. */
async function writeTo(writes: readonly Write[], told: Told) {
  const { dataverse, asked } = await anOrganisation(() => told);
  return { report: await dataverse.write(accounts, writes), asked };
}

describe("one batch", () => {
  test("500 updates are one call of guarded single operations", async () => {
    const numbers = Array.from({ length: 500 }, (_, n) => n + 1);
    const { report, asked } = await writeTo(
      numbers.map((n) => update(n)),
      batchOf(numbers.map((n) => ({ status: 200, body: rowOf(n) }))),
    );
    expect(report).toEqual({ outcomes: numbers.map(written), failure: undefined });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe("/api/data/v9.2/$batch");
    expect(asked[0]?.headers["prefer"]).toBe("odata.continue-on-error");
    expect(asked[0]?.body.match(/^If-Match: W\/"1"\r$/gm)).toHaveLength(500);
    expect(asked[0]?.body).not.toContain("changeset");
  });

  test("more than a request has time for go out in two", async () => {
    const numbers = Array.from({ length: 501 }, (_, n) => n + 1);
    const { dataverse, asked } = await anOrganisation((_, count) =>
      batchOf(
        (count === 1 ? numbers.slice(0, 500) : [501]).map((n) => ({ status: 200, body: rowOf(n) })),
      ),
    );

    const report = await dataverse.write(
      accounts,
      numbers.map((n) => update(n)),
    );

    expect(report).toEqual({ outcomes: numbers.map(written), failure: undefined });
    expect(asked).toHaveLength(2);
  });

  test("a create may only create, an update and a delete only what is still at its version", async () => {
    const { report, asked } = await writeTo(
      [create(1), update(2, { creditlimit: { decimal: "12345678901234567.89" } }), remove(3)],
      batchOf([{ status: 201, body: rowOf(1) }, { status: 200, body: rowOf(2) }, { status: 204 }]),
    );
    expect(report.outcomes).toEqual([written(1), written(2), { kind: "deleted" }]);
    const [, first = "", second = "", third = ""] = asked[0]?.body.split("--batch_tandem") ?? [];
    const query = "?$select=accountid,modifiedon,name,creditlimit HTTP/1.1";
    expect(first).toContain(`/api/data/v9.2/accounts(${idOf(1)})${query}`);
    expect(first).toContain("PATCH http");
    expect(first).toContain("If-None-Match: *");
    expect(first).toContain("Prefer: return=representation");
    expect(second).toContain('If-Match: W/"1"');
    expect(second).toContain('{"creditlimit":12345678901234567.89}');
    expect(third).toContain(`DELETE http`);
    expect(third).toContain('If-Match: W/"1"');
    expect(third).not.toContain("$select");
  });

  test("more writes than a batch takes go out in several", async () => {
    const { dataverse, asked } = await anOrganisation(
      (_, count) =>
        batchOf([
          { status: 200, body: rowOf(2 * count - 1) },
          { status: 200, body: rowOf(2 * count) },
        ]),
      { batchSize: 2 },
    );
    const report = await dataverse.write(accounts, [update(1), update(2), update(3), update(4)]);
    expect(report.outcomes).toEqual([1, 2, 3, 4].map(written));
    expect(asked).toHaveLength(2);
  });

  test("nothing to write is no call", async () => {
    const { report, asked } = await writeTo([], json({}));
    expect(report.outcomes).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe("what a part says about its write", () => {
  const own = idOf(1);
  const bound = { "primarycontactid@odata.bind": `/contacts(${idOf(9)})` };
  const missing = (id: RecordId) => `Entity 'x' With Id = ${id} Does Not Exist`;
  const refused = (code: string) => ({ kind: "refused", refusal: { code } });
  const cases: readonly [string, Write, PartTold, unknown][] = [
    ["D6 a stale version", update(1), partOf(412, "0x80060882"), { kind: "changedMeanwhile" }],
    ["a stale version without code", remove(1), partOf(412, ""), { kind: "changedMeanwhile" }],
    ["a row that is gone", update(1), partOf(404, "0x80040217", missing(own)), { kind: "missing" }],
    ["a gone row to delete", remove(1), partOf(404, "0x80040217"), { kind: "missing" }],
    [
      "a gone row whose update binds a lookup",
      update(1, bound),
      partOf(404, "0x80040217", missing(own).toUpperCase()),
      { kind: "missing" },
    ],
    [
      "an update bound to a row that is not there",
      update(1, bound),
      partOf(404, "0x80040217", missing(idOf(9))),
      refused("relatedMissing"),
    ],
    [
      "a create bound to a row that is not there",
      create(1, bound),
      partOf(404, "0x80040217", missing(idOf(9))),
      refused("relatedMissing"),
    ],
    [
      "a bind by a key that is not there",
      update(1, bound),
      partOf(404, "0x80060891"),
      refused("relatedMissing"),
    ],
    ["D15 a text too long", update(1), partOf(400, "0x80044331"), refused("rejected")],
    ["D15 a choice out of range", update(1), partOf(400, "0x8004431a"), refused("rejected")],
    ["a number out of range", update(1), partOf(400, "0x80044330"), refused("rejected")],
    ["a plug-in that refuses", update(1), partOf(400, "0x80040265"), refused("rejected")],
    ["a plug-in's code of its own", update(1), partOf(400, "0x80048d21"), refused("rejected")],
    ["D29 a missing privilege", update(1), partOf(403, "0x80040220"), refused("notPermitted")],
    ["column security", update(1), partOf(403, "0x8004F507"), refused("notPermitted")],
    ["D28 rows that depend on it", remove(1), partOf(405, "0x80040227"), refused("rejected")],
    ["D8 a used alternate key", create(1), partOf(412, "0x80060892"), refused("duplicate")],
    ["D30 a duplicate rule", create(1), partOf(412, "0x80040333"), refused("duplicate")],
    ["D30 a duplicate rule as 500", create(1), partOf(500, "0x80040333"), refused("duplicate")],
    ["an SQL timeout", update(1), partOf(500, "0x80044151"), refused("locked")],
    ["an outage of a row", update(1), partOf(503, "0x8005F103"), refused("unavailable")],
    ["any other server error", update(1), partOf(500, "0x0"), refused("unavailable")],
  ];
  test.each(cases)("%s", async (_, write, part, outcome) => {
    const { report } = await writeTo([write], batchOf([part]));
    expect(report).toMatchObject({ outcomes: [outcome], failure: undefined });
  });

  test("a refusal quotes Dataverse", async () => {
    const { report } = await writeTo(
      [update(1)],
      batchOf([partOf(400, "0x80044331", "Too long.")]),
    );
    expect(report.outcomes).toEqual([
      { kind: "refused", refusal: { code: "rejected", quoted: "Too long. (0x80044331)" } },
    ]);
  });

  test("FM12 one refused write leaves the others written", async () => {
    const { report } = await writeTo(
      [update(1), update(2), update(3)],
      batchOf([
        { status: 200, body: rowOf(1) },
        partOf(400, "0x80044331"),
        { status: 200, body: rowOf(3) },
      ]),
    );
    expect(report.outcomes.map(({ kind }) => kind)).toEqual(["written", "refused", "written"]);
  });
});

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
    ["no row versions", partOf(400, "0x80060893"), "badRequest", "optimistic concurrency"],
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
    [503, "0x8005F103", "serverError"],
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

describe("a create whose answer was lost before", () => {
  const exists = partOf(412, "0x80040237", "A record with matching key values already exists.");

  test("FM5 is ours when its planned id is there: the row is read back and told as written", async () => {
    const { dataverse, asked } = await anOrganisation((_, count) =>
      count === 1
        ? batchOf([exists, { status: 201, body: rowOf(2) }])
        : batchOf([{ status: 200, body: rowOf(1) }]),
    );
    const report = await dataverse.write(accounts, [create(1), create(2)]);
    expect(report).toEqual({ outcomes: [written(1), written(2)], failure: undefined });
    expect(asked).toHaveLength(2);
  });

  test("is a duplicate when no row has its planned id: another unique value is taken", async () => {
    const { dataverse } = await anOrganisation((_, count) =>
      count === 1 ? batchOf([exists]) : batchOf([partOf(404, "0x80040217")]),
    );
    const report = await dataverse.write(accounts, [create(1)]);
    expect(report.outcomes).toMatchObject([{ kind: "refused", refusal: { code: "duplicate" } }]);
  });

  test("stays unknown when it cannot be read back", async () => {
    const { dataverse } = await anOrganisation((_, count) =>
      count === 1 ? batchOf([exists]) : { status: 403 },
    );
    const report = await dataverse.write(accounts, [create(1)]);
    expect(report).toMatchObject({
      outcomes: [{ kind: "unknown" }],
      failure: { code: "notPermitted" },
    });
  });
});

describe("FM14 answers that are not whole", () => {
  const first = { status: 200, body: rowOf(1) };
  const third = { status: 200, body: rowOf(3) };

  test("with a part missing, only rows say whose outcome they are", async () => {
    const { report } = await writeTo([update(1), update(2), update(3)], batchOf([first, third]));
    expect(report.outcomes).toEqual([written(1), { kind: "unknown" }, written(3)]);
  });

  test("with parts out of order, an error belongs to nobody", async () => {
    const error = partOf(412, "0x80060882");
    const { report } = await writeTo(
      [update(1), update(2), update(3)],
      batchOf([third, error, first]),
    );
    expect(report.outcomes).toEqual([written(1), { kind: "unknown" }, written(3)]);
  });

  test("a part that cannot be read is unknown, the others stand", async () => {
    const told = batchOf([first, partOf(412, "0x80060882"), third]);
    const body = told.body?.replace("HTTP/1.1 412", "HTTP 412");
    const { report } = await writeTo([update(1), update(2), update(3)], { ...told, body });
    expect(report.outcomes).toEqual([written(1), { kind: "unknown" }, written(3)]);
  });

  test("an update without its row to show is unknown, because its version is", async () => {
    const { report } = await writeTo([update(1)], batchOf([{ status: 204 }]));
    expect(report.outcomes).toEqual([{ kind: "unknown" }]);
  });

  test("a batch cut short keeps what is certain", async () => {
    const told = batchOf([first, { status: 200, body: rowOf(2) }]);
    const body = told.body?.slice(0, told.body.indexOf(idOf(2)));
    const { report } = await writeTo([update(1), update(2)], { ...told, body });
    expect(report.outcomes).toEqual([written(1), { kind: "unknown" }]);
  });
});

test("FM14 parts lost, spoilt or cut off never give a write another's outcome", async () => {
  const truths = ["written", "changedMeanwhile", "missing"] as const;
  const partBy = {
    written: (n: number): PartTold => ({ status: 200, body: rowOf(n) }),
    changedMeanwhile: (): PartTold => partOf(412, "0x80060882"),
    missing: (n: number): PartTold => partOf(404, "0x80040217", idOf(n)),
  };
  const Parts = fc.array(
    fc.record({ truth: fc.constantFrom(...truths), isLost: fc.boolean(), isSpoilt: fc.boolean() }),
    { minLength: 1, maxLength: 8 },
  );
  let told: Told = {};
  const { dataverse } = await anOrganisation(() => told);

  await fc.assert(
    fc.asyncProperty(Parts, fc.double({ min: 0, max: 1, noNaN: true }), async (parts, kept) => {
      const left = parts.flatMap(({ truth, isLost, isSpoilt }, index) => {
        const part = partBy[truth](index + 1);
        return isLost ? [] : [isSpoilt ? { ...part, status: 0 } : part];
      });
      const whole = batchOf(left);
      told = { ...whole, body: whole.body?.slice(0, Math.ceil(whole.body.length * kept)) };

      const report = await dataverse.write(
        accounts,
        parts.map((_, index) => update(index + 1)),
      );
      const isComplete = kept === 1 && parts.every(({ isLost, isSpoilt }) => !isLost && !isSpoilt);
      report.outcomes.forEach((outcome, index) => {
        const truth = parts[index]?.truth;
        expect(isComplete ? [truth] : [truth, "unknown"]).toContain(outcome.kind);
        if (outcome.kind === "written") expect(outcome.record.id).toBe(idOf(index + 1));
      });
      expect(report.outcomes).toHaveLength(parts.length);
    }),
  );
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
