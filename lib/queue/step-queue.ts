import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { appOfLook, mappingOfId } from "../domain/ids.ts";
import type { JobStep, LookMessage, LookQueue, StepQueue } from "../ports/queue.ts";
import { lookMessage, stepMessage } from "./step-message.ts";

/** SQS takes at most this many messages in one request. */
const batchSize = 10;
const tries = 3;

export interface StepQueueOptions {
  readonly client: Pick<SQSClient, "send">;
  readonly queueUrl: string;
}

/** Sends the steps that are due, and looks. Throws when some could not be sent: the sender's work is not done. */
export function createStepQueue({ client, queueUrl }: StepQueueOptions): StepQueue & LookQueue {
  return {
    async send(steps) {
      for (let start = 0; start < steps.length; start += batchSize) {
        const entries = steps.slice(start, start + batchSize).map(entryOf);
        // One after the other: steps of one mapping keep their order.
        await sendAll({ client, queueUrl }, entries);
      }
    },
    sendLook: (look) => sendAll({ client, queueUrl }, [entryOfLook(look)]),
  };
}

/**
 * Group: one step of a mapping at a time. Deduplication: a step sent twice within five minutes
 * arrives once, unless it is sent again on purpose. With the longest job id and nine-digit counts it
 * has 121 of the 128 characters that SQS allows, all of them among those it allows.
 */
const entryOf = (step: JobStep, index: number): SendMessageBatchRequestEntry => ({
  Id: String(index),
  MessageBody: stepMessage(step),
  MessageGroupId: mappingOfId(step.jobId),
  MessageDeduplicationId: `${step.jobId}:${step.step}:${step.resend}`,
});

/** Group: the app, so that looks wait for no job of a mapping, and an app is looked at by one at a time. */
const entryOfLook = (look: LookMessage): SendMessageBatchRequestEntry => ({
  Id: "0",
  MessageBody: lookMessage(look),
  MessageGroupId: appOfLook(look.lookId),
  MessageDeduplicationId: look.lookId,
});

/** A batch can succeed in part; what SQS could not take is sent again. */
async function sendAll(
  { client, queueUrl }: StepQueueOptions,
  entries: readonly SendMessageBatchRequestEntry[],
): Promise<void> {
  let left = entries;
  let refused: readonly BatchResultErrorEntry[] = [];
  for (let attempt = 0; attempt < tries; attempt++) {
    const answer = await client.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...left] }),
    );
    refused = answer.Failed ?? [];
    if (refused.length === 0) return;
    const ids = new Set(refused.map(({ Id }) => Id));
    left = left.filter(({ Id }) => ids.has(Id));
    if (refused.some(({ SenderFault }) => SenderFault === true)) break;
  }
  throw new Error(
    `${left.length} of ${entries.length} messages could not be sent: ${refused[0]?.Code}: ${refused[0]?.Message}`,
  );
}
