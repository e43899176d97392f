import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createNodeTransport } from "../../lib/connector/http/node-transport.ts";
import type { Transport } from "../../lib/connector/http/transport.ts";
import { MappingName, RecordId } from "../../lib/domain/ids.ts";
import { type Instant, instantOf } from "../../lib/domain/instant.ts";
import type { Job } from "../../lib/domain/job/job.ts";
import type { JobRequest } from "../../lib/domain/job/job-request.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { createTable, startDynamoDb } from "../../lib/local/dynamodb.ts";
import { createStepQueues, startSqs } from "../../lib/local/sqs.ts";
import type { ManageApp } from "../../lib/manage/manage-app.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import type { Clock, Ids } from "../../lib/ports/clock.ts";
import { parseMessage } from "../../lib/queue/step-message.ts";
import { createStepQueue } from "../../lib/queue/step-queue.ts";
import { liveApps } from "../../lib/runtime/live-apps.ts";
import { createBusinessCentralSandbox } from "../../lib/sandbox/business-central/sandbox.ts";
import { createDataverseSandbox } from "../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { serveSandbox } from "../../lib/sandbox/web/server.ts";
import { createStore } from "../../lib/store/store.ts";
import { type Meter, meterOf } from "../../lib/store/table/consumed-capacity.ts";
import {
  defaultSettings,
  type NoticeAddress,
  type SyncApp,
} from "../../lib/sync/context/sync-app.ts";
import { type NewJob, startJob } from "../../lib/sync/jobs/start-job.ts";
import { answerLook } from "../../lib/sync/looks/answer-look.ts";
import { runJobStep, type StepOutcome } from "../../lib/sync/run-job-step.ts";
import { tick } from "../../lib/sync/schedule/tick.ts";
import { type Calls, countingTransport } from "./calls.ts";
import { creatingMappings } from "./creating-mappings.ts";
import { type RecordedEvents, recordingSink } from "./events.ts";
import { type Person, personAt } from "./person.ts";

export interface WorldOptions {
  readonly mappings?: readonly TableMapping[] | undefined;
  /** Between the connectors and the network, e.g. to lose an answer. */
  readonly transport?: ((real: Transport) => Transport) | undefined;
  readonly recordsPerStep?: number | undefined;
  /** Where the sandbox is asked to tell of changes. */
  readonly notices?: NoticeAddress | undefined;
}

type More = Pick<NewJob, "preview">;

/**
 * The whole system on its real engines, with a clock that tests move: embedded DynamoDB and SQS, both
 * sandbox apps over HTTP. Nothing runs unless a test says so.
 */
export interface World {
  readonly app: SyncApp & Pick<ManageApp, "queue">;
  readonly businessCentral: Person;
  readonly dataverse: Person;
  readonly sandboxes: {
    readonly businessCentral: ReturnType<typeof createBusinessCentralSandbox>;
    readonly dataverse: ReturnType<typeof createDataverseSandbox>;
  };
  readonly calls: Calls;
  readonly units: Meter;
  readonly events: RecordedEvents;
  /** Where the store keeps what it keeps, for tests that fill it without asking it. */
  readonly table: { readonly client: DynamoDBClient; readonly name: string };
  /** Where its steps wait, for tests that take them off one by one. */
  readonly queue: { readonly client: SQSClient; readonly url: string };
  now(): Instant;
  pass(minutes: number): void;
  /** Starts a job and works off the queue. */
  run(mapping: string, request?: JobRequest, more?: More): Promise<Job>;
  start(mapping: string, request?: JobRequest, more?: More): Promise<Job>;
  tick(): Promise<void>;
  /** Takes messages off the real queue until it is empty; answers how each step ended. */
  workOff(): Promise<readonly StepOutcome[]>;
  job(id: Job["id"]): Promise<Job>;
  stop(): Promise<void>;
}

