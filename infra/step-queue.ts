import { Duration, type Stack, Validations } from "aws-cdk-lib";
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from "aws-cdk-lib/aws-sqs";
import { queueFacts } from "../lib/queue/queue-facts.ts";

export interface StepQueues {
  readonly steps: Queue;
  readonly deadLetters: Queue;
}

const both: QueueProps = {
  fifo: true,
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(queueFacts.retentionDays),
  visibilityTimeout: Duration.seconds(queueFacts.visibilityTimeoutSeconds),
  // The limits of a queue count per mapping then, not for all mappings together.
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
};

/** FIFO, one group per mapping: one step of a mapping at a time. */
export function defineStepQueue(stack: Stack): StepQueues {
  const deadLetters = new Queue(stack, "DeadLetters", both);
  const steps = new Queue(stack, "Steps", {
    ...both,
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: queueFacts.triesBeforeDeadLetter },
  });
  Validations.of(deadLetters).acknowledge({
    id: "Serverless-SQSRedrivePolicy",
    reason: "This is the dead-letter queue. What it cannot hand on raises an alarm.",
  });
  return { steps, deadLetters };
}
