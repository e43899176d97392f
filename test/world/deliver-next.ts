import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { JobStep } from "../../lib/ports/queue.ts";
import { parseMessage } from "../../lib/queue/step-message.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { runJobStep, type StepOutcome } from "../../lib/sync/run-job-step.ts";
import type { World } from "./world.ts";

interface Delivered {
  readonly step: JobStep;
  readonly end: StepOutcome;
}

interface Delivery {
  /** The worker's system for this step. */
  readonly appFor?: ((step: JobStep) => SyncApp) | undefined;
  /** Before the message is taken off the queue: its group is still held. */
  readonly afterStep?: ((step: JobStep) => Promise<void>) | undefined;
}

/** Takes the next message that the queue hands out, and does its step; undefined when it hands out none. */
export async function deliverNext(
  { queue, app }: World,
  { appFor = () => app, afterStep }: Delivery = {},
): Promise<Delivered | undefined> {
  const QueueUrl = queue.url;
  const { Messages = [] } = await queue.client.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }),
  );
  const [message] = Messages;
  if (message === undefined) return undefined;
  const parsed = parseMessage(message.Body ?? "");
  if (!parsed.ok || parsed.value.kind !== "step")
    throw new Error(`Not a job step: ${message.Body}`);
  const { step } = parsed.value;
  const end = await runJobStep(appFor(step), step);
  await afterStep?.(step);
  const { ReceiptHandle } = message;
  await queue.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return { step, end };
}
