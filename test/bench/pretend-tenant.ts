import { PurgeQueueCommand } from "@aws-sdk/client-sqs";
import { defaultMappings } from "../../lib/domain/default-mappings.ts";
import type { Job } from "../../lib/domain/job.ts";
import { startDynamoDb } from "../../lib/local/dynamodb.ts";
import { startEngines } from "../../lib/local/engines.ts";
import { readSettings } from "../../lib/local/settings.ts";
import { installMappings } from "../../lib/manage/install-mappings.ts";
import { startFullSynchronization } from "../../lib/manage/start-full-synchronization.ts";
import { readEnvironment, WorkerEnvironment } from "../../lib/runtime/environment.ts";
import { liveState } from "../../lib/runtime/live-state.ts";
import { createBusinessCentralSandbox } from "../../lib/sandbox/business-central/sandbox.ts";
import { createDataverseSandbox } from "../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { systemClock } from "../../lib/sandbox/web/clock.ts";
import { serveSandbox } from "../../lib/sandbox/web/server.ts";

/** Everything around the worker, in this process: engines, both apps, and jobs for it to do. */
export interface PretendTenant {
  /** What the worker's process is to find in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Asks for a full synchronization of the customers and what they refer to. */
  askForEverything(): Promise<readonly Job[]>;
  job(id: Job["id"]): Promise<Job | undefined>;
  stop(): Promise<void>;
}

const wanted = ["SALESPEOPLE", "CURRENCY", "CUSTOMER"];
const mappings = defaultMappings.filter(({ name }) => wanted.includes(name));

/** A tenant with so many customers in Business Central and none in Dataverse. */
export async function startPretendTenant(customers: number): Promise<PretendTenant> {
  const dynamoDb = await startDynamoDb();
  const settings = readSettings({ TANDEM_DYNAMODB_ENDPOINT: dynamoDb.endpoint });
  const engines = await startEngines(settings, () => undefined);
  const apps = await startApps(customers);
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

async function startApps(customers: number) {
  const businessCentral = createBusinessCentralSandbox({ clock: systemClock });
  const dataverse = createDataverseSandbox({ clock: systemClock });
  businessCentral.seed(customers, 7);
  const [bc, dv] = await Promise.all([
    serveSandbox({ port: 0, clock: businessCentral.clock, exchange: businessCentral.exchange }),
    serveSandbox({ port: 0, clock: dataverse.faults.clock, exchange: dataverse.exchange }),
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
