import { afterAll, describe, expect, test } from "vitest";
import { type RecordId } from "../../lib/domain/ids.ts";
import type { Job } from "../../lib/domain/job/job.ts";
import type { JobRequest } from "../../lib/domain/job/job-request.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { type Customers, countsOf, customersOf } from "./customers.ts";

const world = await startWorld({ mappings: [] });
world.sandboxes.businessCentral.seed(1, 7);
afterAll(() => world.stop());

const couple = (on: Customers, businessCentralId: RecordId, dataverseId: RecordId): Promise<Job> =>
  on.run({
    kind: "couple",
    pairs: [{ businessCentralId, dataverseId, initialSync: "businessCentral" }],
  });

const coupledIds = async (on: Customers) =>
  (await on.couplings()).map(({ ids }) => [ids.businessCentral, ids.dataverse]);

const messagesOf = async ({ id }: Job): Promise<readonly (string | undefined)[]> => {
  const page = await world.app.store.history.ofJob(id, { limit: 100 });
  return page.ok ? page.value.items.map(({ message }) => message) : [];
};

describe("I: coupling by hand", () => {
  test("I166 a free customer and a free account become one coupling, and the account takes the customer's values", async () => {
    const on = await customersOf(world, "I166");
    const customerId = await on.customer("Adatum", { city: "Oslo" });
    const accountId = await on.account("Adatum", { address1_city: "Bergen" });
    const job = await couple(on, customerId, accountId);
    expect(countsOf(job)).toEqual({ businessCentral: { coupled: 1 }, dataverse: { modified: 1 } });
    expect(job.coupled).toBe(1);
    expect(await coupledIds(on)).toEqual([[customerId, accountId]]);
    expect((await world.dataverse.get("accounts", accountId))["address1_city"]).toBe("Oslo");
  });

  test("I166 the other way round the customer takes the account's values", async () => {
    const on = await customersOf(world, "I166D");
    const businessCentralId = await on.customer("Adatum", { city: "Oslo" });
    const dataverseId = await on.account("Adatum", { address1_city: "Bergen" });
    const pairs = [{ businessCentralId, dataverseId, initialSync: "dataverse" as const }];
    await on.run({ kind: "couple", pairs });
    expect((await world.businessCentral.get("customers", businessCentralId))["city"]).toBe(
      "Bergen",
    );
  });

  test("I166 ☠ an account is coupled to another free customer once its coupling was deleted, never by pointing it elsewhere", async () => {
    const on = await customersOf(world, "I166R", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    const free = await on.customer("Fabrikam");
    const refused = await couple(on, free, adatum.dataverse);
    expect(await messagesOf(refused)).toEqual([
      expect.stringContaining("Delete that coupling first."),
    ]);
    expect(await coupledIds(on)).toEqual([[adatum.businessCentral, adatum.dataverse]]);
    await on.run({ kind: "uncoupleAll" });
    await couple(on, free, adatum.dataverse);
    expect(await coupledIds(on)).toEqual([[free, adatum.dataverse]]);
  });

  test("I167 a customer that is coupled is not coupled to another account, and the job tells with which it is", async () => {
    const on = await customersOf(world, "I167", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    const other = await on.account("Fabrikam");
    const job = await couple(on, adatum.businessCentral, other);
    expect([job.state, job.coupled]).toEqual(["completedWithErrors", 0]);
    expect(await messagesOf(job)).toEqual([
      expect.stringContaining(
        `The record in Business Central is already coupled: "${on.named("Adatum")}"`,
      ),
    ]);
    expect(await coupledIds(on)).toEqual([[adatum.businessCentral, adatum.dataverse]]);
  });

  test("I169 of two coupled pairs neither record can be coupled to the other's, from either side", async () => {
    const on = await customersOf(world, "I169");
    const adatum = await on.pair("Adatum");
    const fabrikam = await on.pair("Fabrikam");
    const before = await coupledIds(on);
    for (const [one, other] of [
      [adatum, fabrikam],
      [fabrikam, adatum],
    ] as const) {
      const job = await couple(on, one.businessCentral, other.dataverse);
      expect(job.state).toBe("completedWithErrors");
    }
    expect(await coupledIds(on)).toEqual(before);
  });

  test("I170 an account whose customer was deleted is coupled to a new customer, and what was listed of the old pair goes", async () => {
    const on = await customersOf(world, "I170", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    await world.businessCentral.remove("customers", adatum.businessCentral);
    await on.edit(adatum, "dataverse", { telephone1: "11" });
    await on.run();
    expect(await on.errors()).toMatchObject([{ kind: "deletedInBusinessCentral" }]);
    const successor = await on.customer("Adatum");
    const job = await couple(on, successor, adatum.dataverse);
    expect([job.state, job.coupled]).toEqual(["completed", 0]);
    expect(await coupledIds(on)).toEqual([[successor, adatum.dataverse]]);
    expect(await on.errors()).toEqual([]);
  });

  test("I170 ☠ a customer whose account was deleted is coupled to a new account just the same", async () => {
    const on = await customersOf(world, "I170D", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    await world.dataverse.remove("accounts", adatum.dataverse);
    const successor = await on.account("Adatum");
    await couple(on, adatum.businessCentral, successor);
    expect(await coupledIds(on)).toEqual([[adatum.businessCentral, successor]]);
  });

  test("I170 two survivors of two broken pairs are coupled with each other, and both old couplings go", async () => {
    const on = await customersOf(world, "I170B", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    const fabrikam = await on.pair("Fabrikam");
    await world.dataverse.remove("accounts", adatum.dataverse);
    await world.businessCentral.remove("customers", fabrikam.businessCentral);
    const job = await couple(on, adatum.businessCentral, fabrikam.dataverse);
    expect(job.coupled).toBe(-1);
    expect(job.counters.businessCentral).toMatchObject({ coupled: 1, uncoupled: 1 });
    expect(await coupledIds(on)).toEqual([[adatum.businessCentral, fabrikam.dataverse]]);
  });

  test("J190 a counterpart is asked for of a record whose coupling is broken: a new one takes the lost one's place", async () => {
    const on = await customersOf(world, "J190", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    await world.dataverse.remove("accounts", adatum.dataverse);
    const pairs = [{ side: "businessCentral", id: adatum.businessCentral, create: true } as const];
    const job = await on.run({ kind: "couple", pairs });
    expect(countsOf(job)).toEqual({ dataverse: { inserted: 1 } });
    const [coupling, ...others] = await on.couplings();
    expect(others).toEqual([]);
    expect(coupling?.ids.dataverse).not.toBe(adatum.dataverse);
  });

  test("I172 a deleted coupling leaves both records free; deleting it again changes nothing", async () => {
    const on = await customersOf(world, "I172", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    const { id } = await on.coupling(adatum);
    const uncouple: JobRequest = { kind: "uncouple", ids: [id] };
    expect(countsOf(await on.run(uncouple))).toEqual({ businessCentral: { uncoupled: 1 } });
    expect(await on.couplings()).toEqual([]);
    expect(countsOf(await on.run(uncouple))).toEqual({});
    await on.edit(adatum, "businessCentral", { city: "Bergen" });
    expect(countsOf(await on.run())).toEqual({});
    await couple(on, adatum.businessCentral, adatum.dataverse);
    expect((await on.couplings()).length).toBe(1);
  });
});

describe("I: what is told of a pair that failed", () => {
  const tooLong = "x".repeat(31);

  test("I175 ☠ a pair that cannot be carried in either direction has one error item that tells both reasons, where Business Central prefers one", async () => {
    const on = await customersOf(world, "I175", {
      fields: customer.fields.map((field) =>
        field.name === "phone" && field.kind === "text"
          ? { ...field, dataverse: { column: "telephone1", maxLength: 5 } }
          : field,
      ),
    });
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "businessCentral", { phoneNumber: "22 33 44 55" });
    await on.edit(adatum, "dataverse", { address1_city: tooLong });
    await on.run();
    const errors = await on.errors();
    expect(errors).toMatchObject([{ kind: "rejected", occurrences: 1 }]);
    expect(errors[0]?.message).toContain('"phone"');
    expect(errors[0]?.message).toContain('"city"');
  });

  test("I175 a failure in one direction only is told with its reason", async () => {
    const on = await customersOf(world, "I175D");
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "dataverse", { address1_city: tooLong });
    const job = await on.run();
    expect(countsOf(job)).toEqual({ businessCentral: { failed: 1 } });
    const [error] = await on.errors();
    expect(error?.message).toContain('"city"');
    expect((await messagesOf(job))[0]).toBe(error?.message);
  });

  test("I176 ☠ failures in a row are counted and the pair is skipped after three, whatever their text, where Business Central compares the last two texts", async () => {
    const fields = customer.fields.map((field) =>
      field.name === "owner" && field.kind === "lookup"
        ? { ...field, whenUncoupled: "wait" as const, notNull: false }
        : field,
    );
    const on = await customersOf(world, "I176", { fields });
    const adatum = await on.pair("Adatum");
    const sellers = await world.businessCentral.list("salespeoplePurchasers");
    const seen: unknown[] = [];
    for (const run of [0, 1, 2, 3]) {
      const edit = { salespersonCode: sellers[run % 2]?.["code"], city: `City ${run}` };
      if (run < 3) await on.edit(adatum, "businessCentral", edit);
      const { counters } = await on.run();
      const [error] = await on.errors();
      const { failed, skipped } = counters.dataverse;
      seen.push({ failed, skipped, status: error?.status, occurrences: error?.occurrences });
    }
    expect(seen).toEqual([
      { failed: 1, skipped: 0, status: "retrying", occurrences: 1 },
      { failed: 1, skipped: 0, status: "retrying", occurrences: 2 },
      { failed: 1, skipped: 0, status: "skipped", occurrences: 3 },
      { failed: 0, skipped: 1, status: "skipped", occurrences: 3 },
    ]);
    expect((await on.coupling(adatum)).status).toBe("skipped");
  });

  test("E10 a skipped pair that a person puts right is synchronized by the next run, and its item is gone", async () => {
    const on = await customersOf(world, "E10");
    const adatum = await on.pair("Adatum");
    await on.edit(adatum, "dataverse", { address1_city: "c".repeat(31) });
    await on.run();
    expect(await on.errors()).toHaveLength(1);
    await on.edit(adatum, "dataverse", { address1_city: "Bergen" });

    const job = await on.run();

    expect(countsOf(job)).toEqual({ businessCentral: { modified: 1 } });
    expect(await on.errors()).toEqual([]);
  });
});
