import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { expect, onTestFinished, test } from "vitest";
import { createPutBack } from "../../lib/queue/return-to-queue.ts";
import { sqsInTest } from "../local/sqs-in-test.ts";

const aMessage = (receiptHandle: string, tries: number) => ({
  receiptHandle,
  attributes: { ApproximateReceiveCount: String(tries) },
});

test("a step that fails comes back after 30 s, then after longer waits, never later than the queue itself would hand it out", async () => {
  const sqs = mockClient(SQSClient);
  onTestFinished(() => sqs.restore());
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
  const returnToQueue = createPutBack(new SQSClient({}), "https://sqs.example/steps.fifo");

  for (const tries of [1, 2, 3, 4, 5]) await returnToQueue(aMessage("r1", tries));

  const asked = sqs
    .commandCalls(ChangeMessageVisibilityCommand)
    .map(({ args: [{ input }] }) => input);
  expect(asked.map(({ VisibilityTimeout }) => VisibilityTimeout)).toEqual([30, 120, 480, 900, 900]);
  expect(asked[0]).toEqual({
    QueueUrl: "https://sqs.example/steps.fifo",
    ReceiptHandle: "r1",
    VisibilityTimeout: 30,
  });
});

test("the queue hides a message that was put back for as long as it was told", async () => {
  const { client, queueUrl, stop } = await sqsInTest({
    visibilityTimeoutSeconds: 1,
    triesBeforeDeadLetter: 5,
  });
  onTestFinished(stop);
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: "{}",
      MessageGroupId: "CUSTOMER",
      MessageDeduplicationId: "1",
    }),
  );
  const receive = async (WaitTimeSeconds: number) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds }),
    );
    return Messages;
  };
  const [message] = await receive(0);

  await createPutBack(client, queueUrl)(aMessage(message?.ReceiptHandle ?? "", 1));

  expect(await receive(2)).toEqual([]);
});
