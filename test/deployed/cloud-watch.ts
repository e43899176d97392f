import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { constructOf, resolverOf } from "../infra/resolve.ts";
import type { Deployment } from "./deployment.ts";

/** What CloudWatch has of a deployment: what its functions log, and what AWS's parts count of themselves. */
export interface CloudWatch {
  /** What the alarm sees, of all that happened so far, and whether that is over its threshold. */
  look(alarm: string): Promise<{ readonly value: number; readonly isOver: boolean }>;
  alarms(): readonly string[];
}

const Metric = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z._default(z.array(z.object({ Name: z.string(), Value: z.unknown() })), []),
});
type Metric = z.infer<typeof Metric>;

const Alarm = z.object({
  AlarmName: z.string(),
  Threshold: z.number(),
  ComparisonOperator: z.enum(["GreaterThanThreshold", "LessThanThreshold"]),
  Metrics: z._default(z.array(z.object({ MetricStat: z.optional(z.object({ Metric })) })), []),
});
const Filter = z.object({
  FilterPattern: z.string(),
  LogGroupName: z.object({ Ref: z.string() }),
  MetricTransformations: z.tuple([z.object({ MetricName: z.string() })]),
});
const Line = z.looseObject({ _aws: z.optional(z.unknown()) });

export function watch(deployment: Deployment): CloudWatch {
  const { resources } = deployment;
  const resolve = resolverOf(resources);
  const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);
  const alarms = ofType("AWS::CloudWatch::Alarm").map(({ Properties }) => {
    const alarm = Alarm.parse(Properties);
    const looked = alarm.Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
    const metrics = looked.length > 0 ? looked : [Metric.parse(Properties)];
    return { ...alarm, id: alarm.AlarmName.replace(/^.*-/, ""), metrics };
  });
  const filters = ofType("AWS::Logs::MetricFilter").map(({ Properties }) =>
    Filter.parse(Properties),
  );

  /** What Tandem's own log lines say: as a metric in them, or counted by a filter over them. */
  const ofLogs = ({ MetricName }: Metric): number => {
    const filter = filters.find(
      ({ MetricTransformations: [made] }) => made.MetricName === MetricName,
    );
    if (filter === undefined) return Math.max(0, ...embedded(deployment.said(), MetricName));
    const group = constructOf(filter.LogGroupName.Ref);
    const lines =
      group === "ApiAccessLog"
        ? deployment.accessLog()
        : deployment.said(group.replace(/Logs$/, ""));
    return lines.filter((line) => matches(filter.FilterPattern, line)).length;
  };
  const valueOf = async (metric: Metric): Promise<number> => {
    const { Namespace, MetricName, Dimensions } = metric;
    if (Namespace.startsWith("Tandem/")) return ofLogs(metric);
    const [dimension] = Dimensions;
    const of = constructOf(String(resolve(dimension?.Value)));
    switch (`${Namespace} ${MetricName}`) {
      case "AWS/Lambda Invocations":
        return deployment.outcomes(of).length;
      case "AWS/Lambda Errors":
        return deployment.outcomes(of).filter((outcome) => outcome === "failed").length;
      case "AWS/ApiGateway 5xx":
        return deployment.accessLog().filter((line) => /"status":"5/.test(line)).length;
      case "AWS/DynamoDB WriteThrottleEvents":
        return deployment.recorder.throttled();
      case "AWS/SQS ApproximateAgeOfOldestMessage":
        return deployment.oldestStepSeconds();
      case "AWS/SQS ApproximateNumberOfMessagesVisible":
      case "AWS/SQS ApproximateNumberOfMessagesNotVisible":
        return await inQueue(deployment, of, MetricName);
      default:
        throw new Error(`Nobody tells ${Namespace} ${MetricName} here`);
    }
  };
  return {
    alarms: () => alarms.map(({ id }) => id),
    async look(asked) {
      const alarm = alarms.find(({ id }) => id === asked);
      if (alarm === undefined) throw new Error(`There is no alarm ${asked}`);
      const values = await Promise.all(alarm.metrics.map(valueOf));
      const value = values.reduce((sum, each) => sum + each, 0);
      const isOver =
        alarm.ComparisonOperator === "GreaterThanThreshold"
          ? value > alarm.Threshold
          : value < alarm.Threshold;
      return { value, isOver };
    },
  };
}

const embedded = (lines: readonly string[], name: string): readonly number[] =>
  lines.flatMap((line) => {
    const value = jsonOf(line)?._aws === undefined ? undefined : jsonOf(line)?.[name];
    return typeof value === "number" ? [value] : [];
  });

/** `{ ($.level = "ERROR") || ($.record.status = "error") }`: nothing else is understood here. */
function matches(pattern: string, line: string): boolean {
  const json = jsonOf(line);
  const terms = [...pattern.matchAll(/\$\.([\w.]+) = "(\w+)"/g)];
  if (terms.length === 0) throw new Error(`Cannot judge the pattern ${pattern}`);
  return terms.some(([, path = "", text]) => {
    const found = path
      .split(".")
      .reduce<unknown>((at, name) => z.looseObject({}).safeParse(at).data?.[name], json);
    return found === text;
  });
}

function jsonOf(line: string): z.infer<typeof Line> | undefined {
  try {
    return Line.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function inQueue(
  { sqs, queues }: Deployment,
  queue: string,
  metric: string,
): Promise<number> {
  const attribute =
    metric === "ApproximateNumberOfMessagesVisible"
      ? "ApproximateNumberOfMessages"
      : "ApproximateNumberOfMessagesNotVisible";
  const QueueUrl = queue === "DeadLetters" ? queues.deadLetterUrl : queues.queueUrl;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [attribute] }),
  );
  return Number(Attributes?.[attribute]);
}
