import { describe, expect, test } from "vitest";
import type { WireFields } from "../../../lib/domain/record.ts";
import type { Write } from "../../../lib/ports/business-app.ts";
import {
  aCustomer,
  anError,
  aToldCompany,
  batchAnswer,
  customers,
  idOf,
  partsOf,
  versionOf,
} from "./told-company.ts";

const anUpdate = (
  n: number,
  fields: WireFields = { displayName: "New" },
  keep: WireFields = {},
): Write => ({
  kind: "update",
  id: idOf(n),
  version: versionOf(n),
  fields,
  keep: () => keep,
});
const numbered = <T>(count: number, make: (n: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

/** The number in the record id that a part of a batch is about. */
const numberIn = (url: string): number => Number(/(\d{12})\)/.exec(url)?.[1]);

describe("requests", () => {
  test("500 updates are five batches of a hundred, each part guarded by its ETag", async () => {
    const { company, asked } = aToldCompany((request) =>
      batchAnswer(request, ({ url }) => ({ status: 200, body: aCustomer(numberIn(url)) })),
    );

    const report = await company.write(
      customers,
      numbered(500, (n) => anUpdate(n)),
    );

    expect(asked).toHaveLength(5);
    expect(asked.map((request) => partsOf(request).length)).toEqual([100, 100, 100, 100, 100]);
    expect(report.outcomes.map((o) => o.kind === "written" && o.record.id)).toEqual(
      numbered(500, idOf),
    );
    expect(partsOf(asked[4])[99]).toEqual({
      id: "99",
      method: "PATCH",
      url: `companies(9ee48135-93e1-ef11-9344-6045bde9ca09)/customers(${idOf(500)})`,
      headers: { "content-type": "application/json", "if-match": 'W/"v500"' },
      body: { displayName: "New" },
    });
    expect(asked[0]?.headers).toMatchObject({ prefer: "odata.continue-on-error" });
    expect(Object.keys(asked[0]?.headers ?? {})).not.toContain("isolation");
  });

  test("a create proposes its planned id, and a delete carries its ETag", async () => {
    const { company, asked } = aToldCompany((request) =>
      batchAnswer(request, ({ method }) =>
        method === "POST" ? { status: 201, body: aCustomer(7) } : { status: 204 },
      ),
    );

    const report = await company.write(customers, [
      { kind: "create", plannedId: idOf(1), fields: { displayName: "Ann" } },
      { kind: "delete", id: idOf(2), version: versionOf(2) },
    ]);

    const [create, remove] = partsOf(asked[0]);
    expect(create).toMatchObject({ method: "POST", body: { id: idOf(1), displayName: "Ann" } });
    expect(remove).toMatchObject({ method: "DELETE", headers: { "if-match": 'W/"v2"' } });
    expect(report.outcomes).toMatchObject([
      { kind: "written", record: { id: idOf(7) } },
      { kind: "deleted" },
    ]);
  });

  test("a decimal with many digits goes out as it is", async () => {
    const { company, asked } = aToldCompany((request) =>
      batchAnswer(request, () => ({ status: 200, body: aCustomer(1) })),
    );

    await company.write(customers, [
      anUpdate(1, { creditLimit: { decimal: "12345678901234.56789" } }),
    ]);

    expect(asked[0]?.body).toContain('"creditLimit":12345678901234.56789}');
  });
});

describe("a change of country", () => {
  const move = anUpdate(
    1,
    { city: "Oslo", displayName: "Ann", country: "NO" },
    { state: "East", postalCode: "0150", city: "Ribe" },
  );

  test("B29 goes first, and the address it would blank goes with it", async () => {
    const { company, asked } = aToldCompany((request) =>
      batchAnswer(request, () => ({
        status: 200,
        body: aCustomer(1, { city: "Oslo", state: "East", postalCode: "0150" }),
      })),
    );

    await company.write(customers, [move]);

    expect(asked).toHaveLength(1);
    expect(JSON.stringify(partsOf(asked[0])[0]?.body)).toBe(
      '{"country":"NO","city":"Oslo","state":"East","postalCode":"0150","displayName":"Ann"}',
    );
  });

  test("B29 what was blanked all the same is written again, under the new ETag", async () => {
    const { company, asked } = aToldCompany((request, count) =>
      batchAnswer(request, () => ({
        status: 200,
        body:
          count === 1
            ? aCustomer(2, { id: idOf(1), city: "Oslo", state: "", postalCode: "" })
            : aCustomer(3, { id: idOf(1), city: "Oslo", state: "East", postalCode: "0150" }),
      })),
    );

    const report = await company.write(customers, [move]);

    expect(partsOf(asked[1])[0]).toMatchObject({
      headers: { "if-match": 'W/"v2"' },
      body: { state: "East", postalCode: "0150" },
    });
    expect(report.outcomes).toMatchObject([
      { kind: "written", record: { version: 'W/"v3"', fields: { postalCode: "0150" } } },
    ]);
  });

  test("what is kept is not sent when the country stays", async () => {
    const { company, asked } = aToldCompany((request) =>
      batchAnswer(request, () => ({ status: 200, body: aCustomer(1) })),
    );

    await company.write(customers, [anUpdate(1, { displayName: "Ann" }, { city: "Ribe" })]);

    expect(partsOf(asked[0])[0]?.body).toEqual({ displayName: "Ann" });
  });
});

describe("outcomes", () => {
  const refused = (code: string, quoted: string) => ({
    kind: "refused",
    refusal: { code, quoted },
  });

  test.each([
    [409, "Request_EntityChanged", "Changed.", { kind: "changedMeanwhile" }],
    [412, "Request_EntityChanged", "Changed.", { kind: "changedMeanwhile" }],
    [400, "BadRequest_InvalidToken", "No token.", { kind: "changedMeanwhile" }],
    [404, "BadRequest_NotFound", "Not found.", { kind: "missing" }],
    [404, "Internal_RecordNotFound", "Not found.", { kind: "missing" }],
    [403, "Authorization_Denied", "No right.", refused("notPermitted", "No right.")],
    [
      400,
      "Internal_InvalidTableRelation",
      "No such code.",
      refused("relatedMissing", "No such code."),
    ],
    [
      400,
      "Application_DialogException",
      'The "paymentTermsId" does not match to a Payment Terms.',
      refused("relatedMissing", 'The "paymentTermsId" does not match to a Payment Terms.'),
    ],
    [400, "Internal_EntityWithSameKeyExists", "Exists.", refused("duplicate", "Exists.")],
    [409, "Internal_EntityWithSameKeyExists", "Exists.", refused("duplicate", "Exists.")],
    [409, "Unknown", "Transaction.", refused("locked", "Transaction.")],
    [
      400,
      "Application_DialogException",
      "The Customer table was locked by another user.",
      refused("locked", "The Customer table was locked by another user."),
    ],
    [400, "Application_DialogException", "Blank name.", refused("rejected", "Blank name.")],
    [400, "Application_FieldValidationException", "Bad.", refused("rejected", "Bad.")],
    [400, "Application_StringExceededLength", "Long.", refused("rejected", "Long.")],
    [400, "Application_EvaluateException", "Bad.", refused("rejected", "Bad.")],
    [
      400,
      "BadRequest",
      "Unable to convert value to Date",
      refused("rejected", "Unable to convert value to Date"),
    ],
    [400, "BadRequest_InvalidOperation", "Read-only.", refused("rejected", "Read-only.")],
    [400, "Unknown", "'Foo' is not an option.", refused("rejected", "'Foo' is not an option.")],
    [408, "", "", refused("unavailable", "status 408")],
    [500, "Internal_ServerError", "Oops.", refused("unavailable", "Oops.")],
  ])("%i %s «%s»", async (status, code, message, outcome) => {
    const { company } = aToldCompany((request) =>
      batchAnswer(request, ({ id }) =>
        id === "0"
          ? { status, body: code === "" ? undefined : anError(code, message) }
          : { status: 200, body: aCustomer(2) },
      ),
    );

    const report = await company.write(customers, [anUpdate(1), anUpdate(2)]);

    expect(report).toMatchObject({ outcomes: [outcome, { kind: "written" }] });
    expect(report.failure).toBeUndefined();
  });

  test.each([429, 503])(
    "FM11 %i in a part is the app's trouble: it uses up none of the record's tries",
    async (status) => {
      const { company } = aToldCompany((request) =>
        batchAnswer(request, ({ id }) =>
          id === "0" ? { status } : { status: 200, body: aCustomer(2) },
        ),
      );

      const report = await company.write(customers, [anUpdate(1), anUpdate(2)]);

      expect(report).toMatchObject({
        outcomes: [{ kind: "notTried" }, { kind: "written" }],
        failure: { code: "throttled" },
      });
    },
  );

  test("FM14 parts are told apart by their ids, and a part that is missing is unknown", async () => {
    const { company } = aToldCompany((request) => ({
      body: JSON.stringify({
        responses: partsOf(request)
          .toReversed()
          .filter(({ id }) => id !== "1")
          .map(({ id, url }) => ({ id, status: 200, body: aCustomer(numberIn(url)) })),
      }),
    }));

    const report = await company.write(customers, [anUpdate(1), anUpdate(2), anUpdate(3)]);

    expect(report.outcomes).toMatchObject([
      { kind: "written", record: { id: idOf(1) } },
      { kind: "unknown" },
      { kind: "written", record: { id: idOf(3) } },
    ]);
  });

  test("B49 parts without ids are in the order of the requests", async () => {
    const { company } = aToldCompany(() => ({
      body: JSON.stringify({
        responses: [1, 2].map((n) => ({ id: null, status: 200, body: aCustomer(n) })),
      }),
    }));

    const report = await company.write(customers, [anUpdate(1), anUpdate(2)]);

    expect(report.outcomes).toMatchObject([
      { record: { id: idOf(1) } },
      { record: { id: idOf(2) } },
    ]);
  });

  test("B9 a success that does not show the record is unknown: it has to be looked up", async () => {
    const { company } = aToldCompany((request) => batchAnswer(request, () => ({ status: 204 })));

    const report = await company.write(customers, [
      { kind: "create", plannedId: idOf(1), fields: { displayName: "Ann" } },
    ]);

    expect(report.outcomes).toEqual([{ kind: "unknown" }]);
  });
});

describe("trouble with the whole app", () => {
  const two = [anUpdate(1), anUpdate(2)];

  test.each([
    [
      "the answer is lost",
      "unknown",
      "unreachable",
      () => ({ error: "reset", sent: true }) as const,
    ],
    [
      "the app is down",
      "notTried",
      "unreachable",
      () => ({ error: "refused", sent: false }) as const,
    ],
    ["the gateway gives up", "unknown", "serverError", () => ({ status: 504 })],
    ["the server fails", "unknown", "serverError", () => ({ status: 500 })],
    ["the answer is cut off", "unknown", "serverError", () => ({ body: '{"responses":[' })],
    [
      "the app is busy",
      "notTried",
      "throttled",
      () => ({ status: 429, headers: { "retry-after": "900" } }),
    ],
    ["nothing is permitted", "notTried", "notPermitted", () => ({ status: 403 })],
  ])("FM6 %s: each write is %s", async (_, kind, code, tell) => {
    const { company } = aToldCompany(tell);

    const report = await company.write(customers, two);

    expect(report).toMatchObject({ outcomes: [{ kind }, { kind }], failure: { code } });
  });

  test("B48 a batch with too many parts is not sent again, and nothing of it happened", async () => {
    const { company, asked } = aToldCompany(() => ({
      status: 500,
      body: JSON.stringify(
        anError("Unknown", "The current batch message contains too many parts."),
      ),
    }));

    const report = await company.write(customers, two);

    expect(report).toMatchObject({
      outcomes: [{ kind: "notTried" }, { kind: "notTried" }],
      failure: { code: "badRequest" },
    });
    expect(asked).toHaveLength(1);
  });

  test("FM15 a property that is gone is trouble with the mapping, not with each record", async () => {
    const { company } = aToldCompany((request) =>
      batchAnswer(request, () => ({
        status: 400,
        body: anError(
          "BadRequest",
          "The property 'fax' does not exist on type 'Microsoft.NAV.customer'.",
        ),
      })),
    );

    expect(await company.write(customers, two)).toMatchObject({
      outcomes: [{ kind: "notTried" }, { kind: "notTried" }],
      failure: { code: "unknownField", message: expect.stringContaining('"fax"') },
    });
  });

  test.each([
    [403, "notPermitted"],
    [500, "serverError"],
  ])(
    "FM10 %i for every write is one problem of the table, not one per record",
    async (status, code) => {
      const { company } = aToldCompany((request) => batchAnswer(request, () => ({ status })));

      expect(await company.write(customers, two)).toMatchObject({
        outcomes: [{ kind: "notTried" }, { kind: "notTried" }],
        failure: { code },
      });
    },
  );

  test("one lost batch does not take the others with it", async () => {
    const { company } = aToldCompany((request, count) =>
      count === 2
        ? { error: "reset", sent: true }
        : batchAnswer(request, ({ url }) => ({ status: 200, body: aCustomer(numberIn(url)) })),
    );

    const report = await company.write(
      customers,
      numbered(250, (n) => anUpdate(n)),
    );

    const kinds = report.outcomes.map(({ kind }) => kind);
    expect(new Set(kinds.slice(0, 100))).toEqual(new Set(["written"]));
    expect(new Set(kinds.slice(100, 200))).toEqual(new Set(["unknown"]));
    expect(new Set(kinds.slice(200))).toEqual(new Set(["written"]));
    expect(report.failure?.code).toBe("unreachable");
  });
});
