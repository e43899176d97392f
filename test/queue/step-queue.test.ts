import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { JobId, LookId } from "../../lib/domain/ids.ts";
import type { JobStep } from "../../lib/ports/queue.ts";
import { parseMessage } from "../../lib/queue/step-message.ts";
import { createStepQueue } from "../../lib/queue/step-queue.ts";
import { type SqsInTest, sqsInTest } from "../local/sqs-in-test.ts";

const stepOf = (job: string, step = 1, resend = 0): JobStep => ({
  jobId: JobId.parse(job),
  step,
  resend,
});

describe("over a real queue", () => {
  let sqs: SqsInTest;

  beforeEach(async () => {
    sqs = await sqsInTest();
  });
  afterEach(() => sqs.stop());

  const queue = () => createStepQueue({ client: sqs.client, queueUrl: sqs.queueUrl });
  const received = async () =>
    (await sqs.receiveAll(sqs.queueUrl)).map(({ Body }) => parseMessage(Body ?? ""));

  test("a step arrives as it was sent, in the group of its mapping", async () => {
    await queue().send([stepOf("ITEM-PRODUCT.0k3f9a2b", 7, 2)]);

    const [message] = await sqs.receiveAll(sqs.queueUrl);
    expect(parseMessage(message?.Body ?? "")).toEqual({
      ok: true,
      value: { kind: "step", step: stepOf("ITEM-PRODUCT.0k3f9a2b", 7, 2) },
    });
    expect(message?.Attributes).toMatchObject({ MessageGroupId: "ITEM-PRODUCT" });
  });

  test("a look waits in the group of the app that it asks, and one sent twice arrives once", async () => {
    const look = { lookId: LookId.parse("dataverse.0k3f9a2b-x1") };
    await queue().sendLook(look);
    await queue().sendLook(look);

    const [message, ...others] = await sqs.receiveAll(sqs.queueUrl);
    expect(parseMessage(message?.Body ?? "")).toEqual({ ok: true, value: { kind: "look", look } });
    expect(message?.Attributes).toMatchObject({ MessageGroupId: "dataverse" });
    expect(others).toEqual([]);
  });

  test("more steps than one batch takes all arrive", async () => {
    const steps = Array.from({ length: 23 }, (_, n) => stepOf(`TABLE-${n}.0k3f9a2b`));

    await queue().send(steps);

    expect(await received()).toHaveLength(23);
  });

  test("a step sent twice arrives once", async () => {
    await queue().send([stepOf("CUSTOMER.0k3f9a2b")]);
    await queue().send([stepOf("CUSTOMER.0k3f9a2b")]);

    expect(await received()).toHaveLength(1);
    expect(await received()).toHaveLength(0);
  });

  test("a step sent again on purpose is another message", async () => {
    await queue().send([stepOf("CUSTOMER.0k3f9a2b", 1, 0), stepOf("VENDOR.0k3f9a2b", 1, 0)]);
    await received();
    await queue().send([stepOf("CONTACT.0k3f9a2b", 1, 0), stepOf("CONTACT.0k3f9a2b", 1, 1)]);

    const [first] = await sqs.receiveAll(sqs.queueUrl);
    expect(first?.Attributes).toMatchObject({
      MessageDeduplicationId: "CONTACT.0k3f9a2b:1:0",
    });
  });

  test("the longest step there can be is taken", async () => {
    const longest = `${"A".repeat(40)}.${"z".repeat(60)}`;

    await queue().send([stepOf(longest, 999_999_999, 999_999_999)]);

    expect(await received()).toHaveLength(1);
  });

  test("nothing to send is no request", async () => {
    await expect(queue().send([])).resolves.toBeUndefined();
  });
});

describe("when SQS takes only a part", () => {
  const client = new SQSClient({ region: "eu-west-1" });
  const sqs = mockClient(client);
  const busy = { Code: "InternalError", Message: "try again", SenderFault: false };
  const queue = createStepQueue({ client, queueUrl: "http://127.0.0.1/q.fifo" });
  const steps = ["A", "B", "C"].map((mapping) => stepOf(`${mapping}.0k3f9a2b`));

  beforeEach(() => sqs.reset());

  const sentGroups = () =>
    sqs
      .commandCalls(SendMessageBatchCommand)
      .map(({ args }) => args[0].input.Entries?.map(({ MessageGroupId }) => MessageGroupId));

  test("only the rest is sent again", async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Successful: [], Failed: [{ Id: "1", ...busy }] })
      .resolves({ Successful: [], Failed: [] });

    await queue.send(steps);

    expect(sentGroups()).toEqual([["A", "B", "C"], ["B"]]);
  });

  test("after three tries the sender hears of it", async () => {
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [{ Id: "2", ...busy }] });

    await expect(queue.send(steps)).rejects.toThrow(
      "1 of 3 messages could not be sent: InternalError: try again",
    );
    expect(sentGroups()).toHaveLength(3);
  });

  test("a message that is wrong is not tried again", async () => {
    const wrong = { Id: "0", Code: "InvalidParameterValue", Message: "no", SenderFault: true };
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [wrong] });

    await expect(queue.send(steps)).rejects.toThrow("InvalidParameterValue");
    expect(sentGroups()).toHaveLength(1);
  });
});
