import { processPartialResponse, SqsFifoPartialProcessorAsync } from "@aws-lambda-powertools/batch";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { JobStep, LookMessage } from "../ports/queue.ts";
import { parseMessage, type QueueMessage } from "../queue/step-message.ts";

/** The message, and what it asks for where it can be read: by that all is found. */
export type FailedMessage = Pick<SQSRecord, "messageId" | "body"> & Partial<JobStep & LookMessage>;

/** Who does what a message asks for, and says when it comes again if that fails. */
export interface Handlers {
  readonly step: (step: JobStep) => Promise<unknown>;
  readonly look: (look: LookMessage, record: SQSRecord) => Promise<unknown>;
  readonly report: (trouble: unknown, failed: FailedMessage) => void;
  readonly returnToQueue?: (record: SQSRecord, kind: QueueMessage["kind"]) => Promise<void>;
}

/**
 * Handles each message of a FIFO batch by itself. A message that fails is delivered again, and with
 * it what follows in its group; other groups go on.
 */
export function eachMessage(
  event: SQSEvent,
  { step, look, report, returnToQueue }: Handlers,
): Promise<SQSBatchResponse> {
  const processor = new SqsFifoPartialProcessorAsync();
  const handleRecord = async (record: SQSRecord): Promise<void> => {
    const message = parseMessage(record.body);
    try {
      if (!message.ok) throw new Error("This message is neither a job step nor a look.");
      await (message.value.kind === "step"
        ? step(message.value.step)
        : look(message.value.look, record));
    } catch (trouble) {
      // The processor keeps to itself why a message goes back to the queue.
      const { messageId, body } = record;
      report(trouble, { messageId, body, ...(message.ok ? askedIn(message.value) : {}) });
      await returnToQueue?.(record, message.ok ? message.value.kind : "step");
      throw trouble;
    }
  };
  return processPartialResponse(event, handleRecord, processor, {
    skipGroupOnError: true,
    throwOnFullBatchFailure: false,
  });
}

const askedIn = (message: QueueMessage): JobStep | LookMessage =>
  message.kind === "step" ? message.step : message.look;