const start = Date.parse("2026-03-02T08:00:00.000Z");
const local = {
  region: "local",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
};
const tableName = "tandem";

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  let now = start;
  const clock: Clock = { now: () => instantOf(now) };
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  const engines = await startEngines();
  const apps = await startApps({ now: () => now });
  const counting = countingTransport(
    (options.transport ?? ((real) => real))(
      createNodeTransport({ timeoutMs: 60_000, maxSockets: 8 }),
    ),
  );
  const ids = numberedIds();
  const recorded = recordingSink();
  const app: World["app"] = {
    store: createStore({ client: engines.dynamo, tableName, clock, ids }),
    queue: createStepQueue({ client: engines.sqs, queueUrl: engines.queueUrl }),
    events: recorded.sink,
    clock,
    ids,
    notices: options.notices,
    settings: {
      ...defaultSettings,
      recordsPerStep: options.recordsPerStep ?? defaultSettings.recordsPerStep,
    },
    apps: liveApps(apps.addresses, {
      clock,
      transport: counting.transport,
      wait: async (milliseconds) => pass(milliseconds),
      random: () => 0.5,
    }),
  };
  await installMappings(app, {
    mappings: options.mappings ?? creatingMappings,
    scheduleOf: (first) => first,
  });

  const job = async (id: Job["id"]): Promise<Job> => {
    const found = await app.store.jobs.get(id);
    if (found === undefined) throw new Error(`There is no job ${id}`);
    return found;
  };
  const begin = (
    mapping: string,
    request: JobRequest = { kind: "synchronizeChanges" },
    more: More = {},
  ): Promise<Job> =>
    startJob(app, {
      ...more,
      mapping: MappingName.parse(mapping),
      trigger: "manual",
      request,
    });
  const workOff = () => drain(app, engines.sqs, engines.queueUrl);

  return {
    app,
    ...apps.people,
    sandboxes: apps.sandboxes,
    calls: counting.calls,
    units: engines.meter,
    events: recorded.events,
    table: { client: engines.dynamo, name: tableName },
    queue: { client: engines.sqs, url: engines.queueUrl },
    now: clock.now,
    pass: (minutes) => pass(minutes * 60_000),
    start: begin,
    run: async (mapping, request, more) => {
      const { id } = await begin(mapping, request, more);
      await workOff();
      return job(id);
    },
    tick: async () => {
      await tick(app);
    },
    workOff,
    job,
    stop: async () => {
      await Promise.all([apps.stop(), engines.stop()]);
    },
  };
}

async function startEngines() {
  const [dynamoDb, queues] = await Promise.all([startDynamoDb(), startSqs()]);
  const dynamo = new DynamoDBClient({ ...local, endpoint: dynamoDb.endpoint });
  const sqs = new SQSClient({ ...local, endpoint: queues.endpoint });
  await createTable(dynamo, tableName);
  const { queueUrl } = await createStepQueues(sqs);
  return {
    dynamo,
    sqs,
    queueUrl,
    meter: meterOf(dynamo),
    stop: () => Promise.all([dynamoDb.stop(), queues.stop()]),
  };
}

async function startApps(clock: { now(): number }) {
  const businessCentral = createBusinessCentralSandbox({ clock, sleep: async () => undefined });
  const dataverse = createDataverseSandbox({ clock, sleep: async () => undefined });
  const [bc, dv] = await Promise.all([
    serveSandbox({ port: 0, clock: businessCentral.clock, exchange: businessCentral.exchange }),
    serveSandbox({ port: 0, clock: dataverse.faults.clock, exchange: dataverse.exchange }),
  ]);
  businessCentral.seed(0, 1);
  const companyUrl = `${bc.url}${businessCentral.company.path}`;
  return {
    sandboxes: { businessCentral, dataverse },
    people: {
      businessCentral: personAt(companyUrl, () => "id"),
      dataverse: personAt(`${dv.url}/api/data/v9.2`, keyOf),
    },
    addresses: {
      businessCentralUrl: companyUrl,
      dataverseUrl: dv.url,
      tokenUrl: `${bc.url}/oauth2/v2.0/token`,
      credentials: async () => ({ clientId: "sandbox-client", clientSecret: "sandbox-secret" }),
    },
    stop: () => Promise.all([bc.close(), dv.close()]),
  };
}

const keys: Readonly<Record<string, string>> = {
  accounts: "accountid",
  contacts: "contactid",
  products: "productid",
  systemusers: "systemuserid",
  transactioncurrencies: "transactioncurrencyid",
};

const keyOf = (set: string): string => {
  const key = keys[set];
  if (key === undefined) throw new Error(`Which property of ${set} holds the id?`);
  return key;
};

/** Ids that are the same in each run of a test. */
function numberedIds(): Ids {
  let number = 0;
  const next = (): string => {
    number += 1;
    return number.toString(16).padStart(12, "0");
  };
  return {
    recordId: () => RecordId.parse(`7a7de000-0000-4000-8000-${next()}`),
    short: next,
  };
}

async function drain(
  app: SyncApp,
  sqs: SQSClient,
  QueueUrl: string,
): Promise<readonly StepOutcome[]> {
  const ends: StepOutcome[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return ends;
    for (const { Body, ReceiptHandle } of Messages) {
      const message = parseMessage(Body ?? "");
      if (!message.ok) throw new Error(`Neither a job step nor a look: ${Body}`);
      if (message.value.kind === "look") await answerLook(app, message.value.look, 1);
      else ends.push(await runJobStep(app, message.value.step));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}
