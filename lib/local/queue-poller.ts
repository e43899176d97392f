import { setTimeout as wait } from "node:timers/promises";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { queueFacts } from "../queue/queue-facts.ts";
import { ReceivedMessage, recordOf } from "./sqs-record.ts";

export interface PollerOptions {
  readonly client: Pick<SQSClient, "send">;
  readonly queueUrl: string;
  readonly handler: (event: SQSEvent) => Promise<SQSBatchResponse>;
  /** At most this number of messages, each of another group, are worked on at a time. */
  readonly loops: number;
  /** When a message that failed comes back, by how often it was tried. */
  readonly secondsUntilRetry?: ((tries: number) => number) | undefined;
  readonly report: (trouble: unknown) => void;
}

export interface QueuePoller {
  /** Takes no more messages, and waits for the ones being worked on. */
  stop(): Promise<void>;
}

const longPollSeconds = 20;
const pauseAfterTroubleMilliseconds = 1000;

/** Stands in for the Lambda event source mapping of a FIFO queue with `ReportBatchItemFailures`. */
export function startQueuePoller(options: PollerOptions): QueuePoller {
  const stopping = new AbortController();
  const running = Array.from({ length: options.loops }, () => poll(options, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function poll(options: PollerOptions, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await work(options, await receive(options, stop));
    } catch (trouble) {
      if (stop.aborted) return;
      options.report(trouble);
      await wait(pauseAfterTroubleMilliseconds, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}

async function receive(
  { client, queueUrl }: PollerOptions,
  stop: AbortSignal,
): Promise<readonly ReceivedMessage[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: queueFacts.messagesPerInvocation,
    WaitTimeSeconds: longPollSeconds,
    MessageSystemAttributeNames: ["All"],
  });
  const { Messages = [] } = await client.send(command, { abortSignal: stop });
  return Messages.map((message) => ReceivedMessage.parse(message));
}

async function work(options: PollerOptions, messages: readonly ReceivedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const failures = await failedIds(options, messages);
  for (const message of messages) {
    await (failures.has(message.MessageId)
      ? returnToQueue(options, message)
      : remove(options, message));
  }
}

/** A handler that throws fails all its messages, as in Lambda. */
async function failedIds(
  { handler, report }: PollerOptions,
  messages: readonly ReceivedMessage[],
): Promise<ReadonlySet<string>> {
  try {
    const { batchItemFailures } = await handler({ Records: messages.map(recordOf) });
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  } catch (trouble) {
    report(trouble);
    return new Set(messages.map(({ MessageId }) => MessageId));
  }
}

async function remove({ client, queueUrl }: PollerOptions, message: ReceivedMessage) {
  await client.send(
    new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }),
  );
}

/** Without one of ours the queue's own visibility timeout decides. */
async function returnToQueue(
  { client, queueUrl, secondsUntilRetry }: PollerOptions,
  { ReceiptHandle, Attributes }: ReceivedMessage,
) {
  if (secondsUntilRetry === undefined) return;
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrl,
      ReceiptHandle,
      VisibilityTimeout: secondsUntilRetry(Number(Attributes.ApproximateReceiveCount)),
    }),
  );
}
