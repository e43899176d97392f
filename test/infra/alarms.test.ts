import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, test } from "vitest";
import { exampleTemplate } from "./synthesized.ts";

let template: Template;

beforeAll(() => {
  template = exampleTemplate();
}, 60_000);

test("every alarm says who is hurt, and reaches the topic", () => {
  template.resourceCountIs("AWS::CloudWatch::Alarm", 7);
  template.allResourcesProperties("AWS::CloudWatch::Alarm", {
    AlarmDescription: Match.stringLikeRegexp("^example: .{30,}"),
    AlarmActions: [{ Ref: Match.stringLikeRegexp("^Alarms") }],
  });
});

test("alarms may publish to the topic", () => {
  template.hasResourceProperties("AWS::SNS::TopicPolicy", {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: "Allow",
          Action: "sns:Publish",
          Principal: { Service: "cloudwatch.amazonaws.com" },
        }),
      ]),
    },
  });
});

test.each(["SyncWorker", "DeadLetter", "Api", "ChangeNotice"])(
  "the alarm of %s counts what the function answers for and only logs, too",
  (id) => {
    template.hasResourceProperties("AWS::Logs::MetricFilter", {
      LogGroupName: { Ref: Match.stringLikeRegexp(`^${id}Logs`) },
      FilterPattern: '{ $.level = "ERROR" }',
      MetricTransformations: [Match.objectLike({ MetricNamespace: "Tandem", MetricValue: "1" })],
    });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: "FILL(crashed, 0) + FILL(reported, 0)" }),
        Match.objectLike({
          Id: "crashed",
          MetricStat: Match.objectLike({
            Metric: Match.objectLike({
              Dimensions: [
                { Name: "FunctionName", Value: { Ref: Match.stringLikeRegexp(`^${id}`) } },
              ],
            }),
          }),
        }),
        Match.objectLike({
          Id: "reported",
          MetricStat: Match.objectLike({
            Metric: { Namespace: "Tandem", MetricName: { Ref: Match.stringLikeRegexp(`^${id}`) } },
          }),
        }),
      ]),
    });
  },
);
