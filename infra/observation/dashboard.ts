import { Duration, type Stack } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
} from "aws-cdk-lib/aws-cloudwatch";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import type { Functions } from "../functions/functions.ts";
import { metricsNamespace } from "../functions/metrics.ts";
import type { StepQueues } from "../state/step-queue.ts";
import type { StateTable } from "../state/table.ts";
import type { Tenant } from "../tenant/tenant.ts";

export interface DashboardProps {
  readonly tenant: Tenant;
  readonly table: StateTable;
  readonly queues: StepQueues;
  readonly functions: Functions;
  readonly alarms: readonly Alarm[];
}

const period = Duration.minutes(5);
const hour = Duration.hours(1);

/** One page for one tenant: is it well, what does it do, what holds it up, what does it cost. */
export function defineDashboard(stack: Stack, props: DashboardProps): void {
  new Dashboard(stack, "Dashboard", {
    dashboardName: stack.stackName,
    defaultInterval: Duration.days(1),
    widgets: [
      [
        new AlarmStatusWidget({ title: "Alarms", alarms: [...props.alarms], width: 18, height: 6 }),
        graph("Open errors by kind", [openErrors(props.tenant)]),
      ],
      work(props.tenant),
      trouble(props.tenant),
      machinery(props),
      costDrivers(props),
    ],
  });
}

const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []): IWidget =>
  new GraphWidget({
    title,
    left: [...left],
    right: [...right],
    width: 6,
    leftYAxis: { min: 0, showUnits: false },
    rightYAxis: { min: 0, showUnits: false },
  });

const work = (tenant: Tenant): IWidget[] => [
  graph("Runs", [ofMappings(tenant, "Runs", "Sum")]),
  graph("Changed records", [ofMappings(tenant, "Changed", "Sum")]),
  graph("Seconds of a run", [ofMappings(tenant, "RunSeconds", "Maximum")]),
  graph("Cursor age of runs with news (minutes)", [
    ofMappings(tenant, "CursorAgeMinutes", "Maximum"),
  ]),
];

const trouble = (tenant: Tenant): IWidget[] => [
  graph("New errors by kind", [
    searched(tenant, {
      dimension: "kind",
      metricName: "ErrorsOpened",
      statistic: "Sum",
      each: period,
    }),
  ]),
  graph(
    "Failed records (left), skipped ones (right)",
    [ofMappings(tenant, "Failed", "Sum")],
    [ofMappings(tenant, "Skipped", "Sum")],
  ),
  graph("Throttled requests", [ofMappings(tenant, "Throttled", "Sum")]),
  graph("Troubles that the tick sees", [ofTenant(tenant, "Troubles")]),
];

const machinery = ({ queues, functions }: DashboardProps): IWidget[] => [
  graph(
    "Queue: steps and dead letters waiting (left), age of the oldest in seconds (right)",
    [
      queues.steps.metricApproximateNumberOfMessagesVisible({ period, label: "Steps" }),
      queues.deadLetters.metricApproximateNumberOfMessagesVisible({
        period,
        label: "Dead letters",
      }),
    ],
    [queues.steps.metricApproximateAgeOfOldestMessage({ period, label: "Oldest step" })],
  ),
  graph(
    "Crashes of functions",
    ofFunctions(functions, (each, label) => each.metricErrors({ period, label })),
  ),
  graph(
    "Slowest calls of functions (ms)",
    ofFunctions(functions, (each, label) =>
      each.metricDuration({ period, label, statistic: "Maximum" }),
    ),
  ),
  graph(
    "Calls turned away by Lambda",
    ofFunctions(functions, (each, label) => each.metricThrottles({ period, label })),
  ),
];

/** What the bill is made of, see "What it costs" in infra/README.md. */
const costDrivers = ({ table, queues, functions }: DashboardProps): IWidget[] => [
  graph("DynamoDB units", [
    unitsOf(table, "ConsumedWriteCapacityUnits", "Written"),
    unitsOf(table, "ConsumedReadCapacityUnits", "Read"),
  ]),
  graph("Queue requests", [
    queues.steps.metricNumberOfMessagesSent({ period, label: "Sent" }),
    queues.steps.metricNumberOfMessagesReceived({ period, label: "Received" }),
    queues.steps.metricNumberOfMessagesDeleted({ period, label: "Deleted" }),
    queues.steps.metricNumberOfEmptyReceives({ period, label: "Asked in vain" }),
  ]),
  graph("Lambda GB-seconds", ofFunctions(functions, gigabyteSecondsOf)),
  graph("Requests to the API, the console and for notices", [
    functions.api.metricInvocations({ period, label: "API" }),
    functions.consolePage.metricInvocations({ period, label: "Console" }),
    functions.changeNotice.metricInvocations({ period, label: "Notices" }),
  ]),
];

const ofTenant = (tenant: Tenant, metricName: string): IMetric =>
  new Metric({ namespace: metricsNamespace(tenant), metricName, statistic: "Maximum", period });

const ofMappings = (tenant: Tenant, metricName: string, statistic: string): IMetric =>
  searched(tenant, {
    dimension: tenant.metricsBy === "mapping" ? "mapping" : undefined,
    metricName,
    statistic,
    each: period,
  });

/** Told once an hour, and only of kinds that there are errors of: where nothing was told there were none. */
const openErrors = (tenant: Tenant): IMetric => {
  const told = searchFor(tenant, {
    dimension: "kind",
    metricName: "ErrorsOpen",
    statistic: "Maximum",
    each: hour,
  });
  return new MathExpression({
    expression: `FILL(${told}, 0)`,
    usingMetrics: {},
    label: "",
    period: hour,
  });
};

/** Finds the mappings (or kinds) that have reported metrics: nobody lists them here. */
function searched(tenant: Tenant, search: Search): IMetric {
  return new MathExpression({
    expression: searchFor(tenant, search),
    usingMetrics: {},
    label: search.dimension === undefined ? search.metricName : "",
    period: search.each,
  });
}

interface Search {
  /** The name of the dimension that tells the metrics apart; without one there is one metric. */
  readonly dimension: string | undefined;
  readonly metricName: string;
  readonly statistic: string;
  readonly each: Duration;
}

function searchFor(tenant: Tenant, { dimension, metricName, statistic, each }: Search): string {
  const schema = [`"${metricsNamespace(tenant)}"`, ...(dimension ? [dimension] : [])].join(",");
  return `SEARCH('{${schema}} MetricName="${metricName}"', '${statistic}', ${each.toSeconds()})`;
}

const ofFunctions = (
  functions: Functions,
  metricOf: (each: NodejsFunction, label: string) => IMetric,
): IMetric[] => Object.entries(functions).map(([name, each]) => metricOf(each, name));

const gigabyteSecondsOf = (each: NodejsFunction, label: string): IMetric => {
  const name = `ms_${label}`;
  const milliseconds = each.metricDuration({ period, statistic: "Sum" });
  const made = each.node.defaultChild;
  const gigabytes = (made instanceof CfnFunction ? (made.memorySize ?? 128) : 128) / 1024;
  return new MathExpression({
    expression: `${name} / 1000 * ${gigabytes}`,
    usingMetrics: { [name]: milliseconds },
    label,
    period,
  });
};

const unitsOf = ({ tableName }: StateTable, metricName: string, label: string): IMetric =>
  new Metric({
    namespace: "AWS/DynamoDB",
    metricName,
    dimensionsMap: { TableName: tableName },
    statistic: "Sum",
    period,
    label,
  });
