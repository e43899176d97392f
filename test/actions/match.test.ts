import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customer } from "../../lib/domain/default-mappings/customer.ts";
import { salespeople } from "../../lib/domain/default-mappings/salespeople.ts";
import { errorIdOf, type RecordId } from "../../lib/domain/ids.ts";
import type { JobRequest } from "../../lib/domain/job-request.ts";
import type { TableMapping } from "../../lib/domain/mapping.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { calm, fault } from "../faults/watch.ts";
import { type Customers, countsOf, customersOf, writesIn } from "../scenarios/customers.ts";
import { Crash, crashingAt } from "../world/crash.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ mappings: [salespeople] });
});
afterAll(() => world.stop());

const matching = (more: Partial<Extract<JobRequest, { kind: "match" }>> = {}): JobRequest => ({
  kind: "match",
  createUnmatched: false,
  ...more,
});

/** The customer mapping with these fields matched by. */
const matchedBy = (matches: Readonly<Record<string, { readonly priority: number }>>) => ({
  fields: customer.fields.map((field): TableMapping["fields"][number] => {
    if (field.kind === "constant") return field;
    const match = new Map(Object.entries(matches)).get(field.name);
    return { ...field, match: match && { ...match, caseSensitive: false } };
  }),
});

const byPhone = matchedBy({ phone: { priority: 0 } });

const dataverseIdOf = async ({ mapping }: Customers, id: RecordId) =>
  (await world.app.store.couplings.bySide(mapping.name, "businessCentral", [id])).get(id)
    ?.dataverseId;

async function logOf(id: Parameters<World["job"]>[0]) {
  const log = await world.app.store.history.ofJob(id, { limit: 1000 });
  if (!log.ok) throw new Error("no log");
  return log.value.items;
}

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
    expect(await dataverseIdOf(these, free)).toBe(account);
    expect(await dataverseIdOf(these, before.businessCentral)).toBe(before.dataverse);
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
    expect(await dataverseIdOf(these, free)).toBe(account);
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
    expect(await dataverseIdOf(these, chosen)).toBe(account);
    expect(await dataverseIdOf(these, other)).toBeUndefined();
    expect(await dataverseIdOf(these, coupled.businessCentral)).toBe(coupled.dataverse);
  });

  test("214 chosen records that are not there, or outside the filter, are named in the log", async () => {
    const these = await customersOf(world, "M214B");
    const blocked = await these.customer("Blocked", { blocked: "All" });
    const gone = await these.customer("Gone");
    await world.businessCentral.remove("customers", gone);

    const job = await these.run(matching({ ids: [gone, blocked] }));

    expect(job.state).toBe("completedWithErrors");
    expect((await logOf(job.id)).map(({ message }) => message)).toEqual(
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
    const failures = (await logOf(job.id)).filter(({ outcome }) => outcome === "failed");
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

    expect(await dataverseIdOf(these, phone)).toBe(samePhone);
    expect(await dataverseIdOf(these, name)).toBe(sameName);
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

    expect(await dataverseIdOf(these, bergen)).toBe(there);
    expect(await dataverseIdOf(these, oslo)).toBeUndefined();
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
    expect(await dataverseIdOf(these, twice)).toBe(first);
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
    const messages = (await logOf(job.id)).map(({ message }) => message);
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

  test("K8 on request records without a match are created and coupled", async () => {
    const these = await customersOf(world, "M8", { onlyCoupled: true });
    const lonely = await these.customer("Lonely");

    const job = await these.run(matching({ createUnmatched: true }));

    expect(countsOf(job)).toMatchObject({ dataverse: { inserted: 1 } });
    const account = await dataverseIdOf(these, lonely);
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
    expect(couplings.get(known)?.dataverseId).toBe(user);
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

    expect(await dataverseIdOf(these, free)).toBe(account);
    expect(await these.errors()).toEqual([]);
  });

  test("W11 while an app asks for patience the job rests, and goes on where it was", async () => {
    const these = await customersOf(world, "M11");
    const one = await these.customer("One");
    const account = await these.account("One");
    fault(world, "dataverse", { throttle: { remaining: 1, retryAfterSeconds: 300 } });

    const { id } = await world.start(these.mapping.name, matching());
    expect(await world.workOff()).toEqual(["paused"]);
    expect(await dataverseIdOf(these, one)).toBeUndefined();
    calm(world);
    world.pass(6);
    await world.tick();
    await world.workOff();

    expect(await world.job(id)).toMatchObject({ state: "completed", coupled: 1 });
    expect(await dataverseIdOf(these, one)).toBe(account);
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
    expect((await logOf(job.id)).map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(["coupled", "inserted"]),
    );
    expect(await these.couplings()).toEqual([]);
    expect(await world.dataverse.list("accounts", "?$filter=name eq 'M9 Lonely'")).toEqual([]);
  });
});

describe("W: a step that dies anywhere and is delivered again does the rest, once", () => {
  test.each(["before", "after"] as const)(
    "the process dies %s each of its calls",
    async (moment) => {
      let died = true;
      for (let call = 1; died; call += 1) {
        const these = await customersOf(world, `MX${moment === "before" ? "B" : "A"}${call}`);
        const match = await these.customer("Match");
        const lonely = await these.customer("Lonely");
        const account = await these.account("Match");
        const job = await world.start(these.mapping.name, matching({ createUnmatched: true }));
        died = false;
        const step = { jobId: job.id, step: 0, resend: 0 };
        await runJobStep(crashingAt(world.app, call, moment), step).catch((trouble: unknown) => {
          if (!(trouble instanceof Crash)) throw trouble;
          died = true;
        });
        await world.workOff();
        await runJobStep(world.app, { ...step, step: (await world.job(job.id)).step });
        await world.workOff();

        expect(await dataverseIdOf(these, match)).toBe(account);
        expect(await dataverseIdOf(these, lonely)).toBeDefined();
        expect(
          await world.dataverse.list("accounts", `?$filter=name eq '${these.named("Lonely")}'`),
        ).toHaveLength(1);
        expect(await these.errors()).toEqual([]);
      }
    },
    120_000,
  );
});

test("K5 1,200 records in two steps are matched with nine requests", async () => {
  const large = await startWorld({ mappings: [] });
  const these = await customersOf(large, "M1200");
  for (let number = 0; number < 1200; number += 1) {
    await these.customer(`No. ${number}`);
    await these.account(`No. ${number}`);
  }
  large.calls.reset();

  const job = await these.run(matching({ synchronizeAfter: "none" }));

  expect(job).toMatchObject({ state: "completed", coupled: 1200 });
  const asked = large.calls.all().map(({ method, url }) => {
    const { pathname } = new URL(url);
    return `${method} ${pathname.slice(pathname.lastIndexOf("/") + 1)}`;
  });
  expect(asked).toEqual([
    "GET customers",
    "GET organizations",
    // The search in Dataverse, and for rivals in Business Central.
    "POST $batch",
    "POST $batch",
    "GET customers",
    "POST $batch",
    "POST $batch",
  ]);
  await large.stop();
}, 120_000);

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
  expect((await these.couplings()).map(({ dataverseId }) => dataverseId)).toEqual([account]);
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
