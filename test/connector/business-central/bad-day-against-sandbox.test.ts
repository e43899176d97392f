import { describe, expect, test } from "vitest";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import { aSandboxCompany, walk } from "./sandbox-company.ts";
import { create, customers, someCustomers } from "./sandbox-customers.ts";
import { idOf } from "./told-company.ts";

describe("a bad day", () => {
  test("B51 FM11 throttled three times, with and without Retry-After: read in the end", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 3);
    await world.company.check();
    const calls = world.calls();
    world.sandbox.faults.set({ throttle: { remaining: 2 } });
    await walk(world.company, customers);
    world.sandbox.faults.set({ throttle: { remaining: 1, status: 503, retryAfterSeconds: 30 } });

    expect((await walk(world.company, customers)).records).toHaveLength(3);
    expect(world.calls() - calls).toBe(5);
  });

  test("T6 a token that was taken back is fetched afresh, once", async () => {
    const world = await aSandboxCompany();
    await world.company.check();
    world.time.advance(1_000);
    world.sandbox.faults.set({ unauthorized: { remaining: 1 } });

    expect(await world.company.check()).toMatchObject({ ok: true });
    expect(world.tokenCalls()).toBe(2);
  });

  test.each([[[]], [["emptyUnauthorized"]]])(
    "B1 when no token helps, the credentials are wrong (variants %j)",
    async (variants) => {
      const world = await aSandboxCompany();
      world.sandbox.faults.set({ unauthorized: {}, variants });

      expect(await world.company.check()).toMatchObject({
        failure: { code: "wrongCredentials", side: "businessCentral" },
      });
    },
  );

  test("FM9 a page that is cut off is trouble with the app, not a short list", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 3);
    world.sandbox.faults.set({ truncatePages: { manner: "body" } });

    expect(await world.company.readChanges(customers, { kind: "beginning" })).toMatchObject({
      failure: { code: "serverError" },
    });
  });

  test("B3, B4 a wrong company, table and column are told apart", async () => {
    const elsewhere = await aSandboxCompany({ companyId: idOf(1) });
    const world = await aSandboxCompany();
    const read = (entity: Entity) => world.company.readChanges(entity, { kind: "beginning" });

    expect(await elsewhere.company.check()).toMatchObject({ failure: { code: "unknownCompany" } });
    expect(await elsewhere.company.readChanges(customers, { kind: "beginning" })).toMatchObject({
      failure: { code: "unknownCompany" },
    });
    expect(await read({ ...customers, set: "custommers" })).toMatchObject({
      failure: { code: "unknownEntity" },
    });
    expect(await read({ ...customers, columns: ["displayName", "fax"] })).toMatchObject({
      failure: { code: "unknownField", message: expect.stringContaining('"fax"') },
    });
    expect(
      await world.company.write(customers, [create(1, { displayName: "A", fax: "1" })]),
    ).toMatchObject({ outcomes: [{ kind: "notTried" }], failure: { code: "unknownField" } });
  });
});
