import type { Stack } from "aws-cdk-lib";
import type { EventBus } from "aws-cdk-lib/aws-events";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { DeadLetterEnvironment } from "../../lib/runtime/environment.ts";
import { handOver, type StepQueues } from "../state/step-queue.ts";
import type { StateTable } from "../state/table.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { countingVariables } from "./metrics.ts";
import { defineFunction } from "./tandem-function.ts";

export interface DeadLettersProps {
  readonly tenant: Tenant;
  readonly table: StateTable;
  readonly queues: StepQueues;
  readonly events: EventBus;
}

/** A step that failed again and again ends its job with a message for people. */
export function defineDeadLetters(
  stack: Stack,
  { tenant, table, queues, events }: DeadLettersProps,
): NodejsFunction {
  const deadLetter = defineFunction(stack, "DeadLetter", {
    folder: "dead-letter",
    does: "Ends the job of a step that could not be carried out",
    environment: DeadLetterEnvironment,
    values: {
      TABLE_NAME: table.tableName,
      QUEUE_URL: queues.steps.queueUrl,
      RETENTION_DAYS: String(tenant.retentionDays),
      ...countingVariables(tenant),
      EVENT_BUS: events.eventBusName,
    },
    seconds: 30,
    megabytes: 512,
    tenant,
    // It starts the job that waited for the one that it ends, and that one may end here too.
    callsItself: true,
  });
  table.grantUse(deadLetter, "deadLetter");
  queues.grantSending(deadLetter);
  events.grantPutEventsTo(deadLetter);
  handOver({ from: queues.deadLetters, to: deadLetter });
  return deadLetter;
}
