import { describe, expect, test } from "vitest";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import {
  aCustomer,
  anError,
  aToldCompany,
  batchAnswer,
  customers,
  idOf,
  partsOf,
  root,
} from "./told-company.ts";

const notFound = { status: 404, body: anError("BadRequest_NotFound") };
const numberIn = (url: string): number => Number(/(\d{12})\)/.exec(url)?.[1]);
const ids = (count: number) => Array.from({ length: count }, (_, index) => idOf(index + 1));

test("250 records are three batches of reads; what does not exist is absent", async () => {
  const { company, asked } = aToldCompany((request) =>
    batchAnswer(request, ({ url }) =>
      numberIn(url) % 50 === 0 ? notFound : { status: 200, body: aCustomer(numberIn(url)) },
    ),
  );

  const found = await company.readByIds(customers, ids(250));

  expect(asked.map((request) => partsOf(request).length)).toEqual([100, 100, 50]);
  expect(asked[0]?.url).toBe(`${root}$batch`);
  expect(partsOf(asked[0])[0]).toMatchObject({
    method: "GET",
    url: `companies(9ee48135-93e1-ef11-9344-6045bde9ca09)/customers(${idOf(1)})?$select=id,lastModifiedDateTime,number,displayName,country,city,state,postalCode,creditLimit`,
  });
  expect(found.ok && found.value.records.size).toBe(245);
  expect(found.ok && found.value.gone.has(idOf(50))).toBe(true);
  expect(found.ok && found.value.records.get(idOf(51))?.fields["number"]).toBe("C51");
});

test("no ids, no request; an id named twice is read once", async () => {
  const { company, asked } = aToldCompany((request) =>
    batchAnswer(request, () => ({ status: 200, body: aCustomer(1) })),
  );

  await company.readByIds(customers, []);
  expect(asked).toHaveLength(0);
  await company.readByIds(customers, [idOf(1), idOf(1)]);
  expect(partsOf(asked[0])).toHaveLength(1);
});

test("a batch of a custom API goes to its own root", async () => {
  const entity: Entity = { ...customers, api: "tandem/sales/v1.0" };
  const { company, asked } = aToldCompany((request) => batchAnswer(request, () => notFound));

  await company.readByIds(entity, [idOf(1)]);

  expect(asked[0]?.url).toBe("https://bc.example/v2.0/production/api/tandem/sales/v1.0/$batch");
});

test("a batch of reads is sent again when its answer is lost", async () => {
  const { company, asked } = aToldCompany((request, count) =>
    count === 1
      ? { error: "reset", sent: true }
      : batchAnswer(request, () => ({ status: 200, body: aCustomer(1) })),
  );

  const found = await company.readByIds(customers, [idOf(1)]);

  expect(found.ok && found.value.records.size).toBe(1);
  expect(asked).toHaveLength(2);
});

describe("FM9 what is not an answer about a record never passes for a deletion", () => {
  test.each([
    ["a part without an answer", undefined, "serverError"],
    ["a part that failed", { status: 500, body: anError("Internal_ServerError") }, "serverError"],
    ["a part that is not permitted", { status: 403 }, "notPermitted"],
    [
      "a company that is gone",
      { status: 404, body: anError("Internal_CompanyNotFound") },
      "unknownCompany",
    ],
    [
      "a table that is gone",
      { status: 404, body: anError("BadRequest_ResourceNotFound") },
      "unknownEntity",
    ],
    ["a record that cannot be read", { status: 200, body: { id: "?" } }, "serverError"],
  ])("%s", async (_, part, code) => {
    const { company } = aToldCompany(() => ({
      body: JSON.stringify({ responses: part === undefined ? [] : [{ id: "0", ...part }] }),
    }));

    expect(await company.readByIds(customers, [idOf(1)])).toMatchObject({
      ok: false,
      failure: { code },
    });
  });
});
