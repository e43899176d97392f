import type { Stack } from "aws-cdk-lib";
import type { EventBus } from "aws-cdk-lib/aws-events";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { queueFacts } from "../../lib/queue/queue-facts.ts";
import { businessCentralAtOnce, WorkerEnvironment } from "../../lib/runtime/environment.ts";
import { grantReading } from "../state/secrets.ts";
import { handOver, type StepQueues } from "../state/step-queue.ts";
import type { StateTable } from "../state/table.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { countingVariables } from "./metrics.ts";
import { defineFunction } from "./tandem-function.ts";

export interface SyncWorkerProps {
  readonly tenant: Tenant;
  readonly table: StateTable;
  readonly queues: StepQueues;
  readonly events: EventBus;
  readonly credentials: Secret;
  /** Where Business Central is asked to tell of changes, and what it is to bear. */
  readonly notices: { readonly url: string; readonly secret: Secret };
}

/** The only function that is let into the two apps. */
export function defineSyncWorker(
  stack: Stack,
  { tenant, table, queues, events, credentials, notices }: SyncWorkerProps,
): NodejsFunction {
  const worker = defineFunction(stack, "SyncWorker", {
    folder: "sync-worker",
    does: "Carries out one step of a job",
    environment: WorkerEnvironment,
    values: {
      TABLE_NAME: table.tableName,
      QUEUE_URL: queues.steps.queueUrl,
      RETENTION_DAYS: String(tenant.retentionDays),
      ...countingVariables(tenant),
      EVENT_BUS: events.eventBusName,
      BUSINESS_CENTRAL_URL: tenant.businessCentralUrl,
      DATAVERSE_URL: tenant.dataverseUrl,
      TOKEN_URL: tenant.tokenUrl,
      // They know nothing of each other, and the app counts all requests of a user.
      BUSINESS_CENTRAL_AT_ONCE: String(Math.floor(businessCentralAtOnce / tenant.mappingsAtOnce)),
      CREDENTIALS_SECRET: credentials.secretArn,
      NOTICE_URL: notices.url,
      NOTICE_SECRET: notices.secret.secretArn,
    },
    seconds: queueFacts.workerTimeoutSeconds,
    megabytes: 1024,
    tenant,
    // A job has as many steps as its records ask for, and each sends the next.
    callsItself: true,
  });
  table.grantUse(worker, "syncWorker");
  queues.grantSending(worker);
  events.grantPutEventsTo(worker);
  // A message that failed comes back when the worker says.
  queues.steps.grant(worker, "sqs:ChangeMessageVisibility");
  grantReading(credentials, worker);
  grantReading(notices.secret, worker);
  handOver({ from: queues.steps, to: worker, atOnce: tenant.mappingsAtOnce });
  return worker;
}
