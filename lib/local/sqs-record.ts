import type { SQSRecord } from "aws-lambda";
import * as z from "zod/mini";

/** What a FIFO queue hands out. */
export const ReceivedMessage = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string(),
  Attributes: z.object({
    ApproximateReceiveCount: z.string(),
    SentTimestamp: z.string(),
    SenderId: z.string(),
    ApproximateFirstReceiveTimestamp: z.string(),
    SequenceNumber: z.string(),
    MessageGroupId: z.string(),
    MessageDeduplicationId: z.string(),
  }),
});
export type ReceivedMessage = z.infer<typeof ReceivedMessage>;

/** The message as Lambda passes it to a handler. */
export const recordOf = (message: ReceivedMessage): SQSRecord => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes,
  messageAttributes: {},
  md5OfBody: message.MD5OfBody,
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:local:000000000000:tandem",
  awsRegion: "local",
});
