import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type PollerOptions,
  type QueuePoller,
  startQueuePoller,
} from "../../lib/local/queue-poller.ts";
import { type SqsInTest, sqsInTest } from "./sqs-in-test.ts";

let sqs: SqsInTest;
let pollers: QueuePoller[];
let reported: unknown[];

beforeEach(async () => {
  sqs = await sqsInTest({ visibilityTimeoutSeconds: 30, triesBeforeDeadLetter: 2 });
  pollers = [];
  reported = [];
});
afterEach(async () => {
  await Promise.all(pollers.map((poller) => poller.stop()));
  await sqs.stop();
});

const allDone: SQSBatchResponse = { batchItemFailures: [] };

function start(handler: PollerOptions["handler"], options: Partial<PollerOptions> = {}) {
  const poller = startQueuePoller({
    client: sqs.client,
    queueUrl: sqs.queueUrl,
    handler,
    loops: 1,
    secondsUntilRetry: () => 0,
    report: (trouble) => reported.push(trouble),
    ...options,
  });
  pollers.push(poller);
  return poller;
}

async function send(group: string, body: string) {
  await sqs.client.send(
    new SendMessageCommand({
      QueueUrl: sqs.queueUrl,
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: `${group}.${body}`,
    }),
  );
}

/** A handler that keeps what it gets, and a promise of so many records. */
function recorder(answer: (record: SQSRecord) => SQSBatchResponse = () => allDone) {
  const records: SQSRecord[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  return {
    records,
    handler: async ({ Records }: SQSEvent) => {
      records.push(...Records);
      for (const { count, resolve } of waiting) if (records.length >= count) resolve();
      const [record] = Records;
      return record === undefined ? allDone : answer(record);
    },
    seen: (count: number) =>
      new Promise<void>((resolve) => {
        waiting.push({ count, resolve });
        if (records.length >= count) resolve();
      }),
  };
}

test("a message reaches the handler as Lambda would pass it, and is gone after success", async () => {
  const { handler, records, seen } = recorder();
  const poller = start(handler);

  await send("CUSTOMER", "one");
  await seen(1);
  await poller.stop();

  expect(records).toMatchObject([
    {
      body: "one",
      eventSource: "aws:sqs",
      messageAttributes: {},
      attributes: {
        ApproximateReceiveCount: "1",
        MessageGroupId: "CUSTOMER",
        MessageDeduplicationId: "CUSTOMER.one",
      },
    },
  ]);
  expect(await sqs.receiveAll(sqs.queueUrl)).toEqual([]);
});

test("messages of one group come one after the other, in order", async () => {
  for (const body of ["1", "2", "3", "4"]) await send("CUSTOMER", body);
  let atOnce = 0;
  let most = 0;
  const { handler, records, seen } = recorder();
  start(
    async (event) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      const answer = await handler(event);
      atOnce -= 1;
      return answer;
    },
    { loops: 3 },
  );

  await seen(4);

  expect(records.map(({ body }) => body)).toEqual(["1", "2", "3", "4"]);
  expect(most).toBe(1);
});

test("groups are worked on side by side", async () => {
  await send("CUSTOMER", "1");
  await send("VENDOR", "1");
  let here = 0;
  let release: () => void = () => undefined;
  const bothHere = new Promise<void>((resolve) => {
    release = resolve;
  });
  start(
    async () => {
      here += 1;
      if (here === 2) release();
      await bothHere;
      return allDone;
    },
    { loops: 2 },
  );

  await bothHere;

  expect(here).toBe(2);
});

test("a failed message comes again, and goes to the dead-letter queue after its tries", async () => {
  const failing = recorder(({ messageId }) => ({
    batchItemFailures: [{ itemIdentifier: messageId }],
  }));
  const dead = recorder();
  start(failing.handler);
  start(dead.handler, { queueUrl: sqs.deadLetterUrl });

  await send("CUSTOMER", "poison");
  await dead.seen(1);

  expect(failing.records.map(({ attributes }) => attributes.ApproximateReceiveCount)).toEqual([
    "1",
    "2",
  ]);
  expect(dead.records.map(({ body }) => body)).toEqual(["poison"]);
});

test("a handler that throws fails its message and is reported", async () => {
  const { handler, seen } = recorder(({ attributes }) => {
    if (attributes.ApproximateReceiveCount === "1") throw new Error("broken once");
    return allDone;
  });
  const poller = start(handler);

  await send("CUSTOMER", "one");
  await seen(2);
  await poller.stop();

  expect(reported).toEqual([new Error("broken once")]);
  expect(await sqs.receiveAll(sqs.queueUrl)).toEqual([]);
});

test("without a wish of ours a failed message stays away for the visibility timeout", async () => {
  const { handler, seen } = recorder(({ messageId }) => ({
    batchItemFailures: [{ itemIdentifier: messageId }],
  }));
  const poller = start(handler, { secondsUntilRetry: undefined });

  await send("CUSTOMER", "one");
  await seen(1);
  await poller.stop();

  expect(await sqs.receiveAll(sqs.queueUrl)).toEqual([]);
});

test("stop waits for the message that is being worked on", async () => {
  let finish: () => void = () => undefined;
  let arrived: () => void = () => undefined;
  const here = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let done = false;
  const poller = start(async () => {
    arrived();
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    done = true;
    return allDone;
  });

  await send("CUSTOMER", "one");
  await here;
  const stopped = poller.stop();
  finish();
  await stopped;

  expect(done).toBe(true);
  expect(await sqs.receiveAll(sqs.queueUrl)).toEqual([]);
});

test("a queue that does not answer is reported, and stop still ends", async () => {
  let heard: () => void = () => undefined;
  const trouble = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const poller = start(async () => allDone, {
    queueUrl: sqs.queueUrl.replace("tandem-steps", "none"),
    report: (one) => {
      reported.push(one);
      heard();
    },
  });

  await trouble;
  await poller.stop();

  expect(reported).toMatchObject([{ name: "QueueDoesNotExist" }]);
});
