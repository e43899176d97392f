import { Duration, type Stack, Validations } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  FilterPattern,
  type IFilterPattern,
  type ILogGroup,
  MetricFilter,
} from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Functions } from "../functions/functions.ts";
import { metricsNamespace } from "../functions/metrics.ts";
import type { Gateway } from "../gateway/gateway.ts";
import type { StepQueues } from "../state/step-queue.ts";
import type { StateTable } from "../state/table.ts";
import type { Tenant } from "../tenant/tenant.ts";

export interface AlarmsProps {
  readonly tenant: Tenant;
  readonly table: StateTable;
  readonly queues: StepQueues;
  readonly functions: Functions;
  readonly gateway: Gateway;
}

interface Watch {
  /** Also the heading in `infra/README.md` that says what to do. */
  readonly id: string;
  readonly metric: IMetric;
  readonly above: number;
  readonly periods: number;
  /** Out of this number; without it they are in a row. */
  readonly outOf?: number | undefined;
  /** Who is hurt and how: the text of the alarm. */
  readonly impact: string;
}

/**
 * Answers the alarms, for whoever shows them. AWS bills each metric that an alarm looks at: what the
 * tick can judge shares one, and so do the three functions behind the gateway.
 */
export function defineAlarms(stack: Stack, props: AlarmsProps): readonly Alarm[] {
  const { tenant } = props;
  const tell = new SnsAction(defineTopic(stack, tenant));
  const describe = ({ id, impact }: Pick<Watch, "id" | "impact">) => ({
    alarmName: `${stack.stackName}-${id}`,
    alarmDescription: `${tenant.name}: ${impact} What to do: infra/README.md, ${id}.`,
  });
  const watching = watches(stack, props).map(
    (watch) =>
      new Alarm(stack, watch.id, {
        ...describe(watch),
        metric: watch.metric,
        threshold: watch.above,
        evaluationPeriods: watch.outOf ?? watch.periods,
        datapointsToAlarm: watch.periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
  );
  const silence = {
    id: "ScheduleTickSilent",
    impact: "Nothing is started and nobody hears what is late: synchronization stands still.",
  };
  const heartbeat = new Alarm(stack, silence.id, {
    ...describe(silence),
    metric: props.functions.scheduleTick.metricInvocations({ period }),
    threshold: 1,
    evaluationPeriods: 3,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
  });
  const alarms = [...watching, heartbeat];
  for (const alarm of alarms) {
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
  }
  return alarms;
}

const period = Duration.minutes(5);
/** A message that fails comes again after up to 18 minutes, and people ask when they like: not in a row. */
const periodsPerHour = 12;

function defineTopic(stack: Stack, { alarmEmail }: Tenant): Topic {
  const topic = new Topic(stack, "Alarms", { enforceSSL: true });
  Validations.of(topic).acknowledge({
    id: "Serverless-SNSRedrivePolicy",
    reason: "A mail that is lost leaves the alarm visible in CloudWatch.",
  });
  // The policy that refuses plain HTTP stands in for the one by which AWS lets alarms in.
  const conditions = { StringEquals: { "aws:SourceAccount": stack.account } };
  topic.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com", { conditions }));
  if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}

const watches = (stack: Stack, props: AlarmsProps): readonly Watch[] => [
  watchOfTenant(props.tenant),
  ...watchesOfState(props),
  ...watchesOfFunctions(stack, props),
  ...watchesOfGateway(stack, props),
];

/**
 * What the tick judges each minute by the mappings' schedules: mappings that are on hold alarm nobody,
 * and the alarm ends when its cause does.
 */
const watchOfTenant = (tenant: Tenant): Watch => ({
  id: "TenantInTrouble",
  metric: new Metric({
    namespace: metricsNamespace(tenant),
    metricName: "Troubles",
    statistic: "Maximum",
    period,
  }),
  above: 0,
  periods: 2,
  impact:
    "Tables stand still or are behind, or soon will be; saved query 6 says which trouble it is.",
});

const watchesOfState = ({ table, queues }: AlarmsProps): readonly Watch[] => [
  {
    id: "DeadLettersWaiting",
    // One that fails is hidden for most of the time. How many are hidden SQS knows only roughly, and
    // may say one where there is none: hence half an hour.
    metric: new MathExpression({
      expression: "visible + hidden",
      usingMetrics: {
        visible: queues.deadLetters.metricApproximateNumberOfMessagesVisible({ period }),
        hidden: queues.deadLetters.metricApproximateNumberOfMessagesNotVisible({ period }),
      },
      period,
    }),
    above: 0,
    periods: 6,
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
    id: "TableThrottled",
    metric: new Metric({
      namespace: "AWS/DynamoDB",
      metricName: "WriteThrottleEvents",
      dimensionsMap: { TableName: table.tableName },
      statistic: "Sum",
      period,
    }),
    above: 0,
    periods: 3,
    outOf: periodsPerHour,
    impact: "The table turns writes away: synchronization is slowed down, and steps fail.",
  },
];

const watchesOfFunctions = (stack: Stack, { tenant, functions }: AlarmsProps): readonly Watch[] => [
  {
    id: "SyncWorkerFails",
    metric: counted(stack, tenant, "SyncWorkerFailures", {
      logGroup: functions.syncWorker.logGroup,
      pattern: failures,
    }),
    above: 0,
    periods: 3,
    outOf: periodsPerHour,
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
    metric: counted(stack, tenant, "DeadLetterFailures", {
      logGroup: functions.deadLetter.logGroup,
      pattern: failures,
    }),
    above: 0,
    periods: 2,
    outOf: periodsPerHour,
    impact: "Failed jobs keep looking as if they were running.",
  },
];

const watchesOfGateway = (stack: Stack, { tenant, gateway }: AlarmsProps): readonly Watch[] => [
  {
    id: "GatewayFails",
    metric: gateway.httpApi.metricServerError({ period, statistic: "Sum" }),
    above: 0,
    periods: 3,
    outOf: periodsPerHour,
    impact:
      "The API, the console or the webhooks answer with errors; people cannot resolve anything.",
  },
  {
    id: "RequestsTurnedAway",
    metric: counted(stack, tenant, "TurnedAway", {
      logGroup: gateway.accessLog,
      pattern: turnedAway,
    }),
    above: 0,
    periods: 3,
    outOf: periodsPerHour,
    impact: "More requests arrive than the open doors take; people and webhooks are turned away.",
  },
];

/**
 * A function that answers for its failures (a part of a batch) has not failed for Lambda. What it
 * reports stands in its log as an error, and what Lambda has to say of a call that crashed, too.
 */
const failures = FilterPattern.any(
  FilterPattern.stringValue("$.level", "=", "ERROR"),
  ...["error", "failure", "timeout"].map((status) =>
    FilterPattern.stringValue("$.record.status", "=", status),
  ),
);

const turnedAway = FilterPattern.stringValue("$.status", "=", "429");

/** What the log says, as a number. */
function counted(
  stack: Stack,
  tenant: Tenant,
  metricName: string,
  { logGroup, pattern }: { readonly logGroup: ILogGroup; readonly pattern: IFilterPattern },
): IMetric {
  return new MetricFilter(stack, metricName, {
    logGroup,
    filterPattern: pattern,
    metricNamespace: metricsNamespace(tenant),
    metricName,
  }).metric({ statistic: "Sum", period });
}
