import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { queueFacts } from "./queue-facts.ts";

/** A message as a function gets it. */
export interface FailedMessage {
  readonly receiptHandle: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}

export type PutBack = (message: FailedMessage) => Promise<void>;

/** Has a message come again this number of seconds from now, unless it is taken off the queue before. */
export type Hide = (message: FailedMessage, seconds: number) => Promise<void>;

export const createHide =
  (client: Pick<SQSClient, "send">, QueueUrl: string): Hide =>
  async ({ receiptHandle: ReceiptHandle }, VisibilityTimeout) => {
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }),
    );
  };

/**
 * Has a message that failed come back soon. Without this it would be hidden, and its mapping stand
 * still, for the visibility timeout, which is as long as a worker that dies might take.
 */
export function createPutBack(client: Pick<SQSClient, "send">, queueUrl: string): PutBack {
  const hide = createHide(client, queueUrl);
  return (message) =>
    hide(message, secondsUntilRetry(Number(message.attributes.ApproximateReceiveCount)));
}

/** 30 s, 2 min, 8 min, 15 min: a step is given up after 25 minutes of trouble. */
export const secondsUntilRetry = (tries: number): number =>
  Math.min(30 * 4 ** (tries - 1), 900, queueFacts.visibilityTimeoutSeconds);

/** A person waits: a look whose worker died is handed out again after a minute, one that failed at once. */
export const lookSeconds = { atWork: 60, afterFailure: 2 } as const;
