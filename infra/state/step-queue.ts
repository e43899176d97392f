import { Duration, type Stack, Validations } from "aws-cdk-lib";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from "aws-cdk-lib/aws-sqs";
import { queueFacts } from "../../lib/queue/queue-facts.ts";

export interface StepQueues {
  readonly steps: Queue;
  readonly deadLetters: Queue;
  /** Not CDK's own grants, which allow to look at the queue too. */
  grantSending(sender: NodejsFunction): void;
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
  return {
    steps,
    deadLetters,
    grantSending: (sender) => steps.grant(sender, "sqs:SendMessage"),
  };
}

export interface HandedOver {
  readonly from: Queue;
  readonly to: NodejsFunction;
  readonly atOnce?: number | undefined;
}

/** Lambda hands the queue's messages to the function, with the rights that it asks for and no more. */
export function handOver({ from, to, atOnce }: HandedOver): void {
  from.grant(to, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
  to.addEventSourceMapping("Messages", {
    eventSourceArn: from.queueArn,
    batchSize: queueFacts.messagesPerInvocation,
    reportBatchItemFailures: true,
    ...(atOnce === undefined ? {} : { maxConcurrency: atOnce }),
  });
}
