import { Match, Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { exampleStack, exampleTemplate, exampleTenant } from "./synthesized.ts";

const Fed = z.object({
  Properties: z.object({ FunctionName: z.object({ Ref: z.string() }) }),
});

let template: Template;

beforeAll(() => {
  template = exampleTemplate();
}, 60_000);

describe("the queue", () => {
  test("is FIFO, encrypted, and hands failing steps to its dead-letter queue", () => {
    template.hasResourceProperties("AWS::SQS::Queue", {
      FifoQueue: true,
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 1080,
      RedrivePolicy: {
        maxReceiveCount: 5,
        deadLetterTargetArn: { "Fn::GetAtt": [Match.stringLikeRegexp("^DeadLetters"), "Arn"] },
      },
    });
    template.allResourcesProperties("AWS::SQS::Queue", {
      FifoQueue: true,
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  test("a step is invisible for at least six times the worker's timeout", () => {
    const [worker] = Object.values(
      template.findResources("AWS::Lambda::Function", {
        Properties: { Description: "Carries out one step of a job" },
      }),
    );
    const timeout = z.object({ Properties: z.object({ Timeout: z.number() }) }).parse(worker)
      .Properties.Timeout;

    expect(1080).toBeGreaterThanOrEqual(6 * timeout);
  });

  test.each([2, 3, 4, 5])(
    "%i workers at once have no more than five requests to Business Central under way",
    (mappingsAtOnce) => {
      const { stack } = exampleStack({ ...exampleTenant(), mappingsAtOnce });
      const made = Template.fromStack(stack);
      const share = Math.floor(5 / mappingsAtOnce);

      made.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
        FunctionName: { Ref: Match.stringLikeRegexp("^SyncWorker") },
        ScalingConfig: { MaximumConcurrency: mappingsAtOnce },
      });
      made.hasResourceProperties("AWS::Lambda::Function", {
        Environment: { Variables: Match.objectLike({ BUSINESS_CENTRAL_AT_ONCE: String(share) }) },
      });
      expect(share * mappingsAtOnce).toBeLessThanOrEqual(5);
    },
  );

  test("a job may have more than sixteen steps: Lambda is told that no loop went astray", () => {
    const fed = Object.values(template.findResources("AWS::Lambda::EventSourceMapping"));

    expect(fed).toHaveLength(2);
    for (const mapping of fed) {
      const id = Fed.parse(mapping).Properties.FunctionName.Ref;
      expect(template.toJSON()).toHaveProperty(`Resources.${id}.Properties.RecursiveLoop`, "Allow");
    }
  });

  test("takes and gives nothing over plain HTTP", () => {
    template.resourceCountIs("AWS::SQS::QueuePolicy", 2);
    template.allResourcesProperties("AWS::SQS::QueuePolicy", {
      PolicyDocument: {
        Statement: [
          {
            Effect: "Deny",
            Action: "sqs:*",
            Principal: { AWS: "*" },
            Condition: { Bool: { "aws:SecureTransport": "false" } },
            Resource: Match.anyValue(),
          },
        ],
      },
    });
  });

  test.each([
    ["Steps", "SyncWorker", { ScalingConfig: { MaximumConcurrency: 2 } }],
    ["DeadLetters", "DeadLetter", {}],
  ])("%s goes to %s message by message, and failures are told one by one", (queue, id, more) => {
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: { "Fn::GetAtt": [Match.stringLikeRegexp(`^${queue}`), "Arn"] },
      FunctionName: { Ref: Match.stringLikeRegexp(`^${id}`) },
      BatchSize: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ...more,
    });
  });
});
