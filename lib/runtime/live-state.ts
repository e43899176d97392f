import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Store } from "../ports/store.ts";
import { createPutBack, type PutBack } from "../queue/return-to-queue.ts";
import { createStepQueue } from "../queue/step-queue.ts";
import { createStore } from "../store/store.ts";
import { defaultSettings, type SyncApp } from "../sync/context/sync-app.ts";
import { awsTimeouts } from "./aws-timeouts.ts";
import type { StateEnvironment } from "./environment.ts";
import { randomIds, systemClock } from "./system.ts";

export type LiveState = Omit<SyncApp, "apps" | "events">;

/** What every function shares. Other engines than AWS's own are set with `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL_SQS`. */
export const liveState = (environment: StateEnvironment): LiveState => ({
  store: liveStore(environment),
  queue: createStepQueue({ client: new SQSClient(awsTimeouts), queueUrl: environment.QUEUE_URL }),
  clock: systemClock,
  ids: randomIds,
  settings: { ...defaultSettings, retentionDays: environment.RETENTION_DAYS },
});

export const livePutBack = ({ QUEUE_URL }: Pick<StateEnvironment, "QUEUE_URL">): PutBack =>
  createPutBack(new SQSClient(awsTimeouts), QUEUE_URL);

export const liveStore = ({ TABLE_NAME }: Pick<StateEnvironment, "TABLE_NAME">): Store =>
  createStore({
    client: new DynamoDBClient(awsTimeouts),
    tableName: TABLE_NAME,
    clock: systemClock,
    ids: randomIds,
  });
