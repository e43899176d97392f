import { Duration, type Stack, Validations } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { TickEnvironment } from "../../lib/runtime/environment.ts";
import type { StepQueues } from "../state/step-queue.ts";
import type { StateTable } from "../state/table.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { countingVariables } from "./metrics.ts";
import { defineFunction } from "./tandem-function.ts";

export interface ScheduleTickProps {
  readonly tenant: Tenant;
  readonly table: StateTable;
  readonly queues: StepQueues;
}

/** Each minute: starts what is due, and sends steps again that got lost. */
export function defineScheduleTick(
  stack: Stack,
  { tenant, table, queues }: ScheduleTickProps,
): NodejsFunction {
  const tick = defineFunction(stack, "ScheduleTick", {
    folder: "schedule-tick",
    does: "Starts the jobs that are due",
    environment: TickEnvironment,
    values: {
      TABLE_NAME: table.tableName,
      QUEUE_URL: queues.steps.queueUrl,
      RETENTION_DAYS: String(tenant.retentionDays),
      ...countingVariables(tenant),
      MAPPINGS: "defaults",
      SCHEDULES: JSON.stringify(tenant.schedules),
      ...(tenant.appSecretEndsOn && { APP_SECRET_ENDS_ON: tenant.appSecretEndsOn }),
    },
    seconds: 55,
    megabytes: 512,
    tenant,
  });
  table.grantUse(tick, "scheduleTick");
  queues.grantSending(tick);

  const everyMinute = new Rule(stack, "EveryMinute", {
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  // A tick that failed is not tried again, neither by EventBridge nor by Lambda: the next one is a
  // minute away and does the same.
  tick.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  everyMinute.addTarget(
    new LambdaFunction(tick, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
  );
  Validations.of(everyMinute).acknowledge({
    id: "Serverless-EventBusDLQ",
    reason: "A tick says nothing but that a minute has passed: the next one makes up for it.",
  });
  return tick;
}
