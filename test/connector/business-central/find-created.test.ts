import { expect, test } from "vitest";
import { instantOf } from "../../../lib/domain/instant.ts";
import type { PlannedCreate } from "../../../lib/domain/job/intent.ts";
import type { WireFields } from "../../../lib/domain/record.ts";
import { aCustomer, anError, aToldCompany, batchAnswer, customers, idOf } from "./told-company.ts";

const since = instantOf(Date.UTC(2026, 10, 23, 11));
const planned = (n: number, fields: WireFields): PlannedCreate => ({
  sourceId: idOf(900 + n),
  plannedId: idOf(n),
  fields,
});

/** A page that gave its own ids; `recent` are its newest rows. */
const forgetful = (recent: readonly object[]) =>
  aToldCompany((request) =>
    request.method === "GET"
      ? { body: JSON.stringify({ value: recent }) }
      : batchAnswer(request, () => ({ status: 404, body: anError("BadRequest_NotFound") })),
  );

test("FM5 a planned id that was kept is the record, and nothing else is read", async () => {
  const { company, asked } = aToldCompany((request) =>
    batchAnswer(request, () => ({ status: 200, body: aCustomer(1) })),
  );

  const found = await company.findCreated(customers, [planned(1, { displayName: "Ann" })], since);

  expect(found).toMatchObject({ ok: true, value: [[{ id: idOf(1) }]] });
  expect(asked).toHaveLength(1);
});

test("FM5 else it is the row that holds all that was sent: codes in capitals, numbers by value", async () => {
  const { company, asked } = forgetful([
    aCustomer(7, { displayName: "Ann", country: "DK", creditLimit: 12.5 }),
    aCustomer(8, { displayName: "Ann", country: "NO", creditLimit: 12.5 }),
  ]);

  const sent = { displayName: "Ann", country: " dk", creditLimit: { decimal: "12.50" } };
  const found = await company.findCreated(customers, [planned(1, sent)], since);

  expect(found.ok && found.value.map((each) => each.map(({ id }) => id))).toEqual([[idOf(7)]]);
  expect(new URL(asked[1]?.url ?? "").searchParams.get("$filter")).toBe(
    "lastModifiedDateTime gt 2026-11-23T10:59:57.950Z",
  );
});

test("several rows that hold it all are all handed over", async () => {
  const { company } = forgetful([
    aCustomer(7, { displayName: "Ann" }),
    aCustomer(8, { displayName: "Ann" }),
  ]);

  const found = await company.findCreated(customers, [planned(1, { displayName: "Ann" })], since);

  expect(found.ok && found.value[0]?.map(({ id }) => id)).toEqual([idOf(7), idOf(8)]);
});

test("a row of the same name with other values is doubtful, even alone", async () => {
  const { company } = forgetful([aCustomer(7, { displayName: "Ann", city: "Oslo" })]);

  const sent = { displayName: "Ann", city: "Ribe" };
  const found = await company.findCreated(customers, [planned(1, sent)], since);

  expect(found).toMatchObject({ ok: true, value: [[{ id: idOf(7), doubtful: true }]] });
});

test("FM5 a row that was renamed before anyone looked is found by the rest, and doubtful", async () => {
  const { company } = forgetful([
    aCustomer(7, { displayName: "Anna", city: "Oslo", phoneNumber: "1" }),
    aCustomer(8, { displayName: "Ben", city: "Oslo", phoneNumber: "2" }),
  ]);

  const sent = { displayName: "Ann", city: "Oslo", phoneNumber: "1" };
  const found = await company.findCreated(customers, [planned(1, sent)], since);

  expect(found).toMatchObject({ ok: true, value: [[{ id: idOf(7), doubtful: true }]] });
});

test("FM5 a row that is certainly what another create made is not taken for this one, whatever they share", async () => {
  const { company } = forgetful([
    aCustomer(7, { displayName: "Ben", city: "Oslo", phoneNumber: "1" }),
    aCustomer(8, { displayName: "Ann", city: "Oslo", phoneNumber: "2" }),
  ]);

  const found = await company.findCreated(
    customers,
    [
      planned(1, { displayName: "Ben", city: "Oslo", phoneNumber: "1" }),
      planned(2, { displayName: "Cato", city: "Oslo", phoneNumber: "1" }),
      planned(3, { displayName: "Ann", city: "Ribe", phoneNumber: "3" }),
      planned(4, { displayName: "Ann", city: "Oslo", phoneNumber: "2" }),
    ],
    since,
  );

  expect(found.ok && found.value.map((each) => each.map(({ id }) => id))).toEqual([
    [idOf(7)],
    [],
    [],
    [idOf(8)],
  ]);
});

test("what was never created is found nowhere, in the order of the creates", async () => {
  const { company } = forgetful([aCustomer(7, { displayName: "Ben" })]);

  const found = await company.findCreated(
    customers,
    [planned(1, { displayName: "Ann" }), planned(2, { displayName: "Ben" })],
    since,
  );

  expect(found).toMatchObject({ ok: true, value: [[], [{ id: idOf(7) }]] });
});

test("a column that was written and is not among the mapped ones is compared too", async () => {
  const { company } = forgetful([
    aCustomer(7, { blocked: "All" }),
    aCustomer(8, { blocked: "Ship" }),
  ]);

  const found = await company.findCreated(customers, [planned(1, { blocked: "Ship" })], since);

  expect(found.ok && found.value[0]?.map(({ id }) => id)).toEqual([idOf(8)]);
});
