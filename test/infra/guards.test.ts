import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { describe, expect, test } from "vitest";
import { exampleStack } from "./synthesized.ts";

describe("guards", () => {
  test("no rule of AWS Solutions or Serverless is broken", () => {
    const { app } = exampleStack();

    expect(() => app.synth()).not.toThrow();
  }, 60_000);

  test("a broken rule stops the synthesis", () => {
    const { app, stack } = exampleStack();
    new CfnQueue(stack, "Planted");

    expect(() => app.synth()).toThrow("AwsSolutions-SQS3");
  }, 60_000);
});
