import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { queueFacts } from "../queue/queue-facts.ts";

export interface LocalSqs {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * An SQS in this process, on the loopback address only (fauxqs' own `startFauxqs` listens on every
 * interface). It keeps nothing: after a restart the tick sends the due steps of open jobs again, as
 * it does in the cloud when a message is lost.
 */
export async function startSqs(port = 0): Promise<LocalSqs> {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ host: "127.0.0.1", port });
  return {
    endpoint,
    async stop() {
      await app.close();
    },
  };
}

export interface StepQueueUrls {
  readonly queueUrl: string;
  readonly deadLetterUrl: string;
}

export interface QueueSettings {
  readonly visibilityTimeoutSeconds: number;
  readonly triesBeforeDeadLetter: number;
}

/**
 * The step queue and its dead-letter queue as they are in AWS. Queues that are there already stay.
 * The addresses are names to the emulator: a client with an explicit endpoint never looks them up.
 */
export async function createStepQueues(
  client: Pick<SQSClient, "send">,
  settings: QueueSettings = queueFacts,
): Promise<StepQueueUrls> {
  const deadLetterUrl = await createFifo(client, "tandem-dead-letters.fifo", {});
  const redrive = {
    deadLetterTargetArn: await arnOf(client, deadLetterUrl),
    maxReceiveCount: settings.triesBeforeDeadLetter,
  };
  const queueUrl = await createFifo(client, "tandem-steps.fifo", {
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify(redrive),
  });
  return { queueUrl, deadLetterUrl };
}

async function createFifo(
  client: Pick<SQSClient, "send">,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Promise<string> {
  const { QueueUrl } = await client.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { FifoQueue: "true", ...attributes } }),
  );
  if (QueueUrl === undefined) throw new Error(`The queue ${name} has no address`);
  return QueueUrl;
}

async function arnOf(client: Pick<SQSClient, "send">, queueUrl: string): Promise<string> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] }),
  );
  const arn = Attributes?.["QueueArn"];
  if (arn === undefined) throw new Error(`The queue ${queueUrl} has no ARN`);
  return arn;
}
