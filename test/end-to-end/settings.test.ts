import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { startDynamoDb } from "../../lib/local/dynamodb.ts";
import { startSqs } from "../../lib/local/sqs.ts";
import { ErrorItem, Job, listOf, Status, synchronize } from "./api-answers.ts";
import {
  failToStart,
  inFolder,
  type LocalSystem,
  type Settings,
  startLocalSystem,
  threeFreePorts,
} from "./local-system.ts";

const folder = await mkdtemp(join(tmpdir(), "tandem-settings-"));
let running: readonly LocalSystem[] = [];

afterEach(async () => {
  await Promise.all(running.map((system) => system.kill()));
  running = [];
});
afterAll(() => rm(folder, { recursive: true }));

let folders = 0;
const anew = (): Settings => {
  folders += 1;
  return inFolder(join(folder, String(folders)));
};

async function start(settings: Settings): Promise<LocalSystem> {
  const system = await startLocalSystem({ ...anew(), ...settings });
  running = [...running, system];
  return system;
}

async function aFile(text: string): Promise<string> {
  folders += 1;
  const file = join(folder, `${folders}.json`);
  await writeFile(file, text);
  return file;
}

describe("a setting that cannot be used: one line that names it, and exit code 1", () => {
  test.each<readonly [string, Settings]>([
    ["TANDEM_PORT: a whole number", { TANDEM_PORT: "http" }],
    ["TANDEM_MAPPINGS: /nowhere/mappings.json", { TANDEM_MAPPINGS: "/nowhere/mappings.json" }],
    ["TANDEM_DYNAMODB_ENDPOINT: ", { TANDEM_DYNAMODB_ENDPOINT: "http://127.0.0.1:9" }],
    ["TANDEM_SQS_ENDPOINT: ", { TANDEM_SQS_ENDPOINT: "http://127.0.0.1:9" }],
  ])("%s", async (line, settings) => {
    const { code, complaints } = await failToStart({ ...anew(), ...settings });
    expect({ code, complaints }).toEqual({ code: 1, complaints: [expect.stringContaining(line)] });
  });

  test("TANDEM_DATA_DIR that is a file", async () => {
    const file = await aFile("");
    const { code, complaints } = await failToStart({ ...anew(), TANDEM_DATA_DIR: file });
    expect({ code, complaints }).toEqual({
      code: 1,
      complaints: [expect.stringMatching(/^TANDEM_DATA_DIR: /)],
    });
  });

  test("XC6: TANDEM_DATA_DIR where no folder can be made", async () => {
    const { code, complaints } = await failToStart({ ...anew(), TANDEM_DATA_DIR: "/proc/tandem" });
    expect({ code, complaints }).toEqual({
      code: 1,
      complaints: [expect.stringMatching(/^TANDEM_DATA_DIR: .*\/proc\/tandem/)],
    });
  });

  test.each(["business-central.jsonl", "dataverse.jsonl"])(
    "XC6: the spoilt data of a sandbox app is named: %s",
    async (name) => {
      const settings = anew();
      const data = settings["TANDEM_DATA_DIR"] ?? "";
      await mkdir(data, { recursive: true });
      await writeFile(join(data, name), '{"kind": \n');
      const { code, complaints } = await failToStart(settings);
      expect({ code, complaints }).toEqual({
        code: 1,
        complaints: [expect.stringContaining(`${join(data, name)}: line 1 is not JSON`)],
      });
    },
  );

  test.each([0, 2])("XC6: TANDEM_PORT whose port + %i is taken", async (offset) => {
    const port = await threeFreePorts();
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(port + offset, "127.0.0.1", resolve);
    });
    const { code, complaints } = await failToStart({ ...anew(), TANDEM_PORT: String(port) });
    other.close();
    expect({ code, complaints }).toEqual({
      code: 1,
      complaints: [expect.stringMatching(`^TANDEM_PORT: ${port} .*in use.*:${port + offset}$`)],
    });
  });

  test("TANDEM_DATA_DIR that another one is running on", async () => {
    const settings = { ...anew(), TANDEM_SEED: "0" };
    await start(settings);
    const { code, complaints } = await failToStart(settings);
    expect({ code, complaints }).toEqual({
      code: 1,
      complaints: ["TANDEM_DATA_DIR: Tandem is running on this folder already"],
    });
  });
});

