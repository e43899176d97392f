import type { SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { recordOf } from "../../lib/local/sqs-record.ts";
import { eachStep } from "../../lib/runtime/step-batch.ts";

const anEvent = (Body: string): SQSEvent => ({
  Records: [
    recordOf({
      MessageId: "m1",
      ReceiptHandle: "r1",
      Body,
      MD5OfBody: "",
      Attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: "0",
        SenderId: "s",
        ApproximateFirstReceiveTimestamp: "0",
        SequenceNumber: "1",
        MessageGroupId: "CUSTOMER",
        MessageDeduplicationId: "d",
      },
    }),
  ],
});

const aStep = JSON.stringify({ jobId: "CUSTOMER.0mwtjacs9-de14e175bf", step: 0, resend: 0 });
const bug = new Error("a bug");

test.each([
  ["a step that throws", aStep, bug],
  ["a message that is no step", "{}", new Error("This message is not a job step.")],
])("%s goes back to the queue, and why is reported", async (_, body, trouble) => {
  const reported: unknown[] = [];
  const answer = await eachStep(
    anEvent(body),
    () => Promise.reject(bug),
    (...told) => reported.push(told),
  );
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
  expect(reported).toEqual([[trouble, expect.objectContaining({ messageId: "m1", body })]]);
});

test("a message that goes back is said when to come again; one that is done is not", async () => {
  const returnToQueue: string[] = [];
  const handled = (handle: () => Promise<void>) =>
    eachStep(
      anEvent(aStep),
      handle,
      () => undefined,
      async ({ receiptHandle, attributes }) => {
        returnToQueue.push(`${receiptHandle} after ${attributes.ApproximateReceiveCount}`);
      },
    );

  await handled(async () => undefined);
  expect(returnToQueue).toEqual([]);

  expect(await handled(() => Promise.reject(bug))).toEqual({
    batchItemFailures: [{ itemIdentifier: "m1" }],
  });
  expect(returnToQueue).toEqual(["r1 after 1"]);
});

test("a message that could not be put back has failed nevertheless", async () => {
  const answer = await eachStep(
    anEvent(aStep),
    () => Promise.reject(bug),
    () => undefined,
    () => Promise.reject(new Error("SQS does not answer")),
  );
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
});
