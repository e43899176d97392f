import { describe, expect, test } from "vitest";
import { aCustomer, anError, aToldCompany, batchAnswer, customers } from "./told-company.ts";
import { anUpdate, numbered, numberIn } from "./told-writes.ts";

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
