import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createStepQueues } from "../../lib/local/sqs.ts";
import { type SqsInTest, sqsInTest } from "./sqs-in-test.ts";

let sqs: SqsInTest;

beforeEach(async () => {
  sqs = await sqsInTest();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sqs.stop();
});

test("it listens on the loopback address, and its queues are called by that address", () => {
  expect(new URL(sqs.endpoint).hostname).toBe("127.0.0.1");
  expect(new URL(sqs.queueUrl).origin).toBe(sqs.endpoint);
  expect(new URL(sqs.deadLetterUrl).origin).toBe(sqs.endpoint);
});

test("a client that finds it through the environment reaches its queues", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", sqs.endpoint);
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  const client = new SQSClient({});

  await client.send(
    new SendMessageCommand({
      QueueUrl: sqs.queueUrl,
      MessageBody: "hello",
      MessageGroupId: "CUSTOMER",
      MessageDeduplicationId: "1",
    }),
  );
  client.destroy();

  expect(await sqs.receiveAll(sqs.queueUrl)).toMatchObject([{ Body: "hello" }]);
});

test("the step queue is as in AWS: FIFO, six times the worker's timeout, five tries", async () => {
  const { Attributes = {} } = await sqs.client.send(
    new GetQueueAttributesCommand({ QueueUrl: sqs.queueUrl, AttributeNames: ["All"] }),
  );

  expect(Attributes).toMatchObject({ FifoQueue: "true", VisibilityTimeout: "1080" });
  expect(JSON.parse(Attributes["RedrivePolicy"] ?? "{}")).toMatchObject({
    deadLetterTargetArn: expect.stringMatching(/:tandem-dead-letters\.fifo$/),
    maxReceiveCount: 5,
  });
});

test("queues that are there already are found again", async () => {
  expect(await createStepQueues(sqs.client)).toEqual({
    queueUrl: sqs.queueUrl,
    deadLetterUrl: sqs.deadLetterUrl,
  });
});
