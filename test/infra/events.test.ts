import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, test } from "vitest";
import { exampleTemplate } from "./synthesized.ts";

let template: Template;

beforeAll(() => {
  template = exampleTemplate();
}, 60_000);

describe("the event bus", () => {
  test("is the tenant's own", () => {
    template.resourceCountIs("AWS::Events::EventBus", 1);
    template.hasResourceProperties("AWS::Events::EventBus", { Name: "tandem-example" });
  });
});

describe("the schedule", () => {
  test("calls the tick each minute, and a failed tick is not repeated", () => {
    template.hasResourceProperties("AWS::Events::Rule", {
      ScheduleExpression: "rate(1 minute)",
      State: "ENABLED",
      Targets: [Match.objectLike({ RetryPolicy: Match.objectLike({ MaximumRetryAttempts: 0 }) })],
    });
    template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      FunctionName: { Ref: Match.stringLikeRegexp("^ScheduleTick") },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });
});
