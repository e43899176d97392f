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
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { FilterPattern } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Functions } from "../functions/functions.ts";
import { metricsNamespace } from "../functions/metrics.ts";
import type { StepQueues } from "../state/step-queue.ts";
import type { Tenant } from "../tenant/tenant.ts";

export interface AlarmsProps {
  readonly tenant: Tenant;
  readonly queues: StepQueues;
  readonly functions: Functions;
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

/** Answers the alarms, for whoever shows them. */
export function defineAlarms(stack: Stack, props: AlarmsProps): readonly Alarm[] {
  const { tenant } = props;
  const tell = new SnsAction(defineTopic(stack, tenant));
  const describe = ({ id, impact }: Pick<Watch, "id" | "impact">) => ({
    alarmName: `${stack.stackName}-${id}`,
    alarmDescription: `${tenant.name}: ${impact} What to do: infra/README.md, ${id}.`,
  });
  const watching = watches(props).map(
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

const watches = (props: AlarmsProps): readonly Watch[] => [
  ...watchesOfRuns(props.tenant),
  ...watchesOfQueues(props.queues),
  ...watchesOfFunctions(props.functions),
];

/**
 * What the tick reads off the mappings' schedules each minute, and says only where something is wrong:
 * mappings that are on hold alarm nobody, and an alarm ends when its cause does.
 */
function watchesOfRuns(tenant: Tenant): readonly Watch[] {
  const told = (metricName: string) =>
    new Metric({ namespace: metricsNamespace(tenant), metricName, statistic: "Maximum", period });
  return [
    {
      id: "RunsOverdue",
      metric: told("OverdueMinutes"),
      above: 60,
      periods: 2,
      impact: "A table was not synchronized for an hour although it was due; people see old data.",
    },
    {
      id: "RunsKeepFailing",
      metric: told("FailingRuns"),
      // The sixth run is some five minutes after the first one, the seventh a quarter of an hour later.
      above: 5,
      periods: 3,
      impact: "Runs of a table failed six times in a row, mostly for an app that is out of reach.",
    },
    {
      id: "SchedulesStopped",
      metric: told("StoppedSchedules"),
      above: 0,
      periods: 1,
      impact: "A table gave up after ten failed runs: it stands still until a person resumes it.",
    },
  ];
}

const watchesOfQueues = (queues: StepQueues): readonly Watch[] => [
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
];

const watchesOfFunctions = (functions: Functions): readonly Watch[] => [
  {
    id: "SyncWorkerFails",
    metric: failuresOf(functions.syncWorker),
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
    metric: failuresOf(functions.deadLetter),
    above: 0,
    periods: 2,
    outOf: periodsPerHour,
    impact: "Failed jobs keep looking as if they were running.",
  },
  {
    id: "ApiFails",
    metric: failuresOf(functions.api),
    above: 0,
    periods: 3,
    outOf: periodsPerHour,
    impact: "People get errors in the console and cannot resolve synchronization errors.",
  },
  {
    id: "ChangeNoticeFails",
    metric: failuresOf(functions.changeNotice),
    above: 0,
    periods: 3,
    outOf: periodsPerHour,
    impact: "Webhooks get no answer: changes wait for the next scheduled run of their table.",
  },
  {
    id: "ConsoleFails",
    metric: functions.consolePage.metricErrors({ period }),
    above: 0,
    periods: 3,
    outOf: periodsPerHour,
    impact: "The console does not open: people can resolve nothing but through the API.",
  },
];

/**
 * A function that answers for its failures (a part of a batch, a 500) has not failed for Lambda. What
 * it reports stands in its log as an error.
 */
function failuresOf(made: NodejsFunction): IMetric {
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
