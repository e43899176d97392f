import { type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createStepQueues, type QueueSettings, startSqs } from "../../lib/local/sqs.ts";

/** A running SQS with the step queue and its dead-letter queue. */
export async function sqsInTest(settings?: QueueSettings) {
  const sqs = await startSqs();
  const client = new SQSClient({
    endpoint: sqs.endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const urls = await createStepQueues(client, settings);
  return {
    client,
    endpoint: sqs.endpoint,
    ...urls,
    /** Everything that is visible now, in the order in which it is handed out. */
    async receiveAll(queueUrl: string): Promise<readonly Message[]> {
      const all: Message[] = [];
      for (;;) {
        const command = new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ["All"],
        });
        const { Messages = [] } = await client.send(command);
        if (Messages.length === 0) return all;
        all.push(...Messages);
      }
    },
    async stop() {
      client.destroy();
      await sqs.stop();
    },
  };
}

export type SqsInTest = Awaited<ReturnType<typeof sqsInTest>>;
