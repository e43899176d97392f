import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { createStepQueue } from "../queue/step-queue.ts";
import { createStore } from "../store/store.ts";
import { defaultSettings, type SyncApp } from "../sync/sync-app.ts";
import type { StateEnvironment } from "./environment.ts";
import { randomIds, systemClock } from "./system.ts";

/** What every function shares. Other engines than AWS's own are set with `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL_SQS`. */
export const liveState = (environment: StateEnvironment): Omit<SyncApp, "apps"> => ({
  store: createStore({
    client: new DynamoDBClient({}),
    tableName: environment.TABLE_NAME,
    clock: systemClock,
    ids: randomIds,
  }),
  queue: createStepQueue({ client: new SQSClient({}), queueUrl: environment.QUEUE_URL }),
  clock: systemClock,
  ids: randomIds,
  settings: { ...defaultSettings, retentionDays: environment.RETENTION_DAYS },
});
