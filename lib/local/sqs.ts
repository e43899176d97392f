import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import * as z from "zod/mini";
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
  answerByRealAddress(app);
  const endpoint = await app.listen({ host: "127.0.0.1", port });
  return {
    endpoint,
    async stop() {
      await app.close();
    },
  };
}

const Addressed = z.looseObject({ QueueUrl: z.string() });

/**
 * fauxqs names its queues by hosts below `localhost`, which not every machine looks up, and knows them
 * by no other name. Outside of it they are called by the address that it listens on.
 */
function answerByRealAddress(app: ReturnType<typeof buildApp>): void {
  const ownNames = new Map<string, string>();

  app.addHook("preHandler", async (request) => {
    const body = Addressed.safeParse(request.body);
    const ownName = body.success ? ownNames.get(pathOf(body.data.QueueUrl)) : undefined;
    if (ownName !== undefined) request.body = { ...body.data, QueueUrl: ownName };
  });

  app.addHook("onSend", async (request, _reply, payload) => {
    const answer = Addressed.safeParse(typeof payload === "string" ? jsonOf(payload) : undefined);
    if (!answer.success) return payload;
    const path = pathOf(answer.data.QueueUrl);
    ownNames.set(path, answer.data.QueueUrl);
    return JSON.stringify({ ...answer.data, QueueUrl: `http://${request.headers.host}${path}` });
  });
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface StepQueueUrls {
  readonly queueUrl: string;
  readonly deadLetterUrl: string;
}

export interface QueueSettings {
  readonly visibilityTimeoutSeconds: number;
  readonly triesBeforeDeadLetter: number;
}

/** The step queue and its dead-letter queue as they are in AWS. Queues that are there already stay. */
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
