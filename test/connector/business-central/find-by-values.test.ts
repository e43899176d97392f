import { expect, test } from "vitest";
import { aSandboxCompany, recordId } from "./sandbox-company.ts";
import {
  aCustomer,
  anError,
  aToldCompany,
  companyId,
  customers,
  idOf,
  root,
} from "./told-company.ts";

test("records are found by any of the values, whatever characters they have", async () => {
  const world = await aSandboxCompany();
  const odd = ["O'Brien & Sons, #1", "Café 100% + [x]", "a/b?c=d", "Ünï ☃"];
  const ids = odd.map((displayName) =>
    recordId(world.sandbox.data.insert("customers", { displayName })),
  );
  world.sandbox.data.insert("customers", { displayName: "Other" });

  const found = await world.company.findByValues(customers, "displayName", [...odd, "Nobody"]);

  expect(found.ok && found.value.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
});

test("a thousand values are one call, and none are none", async () => {
  const world = await aSandboxCompany();
  const names = Array.from({ length: 1000 }, (_, index) => `Customer ${index}`);
  for (const displayName of names) world.sandbox.data.insert("customers", { displayName });
  const before = world.calls();

  const found = await world.company.findByValues(customers, "displayName", names);

  expect(found.ok && found.value.length).toBe(1000);
  expect(world.calls() - before).toBe(1);
  expect(await world.company.findByValues(customers, "displayName", [])).toEqual({
    ok: true,
    value: [],
  });
});

const answerOf = (status: number, body: object) => ({
  body: JSON.stringify({ responses: [{ id: "0", status, body }] }),
});

test("further pages of a part are followed", async () => {
  const { company } = aToldCompany((_, count) =>
    count === 1
      ? answerOf(200, {
          value: [aCustomer(1)],
          "@odata.nextLink": `${root}companies(${companyId})/customers?aid=FIN&$skiptoken=2`,
        })
      : { body: JSON.stringify({ value: [aCustomer(2)] }) },
  );
  const found = await company.findByValues(customers, "displayName", ["One"]);
  expect(found.ok && found.value.map(({ id }) => id)).toEqual([idOf(1), idOf(2)]);
});

test.each([
  ["a part that is refused", answerOf(404, anError("BadRequest_ResourceNotFound"))],
  ["a part that is missing", { body: JSON.stringify({ responses: [] }) }],
  ["a part that is no list", answerOf(200, { rows: [] })],
])("%s is no empty result", async (_, told) => {
  const { company } = aToldCompany(() => told);
  expect((await company.findByValues(customers, "displayName", ["One"])).ok).toBe(false);
});
