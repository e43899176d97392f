import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Coupling, ErrorItem, Job, LogEntry, listOf, Status, synchronize } from "./api-answers.ts";
import { compare } from "./in-step.ts";
import {
  inFolder,
  isServed,
  type LocalSystem,
  type Settings,
  startLocalSystem,
} from "./local-system.ts";

const mappings = ["SALESPEOPLE", "CURRENCY", "CUSTOMER", "CONTACT", "ITEM-PRODUCT"];

let folder: string;
let settings: Settings;
let system: LocalSystem;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-first-day-"));
  settings = inFolder(folder);
  system = await startLocalSystem(settings, ["npm", "start"]);
  // What runs each minute would take up the edits before the tests ask for it.
  for (const name of mappings) await system.ask("POST", `/v1/schedules/${name}/actions/hold`);
}, 60_000);

afterAll(async () => {
  if (system.process.exitCode === null) await system.kill();
  await rm(folder, { recursive: true });
});

const errors = () => listOf(system, "/v1/errors", ErrorItem);
const couplings = () => listOf(system, "/v1/couplings?mapping=CUSTOMER", Coupling);

async function anyPair(): Promise<Coupling> {
  const [pair] = await couplings();
  if (pair === undefined) throw new Error("No customer is coupled");
  return pair;
}

