import { afterAll, describe, expect, test } from "vitest";
import { customersOf } from "../scenarios/customers.ts";
import { startPeople } from "../scenarios/people.ts";
import { startWorld } from "../world/world.ts";

const world = await startWorld({ mappings: [] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const couple = "POST /v1/couplings";

async function numberOf(customer: string): Promise<string> {
  return String((await world.businessCentral.get("customers", customer))["number"]);
}

describe("K12: coupling by hand, records named by what people call them", () => {
  test("a customer by its number and an account by its name are coupled, in whatever case they are typed", async () => {
    const on = await customersOf(world, "KA", { onlyCoupled: true });
    const businessCentralId = await on.customer("Adatum");
    const dataverseId = await on.account("Fabrikam");

    const job = await people.job(couple, {
      mapping: "KA",
      businessCentralKey: ` ${(await numberOf(businessCentralId)).toLowerCase()} `,
      dataverseTitle: on.named("FABRIKAM"),
    });

    expect(job.state).toBe("completed");
    expect(await people.couplings(on)).toMatchObject([{ businessCentralId, dataverseId }]);
  });

  test("one is named by its number, and the other by its id or created for it", async () => {
    const on = await customersOf(world, "KB", { onlyCoupled: true });
    const [one, other] = [await on.customer("Adatum"), await on.customer("Other")];
    const dataverseId = await on.account("Fabrikam");

    await people.job(couple, {
      mapping: "KB",
      businessCentralKey: await numberOf(one),
      dataverseId,
    });
    const created = await people.job(couple, {
      mapping: "KB",
      businessCentralKey: await numberOf(other),
      create: "dataverse",
    });

    expect(created.counters.dataverse.inserted).toBe(1);
    const couplings = await people.couplings(on);
    expect(couplings.map(({ businessCentralId }) => businessCentralId).toSorted()).toEqual(
      [one, other].toSorted(),
    );
    expect(couplings.find((each) => each.businessCentralId === one)?.dataverseId).toBe(dataverseId);
  });

  test("a name that no record bears, whole, or that several bear couples nothing; the several are told by their ids", async () => {
    const on = await customersOf(world, "KC", { onlyCoupled: true });
    const businessCentralKey = await numberOf(await on.customer("Adatum"));
    const twins = [await on.account("Twin"), await on.account("twin")];
    const asked = { mapping: "KC", businessCentralKey };

    const part = await people.job(couple, { ...asked, dataverseTitle: on.named("Twi") });
    const several = await people.job(couple, { ...asked, dataverseTitle: on.named("Twin") });
    const unknown = await people.job(couple, {
      mapping: "KC",
      businessCentralKey: "NOBODY",
      create: "dataverse",
    });

    expect(part.message).toBe('Dataverse has no record whose name is "KC Twi".');
    expect(several.message).toContain('Dataverse has 2 records whose name is "KC Twin" (');
    for (const id of twins) expect(several.message).toContain(id);
    expect(unknown.message).toBe('Business Central has no record whose number is "NOBODY".');
    for (const job of [part, several, unknown]) {
      expect(job.state).toBe("completedWithErrors");
      expect(await people.log(job)).toMatchObject([{ outcome: "failed", message: job.message }]);
    }
    expect(await people.couplings(on)).toEqual([]);
  });

  test("a record that is coupled already is named with its coupling, whatever it was called by", async () => {
    const on = await customersOf(world, "KD", { onlyCoupled: true });
    const adatum = await on.pair("Adatum");
    const dataverseId = await on.account("Other");

    const job = await people.job(couple, {
      mapping: "KD",
      businessCentralKey: await numberOf(adatum.businessCentral),
      dataverseId,
    });

    expect(job.message).toContain("is already coupled");
    expect(await people.couplings(on)).toMatchObject([{ dataverseId: adatum.dataverse }]);
  });

  test.each([
    ["businessCentralKey", { businessCentralKey: "C1", create: "dataverse", businessCentralId: 1 }],
    ["dataverseTitle", { businessCentralKey: "C1", dataverseTitle: "Adatum", dataverseId: 1 }],
    ["dataverseTitle", { businessCentralKey: "C1", dataverseTitle: "Adatum", create: "dataverse" }],
    ["dataverseTitle", { businessCentralKey: "C1", dataverseTitle: "   " }],
    ["dataverseId", { businessCentralKey: "C1" }],
  ])(
    "400 names %s where a record is named twice, in vain, by blanks or not at all",
    async (path, body) => {
      await customersOf(world, "KE", { onlyCoupled: true });
      const id = "00000000-0000-4000-8000-0000000000aa";
      const asked = Object.entries({ mapping: "KE", ...body }).map(([name, value]) => [
        name,
        value === 1 ? id : value,
      ]);

      const answer = await people.ask(couple, Object.fromEntries(asked));

      expect([answer.status, answer.body]).toMatchObject([400, { errors: [{ path }] }]);
    },
  );
});
