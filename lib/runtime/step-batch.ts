import { processPartialResponse, SqsFifoPartialProcessorAsync } from "@aws-lambda-powertools/batch";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { JobStep } from "../ports/queue.ts";
import type { PutBack } from "../queue/return-to-queue.ts";
import { parseJobStep } from "../queue/step-message.ts";

/** The message, and whose step it asks for where it can be read: by its job's id all is found. */
export type FailedStep = Pick<SQSRecord, "messageId" | "body"> & Partial<JobStep>;

/**
 * Handles each message of a FIFO batch by itself. A message that fails is delivered again, and with
 * it what follows in its group; other groups go on. `returnToQueue`: says when.
 */
export function eachStep(
  event: SQSEvent,
  handle: (step: JobStep) => Promise<unknown>,
  report: (trouble: unknown, failed: FailedStep) => void,
  returnToQueue?: PutBack,
): Promise<SQSBatchResponse> {
  const processor = new SqsFifoPartialProcessorAsync();
  const handleRecord = async (record: SQSRecord): Promise<void> => {
    const step = parseJobStep(record.body);
    try {
      if (!step.ok) throw new Error("This message is not a job step.");
      await handle(step.value);
    } catch (trouble) {
      // The processor keeps to itself why a message goes back to the queue.
      const { messageId, body } = record;
      report(trouble, step.ok ? { messageId, body, ...step.value } : { messageId, body });
      await returnToQueue?.(record);
      throw trouble;
    }
  };
  return processPartialResponse(event, handleRecord, processor, {
    skipGroupOnError: true,
    throwOnFullBatchFailure: false,
  });
}