describe("the first day with the local runner", () => {
  test("it prints one line per thing started with its address, the first synchronization, and ready last", () => {
    const lines = system.lines().filter((line) => !line.startsWith("> "));
    const address = /http:\/\/127\.0\.0\.1:\d+/;
    expect(lines.map((line) => line.replace(address, "…").replace(/\(.*\)/, "()"))).toEqual([
      "DynamoDB ()  …",
      "SQS ()  …",
      "Business Central sandbox  …/api/v2.0/companies()",
      "Dataverse sandbox  …",
      "API  …",
      "Creation of missing records is turned on for these sandbox apps",
      `First synchronization of ${mappings.join(", ")}`,
      ...mappings.map((name) => expect.stringMatching(`^  ${name}: .* created and .* changed in`)),
      "What could not be synchronized  …/v1/errors",
      "Console  …/",
      "ready",
    ]);
    expect(system.complaints()).not.toMatch(/NodeVersionSupportWarning|Error/);
  });

  test("the status names both apps, and every mapping with its couplings", async () => {
    const { body, status } = await system.ask("GET", "/v1/status");
    const { apps, mappings: shown } = Status.parse(body);
    expect(status).toBe(200);
    expect(apps).toMatchObject({
      businessCentral: { url: system.addresses.businessCentral, reachable: true },
      dataverse: { url: system.addresses.dataverse, reachable: true },
    });
    expect(shown.map(({ name }) => name).toSorted()).toEqual(mappings.toSorted());
    expect(shown.every((mapping) => mapping.couplings > 0 && mapping.skipped === 0)).toBe(true);
  });

  test.each(mappings)(
    "I4, I5 %s: every record has one counterpart, and mapped fields are equal",
    async (mapping) => {
      const compared = await compare(system, mapping);
      expect(compared.differences).toEqual([]);
      expect(compared.couplings).toBeGreaterThan(0);
    },
  );

  test("different fields of one pair edited in both apps are merged, and the coupling's log tells it", async () => {
    const pair = await anyPair();
    await system.businessCentral.change("customers", pair.businessCentralId, { city: "Bergen" });
    await system.dataverse.change("accounts", pair.dataverseId, { telephone1: "+47 22 00 11" });
    const job = await synchronize(system, "CUSTOMER");

    expect(job).toMatchObject({
      state: "completed",
      counters: { businessCentral: { modified: 1 }, dataverse: { modified: 1 } },
    });
    const customer = await system.businessCentral.get("customers", pair.businessCentralId);
    const account = await system.dataverse.get("accounts", pair.dataverseId);
    expect(customer).toMatchObject({ city: "Bergen", phoneNumber: "+47 22 00 11" });
    expect(account).toMatchObject({ address1_city: "Bergen", telephone1: "+47 22 00 11" });

    const log = await listOf(system, `/v1/couplings/${pair.id}/log`, LogEntry);
    const ofJob = log.filter(({ jobId }) => jobId === job.id);
    expect(ofJob.toSorted((one, other) => one.side.localeCompare(other.side))).toMatchObject([
      {
        side: "businessCentral",
        outcome: "modified",
        changes: [{ field: "phone", to: "+47 22 00 11" }],
      },
      { side: "dataverse", outcome: "modified", changes: [{ field: "city", to: "Bergen" }] },
    ]);
  });

  test("a customer created in Business Central and an account created in Dataverse get their counterparts", async () => {
    const bcId = await system.businessCentral.create("customers", { displayName: "Fjord Fisk AS" });
    const dvId = await system.dataverse.create("accounts", {
      name: "Alpin Ski GmbH",
      customertypecode: 3,
    });
    const { counters } = await synchronize(system, "CUSTOMER");

    expect(counters).toMatchObject({
      businessCentral: { inserted: 1 },
      dataverse: { inserted: 1 },
    });
    const all = await couplings();
    const fjord = all.find(({ businessCentralId }) => businessCentralId === bcId);
    const alpin = all.find(({ dataverseId }) => dataverseId === dvId);
    expect(await system.dataverse.get("accounts", fjord?.dataverseId ?? "")).toMatchObject({
      name: "Fjord Fisk AS",
      customertypecode: 3,
    });
    expect(
      await system.businessCentral.get("customers", alpin?.businessCentralId ?? ""),
    ).toMatchObject({
      displayName: "Alpin Ski GmbH",
    });
    expect((await compare(system, "CUSTOMER")).differences).toEqual([]);
  });

  test("a field that both apps changed is shown as a conflict, and neither value is overwritten", async () => {
    const pair = await anyPair();
    await system.businessCentral.change("customers", pair.businessCentralId, {
      email: "post@fjord.no",
    });
    await system.dataverse.change("accounts", pair.dataverseId, { emailaddress1: "hei@fjord.no" });
    expect(await synchronize(system, "CUSTOMER")).toMatchObject({ state: "completedWithErrors" });

    const listed = await errors();
    expect(listed).toMatchObject([
      { mapping: "CUSTOMER", kind: "updateConflict", status: "skipped" },
    ]);
    expect(listed[0]?.fields).toContainEqual({
      field: "email",
      businessCentral: "post@fjord.no",
      dataverse: "hei@fjord.no",
      conflict: true,
    });
    const customer = await system.businessCentral.get("customers", pair.businessCentralId);
    const account = await system.dataverse.get("accounts", pair.dataverseId);
    expect([customer["email"], account["emailaddress1"]]).toEqual([
      "post@fjord.no",
      "hei@fjord.no",
    ]);
  });

  test("SIGTERM to npm ends everything with exit code 0; the next start finds the same data and writes nothing", async () => {
    const before = await everything();
    expect(await system.stop()).toBe(0);
    const { addresses } = system;
    const served = await Promise.all(Object.values(addresses).map((url: string) => isServed(url)));
    expect(served).toEqual([false, false, false, false, false]);

    system = await startLocalSystem(settings);
    expect(system.lines().some((line) => line.startsWith("First synchronization"))).toBe(false);
    expect(await everything()).toEqual(before);
    const runs = [await synchronize(system, "CUSTOMER"), await synchronize(system, "CONTACT")];
    const writes = runs.flatMap(({ counters: { businessCentral, dataverse } }) => [
      ...Object.values(businessCentral),
      ...Object.values(dataverse),
    ]);
    expect(writes.every((count) => count === 0)).toBe(true);
    expect(await everything()).toEqual(before);
  });
});

/** What a person sees in both apps and in Tandem, versions and stamps of the records included. */
async function everything() {
  const [customers, accounts, contacts, coupled, listed, jobs] = await Promise.all([
    system.businessCentral.list("customers"),
    system.dataverse.list("accounts"),
    system.dataverse.list("contacts"),
    couplings(),
    errors(),
    listOf(system, "/v1/jobs?type=fullSynchronize", Job),
  ]);
  return { customers, accounts, contacts, coupled, listed, jobs };
}
