import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { LookQueue, StepQueue } from "../ports/queue.ts";
import type { Store } from "../ports/store.ts";
import {
  createHide,
  createPutBack,
  type FailedMessage,
  lookSeconds,
} from "../queue/return-to-queue.ts";
import type { QueueMessage } from "../queue/step-message.ts";
import { createStepQueue } from "../queue/step-queue.ts";
import { createStore } from "../store/store.ts";
import { defaultSettings, type SyncApp } from "../sync/context/sync-app.ts";
import { awsTimeouts } from "./aws-timeouts.ts";
import type { StateEnvironment } from "./environment.ts";
import { randomIds, systemClock } from "./system.ts";

export type LiveState = Omit<SyncApp, "apps" | "events" | "queue"> & {
  readonly queue: StepQueue & LookQueue;
};

/** What every function shares. Other engines than AWS's own are set with `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL_SQS`. */
export const liveState = (environment: StateEnvironment): LiveState => ({
  store: liveStore(environment),
  queue: createStepQueue({ client: new SQSClient(awsTimeouts), queueUrl: environment.QUEUE_URL }),
  clock: systemClock,
  ids: randomIds,
  settings: { ...defaultSettings, retentionDays: environment.RETENTION_DAYS },
});

/** When a message comes again that is not taken off the queue. */
export interface Redelivery {
  /** A worker that dies would hold back all looks at an app for as long as a step may take. */
  lookBegins(message: FailedMessage): Promise<void>;
  failed(message: FailedMessage, kind: QueueMessage["kind"]): Promise<void>;
}

export function liveRedelivery({ QUEUE_URL }: Pick<StateEnvironment, "QUEUE_URL">): Redelivery {
  const client = new SQSClient(awsTimeouts);
  const hide = createHide(client, QUEUE_URL);
  const returnStep = createPutBack(client, QUEUE_URL);
  return {
    lookBegins: (message) => hide(message, lookSeconds.atWork),
    failed: (message, kind) =>
      kind === "step" ? returnStep(message) : hide(message, lookSeconds.afterFailure),
  };
}

export const liveStore = ({ TABLE_NAME }: Pick<StateEnvironment, "TABLE_NAME">): Store =>
  createStore({
    client: new DynamoDBClient(awsTimeouts),
    tableName: TABLE_NAME,
    clock: systemClock,
    ids: randomIds,
  });
