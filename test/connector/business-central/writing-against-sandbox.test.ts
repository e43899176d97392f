import { describe, expect, test } from "vitest";
import { aSandboxCompany, walk } from "./sandbox-company.ts";
import { create, customers, someCustomers, update } from "./sandbox-customers.ts";
import { idOf } from "./told-company.ts";

describe("writing", () => {
  test("500 updates are 5 requests, and what was written reads back under the same versions", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 500);
    const { records } = await walk(world.company, customers);
    const calls = world.calls();

    const report = await world.company.write(
      customers,
      records.map((record) => update(record, { creditLimit: 12.5 })),
    );

    expect(world.calls() - calls).toBe(5);
    const versions = new Map(
      report.outcomes.map((outcome) =>
        outcome.kind === "written" ? [outcome.record.id, outcome.record.version] : ["?", "?"],
      ),
    );
    const again = await walk(world.company, customers);
    expect(versions).toEqual(new Map(again.records.map(({ id, version }) => [id, version])));
    expect(again.records[0]?.fields["creditLimit"]).toBe(12.5);
  });

  test("FM12 one bad record of a hundred fails alone, in one request", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 100);
    const { records } = await walk(world.company, customers);
    const calls = world.calls();

    const report = await world.company.write(
      customers,
      records.map((record, index) =>
        update(record, { city: index === 40 ? "x".repeat(31) : "Ribe" }),
      ),
    );

    expect(world.calls() - calls).toBe(1);
    expect(report.outcomes.filter(({ kind }) => kind === "written")).toHaveLength(99);
    expect(report.outcomes[40]).toMatchObject({
      kind: "refused",
      refusal: { code: "rejected", quoted: expect.stringContaining("length of the string is 31") },
    });
  });

  test.each([[[]], [["staleEtagPrecondition"]]])(
    "B15 a stale version is changedMeanwhile, and nothing is written (variants %j)",
    async (variants) => {
      const world = await aSandboxCompany();
      const [id] = someCustomers(world, 1);
      if (id === undefined) throw new Error("no customer");
      const { records } = await walk(world.company, customers);
      world.sandbox.data.change("customers", id, { city: "Oslo" });
      world.sandbox.faults.set({ variants });

      const report = await world.company.write(
        customers,
        records.map((record) => update(record, { city: "Ribe" })),
      );

      expect(report.outcomes).toEqual([{ kind: "changedMeanwhile" }]);
      expect(world.sandbox.data.find("customers", id)?.["city"]).toBe("Oslo");
    },
  );

  test.each([[[]], [["duplicateKeyConflict"]]])(
    "B11, B18, B22, B26, B27 each refusal has its code (variants %j)",
    async (variants) => {
      const world = await aSandboxCompany();
      someCustomers(world, 1);
      const { records } = await walk(world.company, customers);
      const [record] = records;
      if (record === undefined) throw new Error("no customer");
      world.sandbox.faults.set({ variants });

      const report = await world.company.write(customers, [
        create(1, { displayName: "Twin", number: record.fields["number"] ?? "" }),
        create(2, { displayName: "" }),
        create(3, { displayName: "Ann", salespersonCode: "NOBODY" }),
        create(4, { displayName: "Ann", paymentTermsId: idOf(4) }),
        { kind: "update", id: idOf(9), version: "*", fields: { city: "Ribe" }, keep: () => ({}) },
        { kind: "delete", id: idOf(9), version: "*" },
        { kind: "delete", id: record.id, version: record.version },
      ]);

      expect(report.outcomes).toMatchObject([
        { kind: "refused", refusal: { code: "duplicate" } },
        { kind: "refused", refusal: { code: "rejected" } },
        { kind: "refused", refusal: { code: "relatedMissing" } },
        { kind: "refused", refusal: { code: "relatedMissing" } },
        { kind: "gone" },
        { kind: "gone" },
        { kind: "deleted" },
      ]);
      expect(JSON.stringify(report)).not.toContain("CorrelationId");
    },
  );

  test("B29 a change of country keeps the address that did not change", async () => {
    const world = await aSandboxCompany();
    for (const code of ["DK", "NO"]) world.sandbox.data.insert("countriesRegions", { code });
    const address = { city: "Ribe", state: "South", postalCode: "6760" };
    const id = world.sandbox.data.insert("customers", {
      displayName: "Ann",
      country: "DK",
      ...address,
    });
    const { records } = await walk(world.company, customers);
    const calls = world.calls();

    await world.company.write(
      customers,
      records.map((record) => update(record, { city: "Oslo", country: "NO" }, address)),
    );

    expect(world.sandbox.data.find("customers", id)).toMatchObject({
      country: "NO",
      city: "Oslo",
      state: "South",
      postalCode: "6760",
    });
    expect(world.calls() - calls).toBe(1);
  });

  test("FM10 rights that were taken away are one failure", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 3);
    const { records } = await walk(world.company, customers);
    world.sandbox.faults.set({ readOnly: true });

    const report = await world.company.write(
      customers,
      records.map((record) => update(record, { city: "Ribe" })),
    );

    expect(report).toMatchObject({ failure: { code: "notPermitted" } });
    expect(new Set(report.outcomes.map(({ kind }) => kind))).toEqual(new Set(["notTried"]));
  });
});

describe("lost answers", () => {
  test("FM5 a create whose answer was lost is unknown, and found by what was sent", async () => {
    const world = await aSandboxCompany();
    await world.company.check();
    const since = world.company.serverTime();
    if (since === undefined) throw new Error("no time");
    world.sandbox.faults.set({ dropResponse: { remaining: 1, only: "writes" } });
    const planned = [
      { sourceId: idOf(901), plannedId: idOf(1), fields: { displayName: "Ann", creditLimit: 10 } },
      { sourceId: idOf(902), plannedId: idOf(2), fields: { displayName: "Ben", creditLimit: 20 } },
    ];

    const report = await world.company.write(
      customers,
      planned.map(({ plannedId, fields }) => ({ kind: "create", plannedId, fields })),
    );
    const found = await world.company.findCreated(customers, planned, since);

    expect(report).toMatchObject({
      outcomes: [{ kind: "unknown" }, { kind: "unknown" }],
      failure: { code: "unreachable" },
    });
    expect(world.sandbox.data.count("customers")).toBe(2);
    expect(found).toMatchObject({
      ok: true,
      value: [[{ fields: { displayName: "Ann" } }], [{ fields: { displayName: "Ben" } }]],
    });
  });

  test("FM6 an update whose answer was lost is unknown, and its repeat is changedMeanwhile", async () => {
    const world = await aSandboxCompany();
    someCustomers(world, 1);
    const { records } = await walk(world.company, customers);
    const writes = records.map((record) => update(record, { city: "Ribe" }));
    world.sandbox.faults.set({ dropResponse: { remaining: 1, only: "writes" } });

    expect((await world.company.write(customers, writes)).outcomes).toEqual([{ kind: "unknown" }]);
    expect((await world.company.write(customers, writes)).outcomes).toEqual([
      { kind: "changedMeanwhile" },
    ]);
  });
});
