import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorIdOf } from "../../lib/domain/ids.ts";
import { customersOf } from "../scenarios/customers.ts";
import { startWorld, type World } from "../world/world.ts";
import { dataverseIdOf, logOf, matchedBy, matching } from "./matching.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [] });
});
afterAll(() => world.stop());

describe("match-based coupling", () => {
  test("K1 records without a match by the first fields are matched by the next", async () => {
    const these = await customersOf(world, "M1", {
      ...matchedBy({ phone: { priority: 0 }, name: { priority: 1 } }),
      updateConflict: "businessCentralWins",
    });
    const phone = await these.customer("By phone", { phoneNumber: "555-0104" });
    const name = await these.customer("By name", { phoneNumber: "555-0105" });
    const samePhone = await these.account("By name", { telephone1: "555-0104" });
    const sameName = await these.account("by name");

    await these.run(matching());

    expect(await dataverseIdOf(world, these, phone)).toBe(samePhone);
    expect(await dataverseIdOf(world, these, name)).toBe(sameName);
  });

  test("K2 fields of equal priority must all agree", async () => {
    const these = await customersOf(
      world,
      "M2",
      matchedBy({ name: { priority: 0 }, city: { priority: 0 } }),
    );
    const oslo = await these.customer("Twin", { city: "Oslo" });
    const bergen = await these.customer("Twin", { city: "Bergen" });
    const there = await these.account("Twin", { address1_city: "Bergen" });

    await these.run(matching());

    expect(await dataverseIdOf(world, these, bergen)).toBe(there);
    expect(await dataverseIdOf(world, these, oslo)).toBeUndefined();
  });

  test("K4 several matches are listed with all of them, and go when the pair is coupled", async () => {
    const these = await customersOf(world, "M4");
    const twice = await these.customer("Twice");
    const first = await these.account("Twice");
    const second = await these.account("TWICE");

    await these.run(matching());

    const id = errorIdOf(these.mapping.name, "businessCentral", twice);
    const error = (await these.errors()).find((one) => one.id === id);
    expect(error).toMatchObject({
      kind: "ambiguousMatch",
      status: "skipped",
      candidates: [first, second].toSorted(),
    });
    expect(error?.message).toContain(first);
    await world.dataverse.remove("accounts", second);
    const job = await these.run(matching({ synchronizeAfter: "businessCentral" }));
    expect(job).toMatchObject({ state: "completed", coupled: 1 });
    expect(await dataverseIdOf(world, these, twice)).toBe(first);
    // Deleted before the first run, which therefore is not told of it.
    expect((await these.errors()).map(({ sides }) => sides.dataverse.id)).toEqual([second]);
    await these.run({ kind: "retry", errors: {} });
    expect(await these.errors()).toEqual([]);
  });

  test("K4 an account that two customers match is coupled with neither, and both are listed", async () => {
    const these = await customersOf(world, "M4B");
    const one = await these.customer("Shared");
    const two = await these.customer("shared");
    const account = await these.account("Shared");

    const job = await these.run(matching());

    expect(job.coupled).toBe(0);
    const errors = await these.errors();
    const ofCustomers = errors.filter(({ sides }) => sides.businessCentral.id !== undefined);
    expect(ofCustomers).toMatchObject([
      { kind: "ambiguousMatch", candidates: [account] },
      { kind: "ambiguousMatch", candidates: [account] },
    ]);
    expect(errors).toHaveLength(3);
    expect(await these.couplings()).toEqual([]);
    const [first] = errors.filter(({ sides }) => sides.businessCentral.id === one);
    expect(first?.message).toContain(two);
  });

  test("K4 an account that is coupled or outside the filter is no candidate, and the log says so", async () => {
    const these = await customersOf(world, "M4C");
    await these.pair("Taken");
    await these.customer("Taken");
    await these.customer("Prospect");
    await these.account("Prospect", { customertypecode: 8 });

    const job = await these.run(matching({ createUnmatched: true }));

    expect(job).toMatchObject({ state: "completedWithErrors", coupled: 0 });
    const messages = (await logOf(world, job.id)).map(({ message }) => message);
    expect(messages).toContainEqual(
      expect.stringContaining(`is coupled with "${these.named("Taken")}"`),
    );
    expect(messages).toContainEqual(expect.stringContaining("outside the mapping's filter"));
  });

  test("K6 a mapping without match fields fails the job with what to do", async () => {
    const these = await customersOf(world, "M6", matchedBy({}));
    await these.customer("Alone");
    const job = await these.run(matching());
    expect(job).toMatchObject({ state: "failed" });
    expect(job.message).toContain("does not say by which fields records match");
  });
});

test("K4 two records of different steps that want the same account both stay free", async () => {
  const small = await startWorld({ mappings: [], recordsPerStep: 1 });
  const these = await customersOf(small, "MSTEPS");
  const one = await these.customer("Shared");
  const alone = await these.customer("Alone");
  const two = await these.customer("Shared");
  const shared = await these.account("Shared");
  const account = await these.account("Alone");

  const job = await these.run(matching({ ids: [one, alone, two] }));

  expect(job).toMatchObject({ state: "completedWithErrors", coupled: 1 });
  expect((await these.couplings()).map(({ ids }) => ids.dataverse)).toEqual([account]);
  const listed = await these.errors();
  const held = listed.filter(({ sides }) => sides.dataverse.id === shared);
  expect(held.map(({ candidates }) => candidates?.toSorted())).toEqual([[one, two].toSorted()]);
  const errors = listed.filter(({ sides }) => sides.businessCentral.id !== undefined);
  expect(errors.map(({ sides }) => sides.businessCentral.id).toSorted()).toEqual(
    [one, two].toSorted(),
  );
  for (const { kind, candidates, message } of errors) {
    expect(kind).toBe("ambiguousMatch");
    expect(candidates).toEqual([shared]);
    expect(message).toContain("and so does");
  }
  await small.stop();
});
