import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import { rightsOf, schemas } from "./rights.ts";
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

  test.each(Object.keys(schemas))("gets events from who ends jobs, and %s may do no more", (id) => {
    const rights = rightsOf(template, id).filter(({ action }) => action.startsWith("events:"));

    expect(rights).toEqual(
      id === "SyncWorker" || id === "DeadLetter"
        ? [{ action: "events:PutEvents", resource: expect.stringMatching(/"Events[0-9A-F]{8}"/) }]
        : [],
    );
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
