import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countsOf, customersOf, writesIn } from "../scenarios/customers.ts";
import { salespeople } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import { byPhone, dataverseIdOf, logOf, matching } from "./matching.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople] });
});
afterAll(() => world.stop());

describe("match-based coupling", () => {
  test("212 existing pairs stay, the free pair of equal phone is coupled, and Business Central's name wins", async () => {
    const these = await customersOf(world, "M212", {
      ...byPhone,
      updateConflict: "businessCentralWins",
    });
    const before = await these.pair("Coupled", { phoneNumber: "1" });
    const free = await these.customer("Cronus", { phoneNumber: "555-0100" });
    const account = await these.account("Cronus Ltd.", { telephone1: "555-0100" });

    const job = await these.run(matching());

    expect(job).toMatchObject({ type: "couple", state: "completed", coupled: 1 });
    expect(countsOf(job)).toEqual({
      businessCentral: { coupled: 1 },
      dataverse: { modified: 1 },
    });
    expect(await dataverseIdOf(world, these, free)).toBe(account);
    expect(await dataverseIdOf(world, these, before.businessCentral)).toBe(before.dataverse);
    expect(await world.dataverse.get("accounts", account)).toMatchObject({
      name: these.named("Cronus"),
    });
    world.pass(1);
    await these.run();
    world.calls.reset();
    await these.run();
    expect(writesIn(world)).toEqual([]);
  });

  test("212 the person's choice of a side goes before the mapping's policy", async () => {
    const these = await customersOf(world, "M212B", {
      ...byPhone,
      updateConflict: "businessCentralWins",
    });
    const free = await these.customer("Cronus", { phoneNumber: "555-0101" });
    await these.account("Cronus Ltd.", { telephone1: "555-0101" });

    await these.run(matching({ synchronizeAfter: "dataverse" }));

    expect(await world.businessCentral.get("customers", free)).toMatchObject({
      displayName: these.named("Cronus Ltd."),
    });
  });

  test("212 without a policy, what differs is listed for a person and nothing is written", async () => {
    const these = await customersOf(world, "M212C", byPhone);
    const free = await these.customer("Cronus", { phoneNumber: "555-0102" });
    const account = await these.account("Cronus Ltd.", { telephone1: "555-0102" });

    const job = await these.run(matching());

    expect(job.state).toBe("completedWithErrors");
    expect(await dataverseIdOf(world, these, free)).toBe(account);
    expect(await these.errors()).toMatchObject([{ kind: "updateConflict" }]);
    expect(await world.dataverse.get("accounts", account)).toMatchObject({
      name: these.named("Cronus Ltd."),
    });
  });

  test("214 of a selection only the free records are coupled", async () => {
    const these = await customersOf(world, "M214");
    const coupled = await these.pair("Coupled");
    const chosen = await these.customer("Chosen");
    const other = await these.customer("Other");
    const account = await these.account("Chosen");
    await these.account("Other");

    const job = await these.run(matching({ ids: [coupled.businessCentral, chosen] }));

    expect(job).toMatchObject({ state: "completed", coupled: 1 });
    expect(await dataverseIdOf(world, these, chosen)).toBe(account);
    expect(await dataverseIdOf(world, these, other)).toBeUndefined();
    expect(await dataverseIdOf(world, these, coupled.businessCentral)).toBe(coupled.dataverse);
  });

  test("214 chosen records that are not there, or outside the filter, are named in the log", async () => {
    const these = await customersOf(world, "M214B");
    const blocked = await these.customer("Blocked", { blocked: "All" });
    const gone = await these.customer("Gone");
    await world.businessCentral.remove("customers", gone);

    const job = await these.run(matching({ ids: [gone, blocked] }));

    expect(job.state).toBe("completedWithErrors");
    expect((await logOf(world, job.id)).map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        `Business Central has no record ${gone}.`,
        expect.stringContaining("outside the mapping's filter"),
      ]),
    );
  });

  test("215 those that have a match are coupled, the rest stay free and are named in the log", async () => {
    const these = await customersOf(world, "M215");
    const names = ["One", "Two", "Three"];
    for (const name of names) await these.customer(name);
    await these.account("Two");

    const job = await these.run(matching());

    expect(job).toMatchObject({ state: "completedWithErrors", coupled: 1 });
    expect(countsOf(job)).toMatchObject({ dataverse: { failed: 2 } });
    const failures = (await logOf(world, job.id)).filter(({ outcome }) => outcome === "failed");
    expect(failures).toHaveLength(2);
    for (const name of ["One", "Three"]) {
      expect(failures).toContainEqual(
        expect.objectContaining({
          side: "dataverse",
          title: these.named(name),
          message: `M215 "${these.named(name)}" matches no record in Dataverse (name).`,
        }),
      );
    }
    expect(await these.errors()).toEqual([]);
  });

  test("218 with `none` pairs are made and values are left alone", async () => {
    const these = await customersOf(world, "M218", {
      ...byPhone,
      updateConflict: "businessCentralWins",
    });
    const free = await these.customer("Cronus", { phoneNumber: "555-0103" });
    const account = await these.account("Cronus Ltd.", { telephone1: "555-0103" });

    const job = await these.run(matching({ synchronizeAfter: "none" }));

    expect(countsOf(job)).toEqual({
      businessCentral: { coupled: 1, unchanged: 1 },
      dataverse: { unchanged: 1 },
    });
    const pair = { businessCentral: free, dataverse: account };
    expect(await these.read(pair)).toMatchObject({
      businessCentral: { displayName: these.named("Cronus") },
      dataverse: { name: these.named("Cronus Ltd.") },
    });
  });

  test("K8 on request records without a match are created and coupled", async () => {
    const these = await customersOf(world, "M8", { onlyCoupled: true });
    const lonely = await these.customer("Lonely");

    const job = await these.run(matching({ createUnmatched: true }));

    expect(countsOf(job)).toMatchObject({ dataverse: { inserted: 1 } });
    const account = await dataverseIdOf(world, these, lonely);
    expect(await world.dataverse.get("accounts", account ?? "")).toMatchObject({
      name: these.named("Lonely"),
    });
  });

  test("K8 salespeople are matched by e-mail and never created in Dataverse", async () => {
    const sets = "salespeoplePurchasers";
    const known = await world.businessCentral.create(sets, {
      code: "IB",
      displayName: "Ida Birk",
      email: "Ida.Birk@contoso.com",
    });
    const unknown = await world.businessCentral.create(sets, {
      code: "NN",
      displayName: "Nobody",
      email: "nobody@contoso.com",
    });
    const user = await world.dataverse.create("systemusers", {
      firstname: "Ida",
      lastname: "Birk",
      domainname: "ida.birk@contoso.com",
      internalemailaddress: "ida.birk@contoso.com",
      islicensed: true,
    });

    const job = await world.run(
      salespeople.name,
      matching({ ids: [known, unknown], createUnmatched: true }),
    );

    const couplings = await world.app.store.couplings.bySide(salespeople.name, "businessCentral", [
      known,
      unknown,
    ]);
    expect(couplings.get(known)?.ids.dataverse).toBe(user);
    expect(couplings.has(unknown)).toBe(false);
    expect(countsOf(job)).toMatchObject({ dataverse: { failed: 1 } });
  });

  test("K7 what was wrong with either record alone is over once they are coupled", async () => {
    const these = await customersOf(world, "M7", byPhone);
    const account = await these.account("L".repeat(120), { telephone1: "555-0106" });
    await these.run();
    expect(await these.errors()).toMatchObject([{ kind: "rejected" }]);
    const free = await these.customer("Short", { phoneNumber: "555-0106" });

    await these.run(matching({ synchronizeAfter: "businessCentral" }));

    expect(await dataverseIdOf(world, these, free)).toBe(account);
    expect(await these.errors()).toEqual([]);
  });

  test("a preview says what would be done and does nothing", async () => {
    const these = await customersOf(world, "M9");
    await these.customer("Match");
    await these.customer("Lonely");
    await these.account("Match");
    world.calls.reset();

    const job = await world.run(these.mapping.name, matching({ createUnmatched: true }), {
      preview: true,
    });

    expect(job).toMatchObject({ state: "completed", coupled: 0 });
    expect(countsOf(job)).toEqual({
      businessCentral: { coupled: 1, unchanged: 1 },
      dataverse: { inserted: 1, unchanged: 1 },
    });
    expect((await logOf(world, job.id)).map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(["coupled", "inserted"]),
    );
    expect(await these.couplings()).toEqual([]);
    expect(await world.dataverse.list("accounts", "?$filter=name eq 'M9 Lonely'")).toEqual([]);
  });
});
