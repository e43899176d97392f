import type { SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { recordOf } from "../../lib/local/sqs-record.ts";
import { eachMessage } from "../../lib/runtime/step-batch.ts";

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
const aLook = JSON.stringify({ lookId: "dataverse.0mwtjacs9-de14e175bf" });
const bug = new Error("a bug");
const nothing = {
  step: async () => undefined,
  look: async () => undefined,
  report: () => undefined,
};

test("a step is handed to who does steps, a look to who looks", async () => {
  const done: string[] = [];
  const handlers = {
    ...nothing,
    step: async () => void done.push("step"),
    look: async () => void done.push("look"),
  };

  await eachMessage(anEvent(aStep), handlers);
  await eachMessage(anEvent(aLook), handlers);

  expect(done).toEqual(["step", "look"]);
});

test.each([
  ["a step that throws", aStep, bug],
  [
    "a message that is neither step nor look",
    "{}",
    new Error("This message is neither a job step nor a look."),
  ],
])("%s goes back to the queue, and why is reported", async (_, body, trouble) => {
  const reported: unknown[] = [];
  const answer = await eachMessage(anEvent(body), {
    ...nothing,
    step: () => Promise.reject(bug),
    report: (...told) => reported.push(told),
  });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
  expect(reported).toEqual([[trouble, expect.objectContaining({ messageId: "m1", body })]]);
});

test("a message that goes back is said when to come again; one that is done is not", async () => {
  const returnToQueue: string[] = [];
  const handled = (handle: () => Promise<void>) =>
    eachMessage(anEvent(aStep), {
      ...nothing,
      step: handle,
      returnToQueue: async ({ receiptHandle, attributes }, kind) => {
        returnToQueue.push(`${kind} ${receiptHandle} after ${attributes.ApproximateReceiveCount}`);
      },
    });

  await handled(async () => undefined);
  expect(returnToQueue).toEqual([]);

  expect(await handled(() => Promise.reject(bug))).toEqual({
    batchItemFailures: [{ itemIdentifier: "m1" }],
  });
  expect(returnToQueue).toEqual(["step r1 after 1"]);
});

test("a message that could not be put back has failed nevertheless", async () => {
  const answer = await eachMessage(anEvent(aStep), {
    ...nothing,
    step: () => Promise.reject(bug),
    returnToQueue: () => Promise.reject(new Error("SQS does not answer")),
  });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
});
