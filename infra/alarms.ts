import { Duration, type Stack, Validations } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { StepQueues } from "./step-queue.ts";
import type { Tenant } from "./tenant.ts";

export interface AlarmsProps {
  readonly tenant: Tenant;
  readonly queues: StepQueues;
  readonly functions: {
    readonly syncWorker: IFunction;
    readonly scheduleTick: IFunction;
    readonly deadLetter: IFunction;
    readonly api: IFunction;
    readonly changeNotice: IFunction;
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
      metric: functions.syncWorker.metricErrors({ period }),
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
      metric: functions.deadLetter.metricErrors({ period }),
      above: 0,
      periods: 2,
      impact: "Failed jobs keep looking as if they were running.",
    },
    {
      id: "ApiFails",
      metric: functions.api.metricErrors({ period }),
      above: 0,
      periods: 3,
      impact: "People get errors in the console and cannot resolve synchronization errors.",
    },
    {
      id: "ChangeNoticeFails",
      metric: functions.changeNotice.metricErrors({ period }),
      above: 0,
      periods: 3,
      impact: "Webhooks get no answer: changes wait for the next scheduled run of their table.",
    },
  ];
}
