import { Duration, type Stack, Validations } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { FilterPattern } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { StepQueues } from "./step-queue.ts";
import type { Tenant } from "./tenant.ts";

export interface AlarmsProps {
  readonly tenant: Tenant;
  readonly queues: StepQueues;
  readonly functions: {
    readonly syncWorker: NodejsFunction;
    readonly scheduleTick: NodejsFunction;
    readonly deadLetter: NodejsFunction;
    readonly api: NodejsFunction;
    readonly changeNotice: NodejsFunction;
  };
}

interface Watch {
  readonly id: string;
  readonly metric: IMetric;
  readonly above: number;
  /** So many periods in a row. */
  readonly periods: number;
  /** Who is hurt and how: the text of the alarm. */
  readonly impact: string;
}

export function defineAlarms(stack: Stack, props: AlarmsProps): void {
  const topic = new Topic(stack, "Alarms", { enforceSSL: true });
  Validations.of(topic).acknowledge({
    id: "Serverless-SNSRedrivePolicy",
    reason: "A mail that is lost leaves the alarm visible in CloudWatch.",
  });
  // The policy that refuses plain HTTP stands in for the one by which AWS lets alarms in.
  topic.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com"));
  if (props.tenant.alarmEmail !== undefined) {
    topic.addSubscription(new EmailSubscription(props.tenant.alarmEmail));
  }

  for (const { id, metric, above, periods, impact } of watches(props)) {
    const alarm = new Alarm(stack, id, {
      metric,
      threshold: above,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.tenant.name}: ${impact}`,
    });
    alarm.addAlarmAction(new SnsAction(topic));
  }
}

function watches({ queues, functions }: AlarmsProps): readonly Watch[] {
  const period = Duration.minutes(5);
  return [
    {
      id: "DeadLettersWaiting",
      metric: queues.deadLetters.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
      periods: 3,
      impact: "Failed jobs cannot even be marked as failed; their mappings do not run.",
    },
    {
      id: "StepsWaiting",
      metric: queues.steps.metricApproximateAgeOfOldestMessage({ period }),
      above: Duration.hours(1).toSeconds(),
      periods: 3,
      impact: "Synchronization is an hour or more behind; people see old data.",
    },
    {
      id: "SyncWorkerFails",
      metric: failuresOf(functions.syncWorker, period),
      above: 0,
      periods: 3,
      impact: "Steps of jobs fail for a reason that is not the apps'; some tables stand still.",
    },
    {
      id: "ScheduleTickFails",
      metric: functions.scheduleTick.metricErrors({ period }),
      above: 2,
      periods: 2,
      impact: "Scheduled synchronization does not start; only jobs that people start do run.",
    },
    {
      id: "DeadLetterFails",
      metric: failuresOf(functions.deadLetter, period),
      above: 0,
      periods: 2,
      impact: "Failed jobs keep looking as if they were running.",
    },
    {
      id: "ApiFails",
      metric: failuresOf(functions.api, period),
      above: 0,
      periods: 3,
      impact: "People get errors in the console and cannot resolve synchronization errors.",
    },
    {
      id: "ChangeNoticeFails",
      metric: failuresOf(functions.changeNotice, period),
      above: 0,
      periods: 3,
      impact: "Webhooks get no answer: changes wait for the next scheduled run of their table.",
    },
  ];
}

/**
 * A function that answers for its failures (a part of a batch, a 500) has not failed for Lambda. What
 * it reports stands in its log as an error.
 */
function failuresOf(made: NodejsFunction, period: Duration): IMetric {
  const reported = made.logGroup.addMetricFilter("Errors", {
    filterPattern: FilterPattern.stringValue("$.level", "=", "ERROR"),
    metricNamespace: "Tandem",
    metricName: made.functionName,
  });
  return new MathExpression({
    expression: "FILL(crashed, 0) + FILL(reported, 0)",
    usingMetrics: {
      crashed: made.metricErrors({ period }),
      reported: reported.metric({ statistic: "Sum", period }),
    },
    period,
  });
}
