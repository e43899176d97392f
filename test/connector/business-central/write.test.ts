import { describe, expect, test } from "vitest";
import {
  aCustomer,
  aToldCompany,
  batchAnswer,
  customers,
  idOf,
  partsOf,
  versionOf,
} from "./told-company.ts";
import { anUpdate, numbered, numberIn } from "./told-writes.ts";

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
