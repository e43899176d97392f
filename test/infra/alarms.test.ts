import { readFileSync } from "node:fs";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { queueFacts } from "../../lib/queue/queue-facts.ts";
import { secondsUntilRetry } from "../../lib/queue/return-to-queue.ts";
import { tenantTroubles } from "../../lib/runtime/measures/tenant-troubles.ts";
import { exampleTemplate } from "./synthesized.ts";

let template: Template;

beforeAll(() => {
  template = exampleTemplate();
}, 60_000);

test("every alarm says who is hurt, and reaches the topic", () => {
  template.resourceCountIs("AWS::CloudWatch::Alarm", 10);
  template.allResourcesProperties("AWS::CloudWatch::Alarm", {
    AlarmDescription: Match.stringLikeRegexp("^example: .{30,}"),
    AlarmActions: [{ Ref: Match.stringLikeRegexp("^Alarms") }],
    OKActions: [{ Ref: Match.stringLikeRegexp("^Alarms") }],
  });
});

test("alarms of this account may publish to the topic, and nobody else's", () => {
  template.hasResourceProperties("AWS::SNS::TopicPolicy", {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: "Allow",
          Action: "sns:Publish",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
        }),
      ]),
    },
  });
});

test.each(["SyncWorker", "DeadLetter"])(
  "the alarm of %s counts what the function reports and what Lambda says of calls that crashed",
  (id) => {
    template.hasResourceProperties("AWS::Logs::MetricFilter", {
      LogGroupName: { Ref: Match.stringLikeRegexp(`^${id}Logs`) },
      FilterPattern:
        '{ ($.level = "ERROR") || ($.record.status = "error") || ($.record.status = "failure") || ($.record.status = "timeout") }',
      MetricTransformations: [
        { MetricNamespace: "Tandem/example", MetricName: `${id}Failures`, MetricValue: "1" },
      ],
    });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: `Tandem-example-${id}Fails`,
      Namespace: "Tandem/example",
      MetricName: `${id}Failures`,
      Statistic: "Sum",
    });
  },
);

describe("alarms hear of messages that fail", () => {
  const Slow = z.object({
    Properties: z.object({ EvaluationPeriods: z.number(), DatapointsToAlarm: z.number() }),
  });
  const slowOf = (id: string) => {
    const Properties = { AlarmName: `Tandem-example-${id}` };
    const [found] = Object.values(template.findResources("AWS::CloudWatch::Alarm", { Properties }));
    return Slow.parse(found).Properties;
  };
  const { visibilityTimeoutSeconds: hidden, triesBeforeDeadLetter: tries } = queueFacts;

  test.each([
    ["SyncWorkerFails", "put back at once", secondsUntilRetry],
    ["SyncWorkerFails", "that a worker which is stopped leaves behind", () => hidden],
    ["DeadLetterFails", "that are dead letters, too", () => hidden],
  ])("%s of those %s, though they come again slowly", (id, _which, secondsUntil) => {
    const { EvaluationPeriods, DatapointsToAlarm } = slowOf(id);
    const waits = Array.from({ length: tries - 1 }, (_, before) => secondsUntil(before + 1));
    const failedAt = waits.reduce<readonly number[]>(
      (all, seconds) => [...all, (all.at(-1) ?? 0) + seconds],
      [0],
    );

    const periods = new Set(failedAt.map((second) => Math.floor(second / 300)));
    const inWindow = [...periods].filter((period) => period < EvaluationPeriods);
    expect(inWindow.length).toBeGreaterThanOrEqual(DatapointsToAlarm);
  });

  test("DeadLettersWaiting counts those that are hidden until they are tried again", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "Tandem-example-DeadLettersWaiting",
      Metrics: Match.arrayWith(
        ["ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible"].map(
          (MetricName) =>
            Match.objectLike({
              MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName }) }),
            }),
        ),
      ),
    });
  });
});

describe("the heartbeat", () => {
  test("goes off when the tick was not called for a quarter of an hour, or CloudWatch knows nothing", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "Tandem-example-ScheduleTickSilent",
      MetricName: "Invocations",
      Dimensions: [
        { Name: "FunctionName", Value: { Ref: Match.stringLikeRegexp("^ScheduleTick") } },
      ],
      ComparisonOperator: "LessThanThreshold",
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 3,
      TreatMissingData: "breaching",
    });
  });

  test("TenantInTrouble hears from the tick, which says nothing while all is well or on hold", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "Tandem-example-TenantInTrouble",
      Namespace: "Tandem/example",
      MetricName: "Troubles",
      Statistic: "Maximum",
      TreatMissingData: "notBreaching",
    });
  });
});

describe("the runbook in infra/README.md", () => {
  const entries = () => {
    const text = readFileSync(new URL("../../infra/README.md", import.meta.url), "utf8");
    const [, runbook = ""] = /## Runbook\n(.*?)\n## /s.exec(text) ?? [];
    const parts = runbook.split(/^#{3,4} /m).slice(1);
    return new Map(parts.map((part) => [part.slice(0, part.indexOf("\n")), part]));
  };
  const Named = z.object({
    Properties: z.object({ AlarmName: z.string(), AlarmDescription: z.string() }),
  });
  const alarms = () =>
    Object.values(template.findResources("AWS::CloudWatch::Alarm")).map((alarm) => {
      const { AlarmName, AlarmDescription } = Named.parse(alarm).Properties;
      return { id: AlarmName.replace("Tandem-example-", ""), says: AlarmDescription };
    });

  test("has an entry for each alarm and each trouble of a tenant, and none for another", () => {
    const all = [...alarms().map(({ id }) => id), ...tenantTroubles];
    expect([...entries().keys()].toSorted()).toEqual(all.toSorted());
  });

  test("is named by each alarm", () => {
    for (const { id, says } of alarms()) expect(says).toContain(`infra/README.md, ${id}.`);
  });

  test("says in each entry what it means, who is hurt, where to look and what to do", () => {
    for (const part of entries().values()) {
      const parts = [...part.matchAll(/^- \*(.+?)\.\*/gm)].map(([, what]) => what);
      expect(parts, part).toEqual(["It means", "Hurt", "Look", "Do"]);
    }
  });
});
