import { describe, expect, test } from "vitest";
import {
  aCustomer,
  anError,
  aToldCompany,
  batchAnswer,
  customers,
  idOf,
  partsOf,
} from "./told-company.ts";
import { anUpdate, numberIn } from "./told-writes.ts";

describe("outcomes", () => {
  const refused = (code: string, quoted: string) => ({
    kind: "refused",
    refusal: { code, quoted },
  });

  test.each([
    [409, "Request_EntityChanged", "Changed.", { kind: "changedMeanwhile" }],
    [412, "Request_EntityChanged", "Changed.", { kind: "changedMeanwhile" }],
    [403, "Internal_ServerError", "No right.", refused("notPermitted", "No right.")],
    [
      400,
      "Application_DialogException",
      "You do not have permissions to read Sales Orders.",
      refused("notPermitted", "You do not have permissions to read Sales Orders."),
    ],
    [400, "BadRequest_InvalidToken", "No token.", { kind: "changedMeanwhile" }],
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
