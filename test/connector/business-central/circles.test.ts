import { expect, test } from "vitest";
import { instantOf } from "../../../lib/domain/instant.ts";
import { aToldCompany, batchAnswer, customers, idOf, root } from "./told-company.ts";

const circle = { value: [], "@odata.nextLink": `${root}customers?again` };
const failure = { ok: false, failure: { message: expect.stringContaining("round in a circle") } };

/** Every list leads on to a page that leads to itself. */
const endless = () =>
  aToldCompany((request) =>
    request.method === "GET"
      ? { body: JSON.stringify(circle) }
      : batchAnswer(request, ({ url }) =>
          url.includes("$filter")
            ? { status: 200, body: circle }
            : { status: 404, body: { error: { code: "BadRequest_NotFound", message: "No." } } },
        ),
  );

test("XB2 a list of changes that leads to itself is one message", async () => {
  const { company, asked } = endless();
  const first = await company.readChanges(customers, { kind: "beginning" });
  if (!first.ok || first.value.next === undefined) throw new Error("no second page");
  const second = await company.readChanges(customers, { kind: "page", page: first.value.next });
  expect(second).toMatchObject(failure);
  expect(asked).toHaveLength(2);
});

test("XB2 a search that leads to itself is one message", async () => {
  const { company } = endless();
  expect(await company.findByValues(customers, "displayName", ["Ann"])).toMatchObject(failure);
});

test("XB2 looking for lost creates ends too", async () => {
  const { company } = endless();
  const create = { sourceId: idOf(9), plannedId: idOf(1), fields: { displayName: "Ann" } };
  const since = instantOf(Date.UTC(2026, 10, 23));
  expect(await company.findCreated(customers, [create], since)).toMatchObject(failure);
});
