import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createNodeTransport } from "../../../lib/connector/http/node-transport.ts";
import { MappingName } from "../../../lib/domain/ids.ts";
import { instantOf } from "../../../lib/domain/instant.ts";
import type { Job } from "../../../lib/domain/job/job.ts";
import type { JobRequest } from "../../../lib/domain/job/job-request.ts";
import { installMappings } from "../../../lib/manage/mappings/install-mappings.ts";
import type { Clock } from "../../../lib/ports/clock.ts";
import type { JobStep } from "../../../lib/ports/queue.ts";
import { liveApps } from "../../../lib/runtime/live-apps.ts";
import { randomIds } from "../../../lib/runtime/system.ts";
import { createStore, storeOver } from "../../../lib/store/store.ts";
import { type Meter, meterOf } from "../../../lib/store/table/consumed-capacity.ts";
import { defaultSettings, type SyncApp } from "../../../lib/sync/context/sync-app.ts";
import { startJob } from "../../../lib/sync/jobs/start-job.ts";
import { runJobStep } from "../../../lib/sync/run-job-step.ts";
import { memoryTable } from "../../simulation/world/memory-table.ts";
import { creatingMappings } from "../../world/creating-mappings.ts";
import { Couple, Pass, type Run } from "./orders.ts";
import { cpuOf, serve } from "./serve.ts";

/**
 * The worker: its use cases and connectors, and the store, over a table in memory unless it is told
 * where a DynamoDB is. The queue is a list, and nobody hears of events.
 */
let now = Date.now();
const clock: Clock = { now: () => instantOf(now) };
let sent: JobStep[] = [];
let tandem: Tandem | undefined;

interface Tandem {
  readonly app: SyncApp;
  readonly units: Meter | undefined;
}

serve({
  couple: async (details) => {
    tandem = start(Couple.parse(details));
    await couple(tandem.app);
  },
  pass: (details) => {
    now = Pass.parse(details).to;
  },
  run: (): Promise<Run> => {
    if (tandem === undefined) throw new Error("Nothing is coupled yet");
    return run(tandem);
  },
});

function start({ left, right, token, dynamoDb }: Couple): Tandem {
  const { store, units } = storeAt(dynamoDb);
  const addresses = {
    businessCentralUrl: left,
    dataverseUrl: right,
    tokenUrl: token,
    credentials: async () => ({ clientId: "sandbox-client", clientSecret: "sandbox-secret" }),
  };
  const app: SyncApp = {
    store,
    clock,
    ids: randomIds,
    settings: defaultSettings,
    queue: { send: async (steps) => void sent.push(...steps) },
    events: { publish: async () => undefined },
    apps: liveApps(addresses, {
      clock,
      transport: createNodeTransport({ timeoutMs: 60_000, maxSockets: 8 }),
      wait: async () => undefined,
      random: Math.random,
    }),
  };
  return { app, units };
}

function storeAt(dynamoDb: Couple["dynamoDb"]) {
  if (dynamoDb === undefined) {
    return {
      store: storeOver(memoryTable({ clock }), { clock, ids: randomIds }),
      units: undefined,
    };
  }
  const client = new DynamoDBClient({
    endpoint: dynamoDb.endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { tableName } = dynamoDb;
  const units = meterOf(client);
  return { store: createStore({ client, tableName, clock, ids: randomIds }), units };
}

const customer = MappingName.parse("CUSTOMER");

/** What customers refer to first. */
async function couple(app: SyncApp): Promise<void> {
  const names = ["SALESPEOPLE", "CURRENCY", customer];
  const mappings = creatingMappings.filter(({ name }) => names.includes(name));
  const scheduleOf: Parameters<typeof installMappings>[1]["scheduleOf"] = (first) => first;
  await installMappings(app, { mappings, scheduleOf });
  for (const name of names) {
    await workOff(app, await ask(app, MappingName.parse(name), { kind: "synchronizeAll" }));
  }
}

async function run({ app, units }: Tandem): Promise<Run> {
  units?.reset();
  let steps = 0;
  let ended: Job | undefined;
  const { cpuMs } = await cpuOf(async () => {
    const job = await ask(app, customer, { kind: "synchronizeChanges" });
    steps = await workOff(app, job);
    ended = await app.store.jobs.get(job.id);
  });
  const taken = units?.taken();
  return {
    cpuMs,
    steps,
    disputed: ended?.counters.businessCentral.failed ?? 0,
    // Sent in one request each, received and deleted.
    queueRequests: 3 * steps,
    readUnits: taken?.readUnits,
    writeUnits: taken?.writeUnits,
  };
}

const ask = (app: SyncApp, mapping: MappingName, request: JobRequest): Promise<Job> =>
  startJob(app, {
    mapping,
    request,
    trigger: "schedule",
  });

/** To its end; answers in how many steps. */
async function workOff(app: SyncApp, { id }: Job): Promise<number> {
  let steps = 0;
  for (let step = sent.shift(); step !== undefined; step = sent.shift()) {
    await runJobStep(app, step);
    steps += 1;
  }
  const job = await app.store.jobs.get(id);
  if (job?.finishedAt === undefined || job.state === "failed") {
    throw new Error(`${id}: ${job?.message ?? job?.state}`);
  }
  return steps;
}
