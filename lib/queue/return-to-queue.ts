import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { queueFacts } from "./queue-facts.ts";

/** A message as a function gets it. */
export interface FailedMessage {
  readonly receiptHandle: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}

export type PutBack = (message: FailedMessage) => Promise<void>;

/**
 * Has a message that failed come back soon. Without this it would be hidden, and its mapping stand
 * still, for the visibility timeout, which is as long as a worker that dies might take.
 */
export function createPutBack(client: Pick<SQSClient, "send">, queueUrl: string): PutBack {
  return async ({ receiptHandle, attributes }) => {
    const VisibilityTimeout = secondsUntilRetry(Number(attributes.ApproximateReceiveCount));
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout,
      }),
    );
  };
}

/** 30 s, 2 min, 8 min, 15 min: a step is given up after 25 minutes of trouble. */
export const secondsUntilRetry = (tries: number): number =>
  Math.min(30 * 4 ** (tries - 1), 900, queueFacts.visibilityTimeoutSeconds);
