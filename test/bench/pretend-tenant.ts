import { PurgeQueueCommand } from "@aws-sdk/client-sqs";
import type { Job } from "../../lib/domain/job/job.ts";
import type { PerSide, Side } from "../../lib/domain/side.ts";
import { type LocalDynamoDb, startDynamoDb } from "../../lib/local/dynamodb.ts";
import { startEngines } from "../../lib/local/engines.ts";
import { readSettings } from "../../lib/local/settings.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { startFullSynchronization } from "../../lib/manage/mappings/start-full-synchronization.ts";
import { readEnvironment, WorkerEnvironment } from "../../lib/runtime/environment.ts";
import { type LiveState, liveState } from "../../lib/runtime/live-state.ts";
import { createBusinessCentralSandbox } from "../../lib/sandbox/business-central/sandbox.ts";
import { createDataverseSandbox } from "../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { type SandboxClock, systemClock } from "../../lib/sandbox/web/clock.ts";
import type { Exchange, SandboxAnswer, SandboxRequest } from "../../lib/sandbox/web/exchange.ts";
import { serveSandbox } from "../../lib/sandbox/web/server.ts";
import { creatingMappings } from "../world/creating-mappings.ts";

/** Everything around the worker, in this process: engines, both apps, and jobs for it to do. */
export interface PretendTenant {
  /** What the worker's process is to find in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What use cases in this process work with. */
  readonly state: LiveState;
  /** Asks for a full synchronization of the customers and what they refer to. */
  askForEverything(): Promise<readonly Job[]>;
  job(id: Job["id"]): Promise<Job | undefined>;
  stop(): Promise<void>;
}

export interface Surroundings {
  /** What answers in an app's place, or asks it. */
  readonly inFront?: PerSide<(behind: Ask) => Ask> | undefined;
  /** One of its own when absent. */
  readonly dynamoDb?: Pick<LocalDynamoDb, "endpoint" | "stop"> | undefined;
}

export type Ask = (request: SandboxRequest, origin: string) => Promise<SandboxAnswer>;

const wanted = ["SALESPEOPLE", "CURRENCY", "CUSTOMER"];
const mappings = creatingMappings.filter(({ name }) => wanted.includes(name));

/** A tenant with so many customers in Business Central and none in Dataverse. */
export async function startPretendTenant(
  customers: number,
  { inFront, dynamoDb: given }: Surroundings = {},
): Promise<PretendTenant> {
  const dynamoDb = given ?? (await startDynamoDb());
  const settings = readSettings({ TANDEM_DYNAMODB_ENDPOINT: dynamoDb.endpoint });
  const engines = await startEngines(settings, () => undefined);
  const apps = await startApps(customers, inFront);
  const environment = {
    TABLE_NAME: engines.tableName,
    QUEUE_URL: engines.queues.queueUrl,
    RETENTION_DAYS: "30",
    EVENT_BUS: "file:///dev/null",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...apps.environment,
  };
  const state = liveState(readEnvironment(WorkerEnvironment, environment));
  await installMappings(state, {
    mappings,
    scheduleOf: (first) => ({ ...first, status: "onHold", nextRunAt: undefined }),
  });
  return {
    environment,
    state,
    async askForEverything() {
      await engines.sqs.send(new PurgeQueueCommand({ QueueUrl: engines.queues.queueUrl }));
      return startFullSynchronization(state, { mappings });
    },
    job: (id) => state.store.jobs.get(id),
    async stop() {
      await Promise.all([apps.stop(), engines.stop(), dynamoDb.stop()]);
    },
  };
}

const days = 24 * 3600 * 1000;

async function startApps(customers: number, inFront: Surroundings["inFront"]) {
  let behind = 90 * days;
  const clock: SandboxClock = { now: () => systemClock.now() - behind };
  const businessCentral = createBusinessCentralSandbox({ clock });
  const dataverse = createDataverseSandbox({ clock });
  // Long ago: a run reads what changed a moment before the last one once more.
  businessCentral.seed(customers, 7);
  behind = 0;
  const asked = (side: Side, { exchange }: { readonly exchange: Exchange }): Ask =>
    inFront?.[side](exchange) ?? exchange;
  const [bc, dv] = await Promise.all([
    serveSandbox({
      port: 0,
      clock: businessCentral.clock,
      exchange: asked("businessCentral", businessCentral),
    }),
    serveSandbox({
      port: 0,
      clock: dataverse.faults.clock,
      exchange: asked("dataverse", dataverse),
    }),
  ]);
  return {
    environment: {
      BUSINESS_CENTRAL_URL: `${bc.url}${businessCentral.company.path}`,
      DATAVERSE_URL: dv.url,
      TOKEN_URL: `${bc.url}/oauth2/v2.0/token`,
      CREDENTIALS_SECRET: JSON.stringify({
        clientId: "sandbox-client",
        clientSecret: "sandbox-secret",
      }),
    },
    stop: () => Promise.all([bc.close(), dv.close()]),
  };
}
