import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { ErrorKind } from "../../lib/domain/error/error-item.ts";
import { requestRetry } from "../../lib/domain/error/error-transitions.ts";
import { type Side, sides } from "../../lib/domain/side.ts";
import { type Customers, customersOf } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { type PartRefusal, type Refusing, refusingParts } from "./refused-parts.ts";
import { calm, endOf, expectInStep, nameOf } from "./watch.ts";

let refusing: Refusing | undefined;
const world = await startWorld({ mappings: [], transport: refusingParts(() => refusing) });
afterAll(() => world.stop());
afterEach(() => {
  refusing = undefined;
  calm(world);
});

interface Case {
  readonly kind: ErrorKind;
  readonly heals: boolean;
  readonly refusal: PartRefusal;
}

const refused = (
  kind: ErrorKind,
  heals: boolean,
  [status, code, message]: readonly [number, string, string],
): Case => ({ kind, heals, refusal: { status, code, message } });

const cases: Readonly<Record<Side, readonly Case[]>> = {
  businessCentral: [
    refused("rejected", false, [400, "Application_DialogException", "E-Mail is not valid."]),
    refused("rejected", false, [400, "Internal_EntityWithSameKeyExists", "It already exists."]),
    refused("notPermitted", false, [403, "Authorization_RequestDenied", "Not this record."]),
    refused("locked", true, [409, "Internal_Conflict", "The table is locked by another user."]),
    refused("dependencyMissing", true, [400, "Internal_InvalidTableRelation", "Not in Country."]),
    refused("unavailable", true, [500, "Internal_ServerError", "Something went wrong."]),
  ],
  dataverse: [
    refused("rejected", false, [400, "0x80044331", "The length is longer than allowed."]),
    refused("rejected", false, [412, "0x80040333", "A duplicate was found."]),
    refused("notPermitted", false, [403, "0x80040220", "Missing prvAssignAccount."]),
    refused("locked", true, [400, "0x80044150", "Generic SQL error."]),
    refused("dependencyMissing", true, [404, "0x80060891", "No row with that key."]),
    refused("unavailable", true, [500, "0x80040216", "An unexpected error occurred."]),
  ],
};

/** New records for the side, one of them bad. */
async function newFor(side: Side, name: string, count: number): Promise<Customers> {
  const on = await customersOf(world, name);
  for (let one = 1; one < count; one += 1) await create(on, side, `Good ${one}`);
  await create(on, side, "Bad one");
  return on;
}

const create = (on: Customers, side: Side, name: string) =>
  side === "dataverse" ? on.customer(name) : on.account(name);

describe.each(sides)("FM12 %s refuses one new record and takes all others", (side) => {
  test.each(cases[side])(
    "$refusal.code ($kind): it is listed, never forgotten, and resolved when the cause is gone",
    async ({ kind, heals, refusal }) => {
      const on = await newFor(
        side,
        nameOf(side, refusal.code).replaceAll("_", "-").slice(0, 40),
        6,
      );
      refusing = { text: "Bad one", refusal };
      const job = await on.run();
      expect(job.state).toBe("completedWithErrors");
      expect(await on.couplings()).toHaveLength(5);
      const [item, ...others] = await on.errors();
      expect(others).toEqual([]);
      expect(item).toMatchObject({ kind, status: heals ? "retrying" : "skipped", occurrences: 1 });
      expect(item?.message).toContain(refusal.message);
      expect(item?.message).toContain("Bad one");

      for (let run = 0; run < 3; run += 1) {
        world.pass(30);
        await on.run();
      }
      expect(await on.errors()).toMatchObject([
        { kind, status: "skipped", occurrences: heals ? 3 : 1 },
      ]);

      refusing = undefined;
      await on.run();
      expect(await on.couplings()).toHaveLength(5);
      await world.app.store.errors.save((await on.errors()).map(requestRetry));
      expect(endOf(await on.run())).toBe("completed");
      await expectInStep(world, on, 6);
    },
  );

  test("what can heal is tried by each run, and resolved without a person", async () => {
    const on = await newFor(side, nameOf("heals", side), 3);
    const locked = cases[side].find(({ kind }) => kind === "locked");
    refusing = locked && { text: "Bad one", refusal: locked.refusal };
    await on.run();
    await on.run();
    expect(await on.errors()).toMatchObject([{ status: "retrying", occurrences: 2 }]);
    refusing = undefined;
    expect(endOf(await on.run())).toBe("completed");
    await expectInStep(world, on, 3);
  });

  test("one bad among 200 changed pairs: 199 are done in the same run", async () => {
    const on = await customersOf(world, nameOf("many", side));
    for (let one = 0; one < 200; one += 1) await on.customer(`Customer ${one}`);
    await on.run();
    await on.settle();
    const other: Side = side === "dataverse" ? "businessCentral" : "dataverse";
    for (const [index, coupling] of (await on.couplings()).entries()) {
      const { businessCentral, dataverse } = coupling.ids;
      const phone = index === 77 ? "99999" : "1";
      const fields = other === "dataverse" ? { telephone1: phone } : { phoneNumber: phone };
      await on.edit({ businessCentral, dataverse }, other, fields);
    }
    const rejected = cases[side].find(({ kind }) => kind === "rejected");
    refusing = rejected && { text: "99999", refusal: rejected.refusal };
    world.calls.reset();
    const job = await on.run();
    expect(job.counters[side]).toMatchObject({ modified: 199, failed: 1 });
    expect(world.calls.count()).toBeLessThanOrEqual(4);
    expect(await on.errors()).toMatchObject([{ kind: "rejected", status: "skipped" }]);
    expect((await on.couplings()).filter(({ status }) => status === "skipped")).toHaveLength(1);
  }, 40_000);
});
