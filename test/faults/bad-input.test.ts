import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createNodeTransport } from "../../lib/connector/http/node-transport.ts";
import type { Transport } from "../../lib/connector/http/transport.ts";
import type { Job } from "../../lib/domain/job/job.ts";
import { FieldMapping, type TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { type Side, sides } from "../../lib/domain/side.ts";
import { liveApps } from "../../lib/runtime/live-apps.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { type Customers, customersOf } from "../scenarios/customers.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { calm, fault, nameOf } from "./watch.ts";

/** Connections to this origin are refused. */
let down: string | undefined;
const refusing =
  (real: Transport): Transport =>
  async (request) =>
    new URL(request.url).origin === down ? { error: "refused", sent: false } : real(request);

const world = await startWorld({ mappings: [], transport: refusing });
afterAll(() => world.stop());
afterEach(() => {
  down = undefined;
  calm(world);
});

/** Two new records on each side that nobody synchronized yet. */
async function withNews(name: string, changes: Partial<TableMapping> = {}): Promise<Customers> {
  const on = await customersOf(world, name, changes);
  for (const one of [1, 2]) {
    await on.customer(`Customer ${one}`);
    await on.account(`Account ${one}`);
  }
  return on;
}

/** One failed job with one message; nothing written, nothing listed, and the run's place is kept. */
async function expectRefused(on: Customers, job: Job, words: readonly string[]): Promise<void> {
  expect(job.state).toBe("failed");
  for (const word of words) expect(job.message).toContain(word);
  expect(await on.errors()).toEqual([]);
  expect(await on.couplings()).toEqual([]);
  expect((await on.state()).cursors).toEqual({});
  expect((await on.state()).schedule.message).toBe(job.message);
  calm(world);
  for (const [side, set, name] of [
    ["businessCentral", "customers", "displayName"],
    ["dataverse", "accounts", "name"],
  ] as const) {
    const names = (await world[side].list(set)).map((row) => String(row[name]));
    expect(names.filter((one) => one.startsWith(on.named("")))).toHaveLength(2);
  }
}

const textField = (businessCentral: string, dataverse: string): FieldMapping =>
  FieldMapping.parse({
    name: "extra",
    kind: "text",
    direction: "bidirectional",
    businessCentral: { column: businessCentral },
    dataverse: { column: dataverse },
  });

const withField = (field: FieldMapping): Partial<TableMapping> => ({
  fields: [...customer.fields, field],
});

const { businessCentral, dataverse } = customer;

describe("FM15 a mapping that does not fit the apps", () => {
  test.each<[string, Partial<TableMapping>, readonly string[]]>([
    [
      "a column unknown to Business Central",
      withField(textField("nickname", "description")),
      ["Business Central", '"customers"', '"nickname"', "Remove it from the mapping or correct"],
    ],
    [
      "a column unknown to Dataverse",
      withField(textField("phoneNumber", "nickname")),
      ["Dataverse", "accounts", "nickname", "Correct the field mapping", "In its own words"],
    ],
    [
      "a table unknown to Business Central",
      { businessCentral: { ...businessCentral, entity: "clients" } },
      ["Business Central", '"clients"', "Check the entity name"],
    ],
    [
      "a table unknown to Dataverse",
      { dataverse: { ...dataverse, set: "clients" } },
      ["Dataverse", "clients", "Correct the entity set"],
    ],
    [
      "a custom API that is not installed",
      { businessCentral: { ...businessCentral, api: "contoso/sales/v1.0" } },
      ["Business Central", "contoso/sales/v1.0", "extension"],
    ],
    [
      "a text taken for a number",
      withField(
        FieldMapping.parse({
          name: "count",
          kind: "integer",
          direction: "bidirectional",
          businessCentral: { column: "displayName" },
          dataverse: { column: "numberofemployees" },
        }),
      ),
      ['"count"', '"displayName"', "kind of the field mapping", "Nothing"],
    ],
    [
      "a text compared with a number in a filter",
      {
        businessCentral: {
          ...businessCentral,
          filter: [{ column: "displayName", is: "greater", value: 5 }],
        },
      },
      ["Business Central", '"displayName"', "Correct the filter"],
    ],
  ])("%s: one message that names it", async (name, changes, words) => {
    const on = await withNews(nameOf(name.slice(0, 38).trim().replaceAll(" ", "-")), changes);
    await expectRefused(on, await on.run(), words);
  });
});

const appOf: Readonly<Record<Side, string>> = {
  businessCentral: "Business Central",
  dataverse: "Dataverse",
};

describe.each(sides)("%s does not let us work", (side) => {
  test("it is down: one message with its address", async () => {
    const on = await withNews(nameOf("down", side));
    down = new URL(world[side].url).origin;
    const job = await on.run();
    await expectRefused(on, job, [appOf[side], down, "refused", "check the address"]);
  });

  test("FM10 it does not accept our token: one message about the sign-in", async () => {
    const on = await withNews(nameOf("unauthorized", side));
    fault(world, side, { unauthorized: {} });
    await expectRefused(on, await on.run(), [appOf[side], "sign-in", "client id and secret"]);
  });

  test("FM10 it takes no writes of ours: one message about the permission, and it is not listed by record", async () => {
    const on = await customersOf(world, nameOf("read-only", side), {
      direction: side === "dataverse" ? "toDataverse" : "toBusinessCentral",
    });
    for (const one of [1, 2]) {
      await on.customer(`Customer ${one}`);
      await on.account(`Account ${one}`);
    }
    fault(world, side, { readOnly: true });
    const words = [appOf[side], side === "dataverse" ? "prvCreateAccount" : "permission set"];
    await expectRefused(on, await on.run(), words);
  });
});

test("FM10 Dataverse lets us not read the table: one message that names it, no list of deletions", async () => {
  const on = await withNews("UNREADABLE");
  world.sandboxes.dataverse.takePrivileges(["prvReadAccount"]);
  await expectRefused(on, await on.run(), ["Dataverse", "accounts", "prvReadAccount"]);
});

describe("addresses and credentials of the deployment", () => {
  const origin = (side: Side): string => new URL(world[side].url).origin;
  const addresses = {
    businessCentralUrl: world.businessCentral.url,
    dataverseUrl: origin("dataverse"),
    tokenUrl: `${origin("businessCentral")}/oauth2/v2.0/token`,
    credentials: async () => ({ clientId: "sandbox-client", clientSecret: "sandbox-secret" }),
  };

  const runWith = async (on: Customers, changed: Partial<typeof addresses>): Promise<Job> => {
    const apps = liveApps(
      { ...addresses, ...changed },
      {
        clock: world.app.clock,
        transport: createNodeTransport({ timeoutMs: 10_000, maxSockets: 8 }),
        wait: async () => undefined,
        random: () => 0.5,
      },
    );
    const { id: jobId } = await world.start(on.mapping.name);
    await runJobStep({ ...world.app, apps }, { jobId, step: 0, resend: 0 });
    await world.workOff();
    return world.job(jobId);
  };

  test("FM10 a wrong secret: one message with the sign-in service's own reason", async () => {
    const on = await withNews("SECRET");
    const credentials = async () => ({ clientId: "sandbox-client", clientSecret: "wrong" });
    const job = await runWith(on, { credentials });
    await expectRefused(on, job, ["sign-in", "client id and secret", "invalid_client"]);
  });

  test("an unknown company: one message that says where to correct it", async () => {
    const on = await withNews("COMPANY");
    const businessCentralUrl = world.businessCentral.url.replace(
      /\([^)]*\)$/,
      "(00000000-0000-4000-8000-000000000000)",
    );
    const job = await runWith(on, { businessCentralUrl });
    await expectRefused(on, job, ["no company with this id", "Check the company's address"]);
  });
});