describe("settings that are used", () => {
  test("TANDEM_PORT is the API's, and the sandbox apps take the next two", async () => {
    const port = await threeFreePorts();
    const { addresses } = await start({ TANDEM_PORT: String(port), TANDEM_SEED: "0" });
    expect(addresses.api).toBe(`http://127.0.0.1:${port}`);
    expect(addresses.businessCentral).toContain(`http://127.0.0.1:${port + 1}/api/v2.0/companies(`);
    expect(addresses.dataverse).toBe(`http://127.0.0.1:${port + 2}`);
  });

  test("TANDEM_SCHEDULE=off runs nothing but what is asked for", async () => {
    const system = await start({ TANDEM_SCHEDULE: "off", TANDEM_SEED: "3" });
    expect(await listOf(system, "/v1/jobs", Job)).toEqual([]);
    await synchronize(system, "CUSTOMER");
    expect(await listOf(system, "/v1/jobs", Job)).toMatchObject([{ mapping: "CUSTOMER" }]);
  });

  test.each([0, 200])(
    "TANDEM_SEED=%i: so many customers on each side to begin with",
    async (count) => {
      const system = await start({ TANDEM_SCHEDULE: "off", TANDEM_SEED: String(count) });
      const customers = await system.businessCentral.list("customers");
      const accounts = await system.dataverse.list("accounts");
      expect([customers.length, accounts.length]).toEqual([count, count]);
    },
  );

  test.each<Settings>([{ TANDEM_SEED: "0" }, { TANDEM_SEED: "2" }, { TANDEM_SCHEDULE: "off" }])(
    "TANDEM_DEMO puts no record in trouble where there are too few, or where nothing runs: %o",
    async (settings) => {
      const system = await start({ ...settings, TANDEM_DEMO: "on" });
      expect(await listOf(system, "/v1/errors", ErrorItem)).toEqual([]);
      expect(system.lines().filter((line) => line.includes("on purpose"))).toEqual([]);
    },
  );

  test("TANDEM_DYNAMODB_ENDPOINT and TANDEM_SQS_ENDPOINT are used, and nothing is embedded", async () => {
    const [dynamoDb, sqs] = await Promise.all([startDynamoDb(), startSqs()]);
    const settings = {
      ...anew(),
      TANDEM_DYNAMODB_ENDPOINT: dynamoDb.endpoint,
      TANDEM_SQS_ENDPOINT: sqs.endpoint,
      TANDEM_SEED: "1",
    };
    const system = await start(settings);
    expect(system.addresses).toMatchObject({ dynamoDb: dynamoDb.endpoint, sqs: sqs.endpoint });
    const jobs = await listOf(system, "/v1/jobs", Job);
    expect(jobs.map(({ state }) => state)).toEqual(Array(5).fill("completed"));
    expect(await system.stop()).toBe(0);

    const again = await start(settings);
    expect(await listOf(again, "/v1/jobs?type=fullSynchronize", Job)).toEqual(jobs);
    await again.stop();
    await Promise.all([dynamoDb.stop(), sqs.stop()]);
  });
});

describe("apps that cannot be used", () => {
  test("XC4, XC5: an app that is not there: a line at the start, the job and the status say so", async () => {
    const system = await start({
      TANDEM_BC_URL: `http://127.0.0.1:9/api/v2.0/companies(${randomUUID()})`,
    });
    expect(system.lines()).toContainEqual(
      expect.stringMatching(/^Business Central cannot be used[.].*127[.]0[.]0[.]1:9/),
    );
    expect(system.lines()).toContainEqual(expect.stringMatching(/^Dataverse answers {2}http/));
    const schedules = await listOf(system, "/v1/schedules", z.object({ status: z.string() }));
    expect(new Set(schedules.map(({ status }) => status))).toEqual(new Set(["onHold"]));
    expect(await listOf(system, "/v1/jobs", Job)).toEqual([]);
    const job = await synchronize(system, "CUSTOMER");
    expect(job).toMatchObject({
      state: "failed",
      message: expect.stringMatching(/Business Central/),
    });
    const { apps } = Status.parse((await system.ask("GET", "/v1/status")).body);
    expect(apps.businessCentral).toMatchObject({ reachable: false });
  });

  test("a wrong client secret: one message per mapping, without the secret", async () => {
    const system = await start({ TANDEM_CLIENT_SECRET: "not-this-one", TANDEM_SEED: "1" });
    expect(system.lines()).toContainEqual(
      expect.stringMatching(/CUSTOMER: failed\..*client id and secret/),
    );
    const jobs = await listOf(system, "/v1/jobs", Job);
    expect(jobs.map(({ state }) => state)).toEqual(Array(5).fill("failed"));
    expect(JSON.stringify([system.lines(), system.complaints(), jobs])).not.toContain(
      "not-this-one",
    );
  });

  test("one app elsewhere: the other is the sandbox, which gives out the tokens for both", async () => {
    const other = await start({ TANDEM_SCHEDULE: "off", TANDEM_SEED: "2" });
    const system = await start({
      TANDEM_BC_URL: other.addresses.businessCentral,
      TANDEM_SCHEDULE: "off",
      TANDEM_SEED: "2",
    });
    expect(await synchronize(system, "CUSTOMER")).toMatchObject({ state: "completed" });
    expect(await other.businessCentral.list("customers")).toHaveLength(2);
  });
});
