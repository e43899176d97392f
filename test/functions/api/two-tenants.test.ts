import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod/mini";
import { type ApiWorld, read, startApi } from "./api-world.ts";

const Page = z.object({
  items: z.array(z.object({ id: z.string() })),
  cursor: z.optional(z.string()),
});

let acme: ApiWorld;
let contoso: ApiWorld;
beforeAll(async () => {
  [acme, contoso] = await Promise.all([startApi(), startApi()]);
});
afterAll(async () => {
  await Promise.all([acme.stop(), contoso.stop()]);
});

test("FM26 two tenants whose records have the same ids: each sees its own, and a page token of the other is refused", async () => {
  for (const tenant of [acme, contoso]) {
    for (let one = 0; one < 3; one += 1) await tenant.addCoupling();
  }
  const ofAcme = read(Page, await acme.ask("GET /v1/couplings?limit=1"));
  const ofContoso = read(Page, await contoso.ask("GET /v1/couplings?limit=1"));
  expect(ofAcme.items).toEqual(ofContoso.items);
  const stolen = await contoso.ask(`GET /v1/couplings?limit=1&cursor=${ofAcme.cursor}`);
  expect(stolen.status).toBe(400);
  const own = await contoso.ask(`GET /v1/couplings?limit=1&cursor=${ofContoso.cursor}`);
  expect(own.status).toBe(200);
});
