import { Match, type Template } from "aws-cdk-lib/assertions";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import {
  ApiEnvironment,
  DeadLetterEnvironment,
  NoticeEnvironment,
  TickEnvironment,
  WorkerEnvironment,
} from "../../lib/runtime/environment.ts";
import { routes as apiRoutes } from "../../lib/runtime/http/routes.ts";
import { tableFacts } from "../../lib/store/table-facts.ts";
import { exampleStack, exampleTemplate } from "./synthesized.ts";

let template: Template;

beforeAll(() => {
  template = exampleTemplate();
}, 60_000);

const schemas = {
  SyncWorker: WorkerEnvironment,
  ScheduleTick: TickEnvironment,
  DeadLetter: DeadLetterEnvironment,
  Api: ApiEnvironment,
  ChangeNotice: NoticeEnvironment,
};

const Statement = z.object({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
});
const Policy = z.object({
  Properties: z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) }),
});

/** What a function's role may do: action by action, with the resource as text. */
function rightsOf(id: string) {
  const [policy] = Object.entries(template.findResources("AWS::IAM::Policy"))
    .filter(([name]) => name.startsWith(`${id}RoleDefaultPolicy`))
    .map(([, resource]) => Policy.parse(resource));
  if (policy === undefined) throw new Error(`${id} has no policy`);
  return policy.Properties.PolicyDocument.Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action) => ({ action, resource: JSON.stringify(Resource) })),
  );
}

const actionsOf = (id: string) => rightsOf(id).map(({ action }) => action);

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

describe("the table", () => {
  test("has the keys, indexes and TTL attribute that the code uses", () => {
    template.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: tableFacts.partitionKey, KeyType: "HASH" },
        { AttributeName: tableFacts.sortKey, KeyType: "RANGE" },
      ],
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      GlobalSecondaryIndexes: tableFacts.indexes.map((index) =>
        Match.objectLike({
          IndexName: index.name,
          KeySchema: [
            { AttributeName: index.partitionKey, KeyType: "HASH" },
            { AttributeName: index.sortKey, KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: index.projection },
        }),
      ),
    });
  });

  test("can be restored to any second, and cannot be deleted by mistake", () => {
    template.hasResource("AWS::DynamoDB::GlobalTable", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      },
    });
  });
});

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

  test("the worker may say when a failed step comes back", () => {
    expect(rightsOf("SyncWorker")).toContainEqual({
      action: "sqs:ChangeMessageVisibility",
      resource: expect.stringContaining("Steps"),
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

describe("every function", () => {
  test("runs on Node 24 on ARM, with its own log group that is cleared after a month", () => {
    template.resourceCountIs("AWS::Lambda::Function", 5);
    template.allResourcesProperties("AWS::Lambda::Function", {
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      LoggingConfig: {
        LogFormat: "JSON",
        LogGroup: { Ref: Match.stringLikeRegexp("Logs") },
      },
      Environment: { Variables: { NODE_OPTIONS: "--enable-source-maps" } },
    });
    template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 });
  });

  test.each(Object.entries(schemas))("%s gets every variable that it parses", (id, schema) => {
    const [found] = Object.entries(template.findResources("AWS::Lambda::Function"))
      .filter(([name]) => new RegExp(`^${id}[0-9A-F]{8}$`).test(name))
      .map(([, resource]) =>
        z
          .object({
            Properties: z.object({
              Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
            }),
          })
          .parse(resource),
      );

    const given = Object.keys(found?.Properties.Environment.Variables ?? {});
    expect(given).toEqual(expect.arrayContaining(Object.keys(schema.shape)));
  });

  test.each(Object.keys(schemas))("%s may not do anything to everything", (id) => {
    for (const { action, resource } of rightsOf(id)) {
      expect(action).not.toContain("*");
      expect(resource).not.toContain("*");
    }
  });

  test.each(Object.keys(schemas))("%s reads and writes items, and cannot scan the table", (id) => {
    expect(actionsOf(id)).toEqual(
      expect.arrayContaining(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]),
    );
    expect(actionsOf(id)).not.toContain("dynamodb:Scan");
    expect(actionsOf(id)).not.toContain("dynamodb:DeleteTable");
  });
});

describe("credentials of the apps", () => {
  test("are read by the worker", () => {
    expect(actionsOf("SyncWorker")).toContain("secretsmanager:GetSecretValue");
  });

  test.each(["ScheduleTick", "DeadLetter", "Api"])("are out of reach for %s", (id) => {
    expect(actionsOf(id).filter((action) => action.startsWith("secretsmanager:"))).toEqual([]);
  });

  test("are in no template", () => {
    template.hasResource("AWS::SecretsManager::Secret", { DeletionPolicy: "Retain" });
    expect(JSON.stringify(template.toJSON())).not.toContain('"SecretString":');
  });
});

describe("the event bus", () => {
  test("is the tenant's own", () => {
    template.resourceCountIs("AWS::Events::EventBus", 1);
    template.hasResourceProperties("AWS::Events::EventBus", { Name: "tandem-example" });
  });

  test.each(Object.keys(schemas))("gets events from who ends jobs, and %s may do no more", (id) => {
    const rights = rightsOf(id).filter(({ action }) => action.startsWith("events:"));

    expect(rights).toEqual(
      id === "SyncWorker" || id === "DeadLetter"
        ? [{ action: "events:PutEvents", resource: expect.stringMatching(/"Events[0-9A-F]{8}"/) }]
        : [],
    );
  });
});

describe("the secret of notices", () => {
  const secretsOf = (id: string) =>
    rightsOf(id)
      .filter(({ action }) => action === "secretsmanager:GetSecretValue")
      .map(({ resource }) => /AppCredentials|NoticeSecret/.exec(resource)?.[0])
      .toSorted();

  test("is read by who hears notices, which cannot read the apps' credentials, and by who subscribes", () => {
    expect(secretsOf("ChangeNotice")).toEqual(["NoticeSecret"]);
    expect(secretsOf("SyncWorker")).toEqual(["AppCredentials", "NoticeSecret"]);
  });

  test("is one that fits into an address, made by AWS", () => {
    template.hasResourceProperties("AWS::SecretsManager::Secret", {
      Description: "What the webhooks of Tandem example must bear",
      GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 48 },
    });
  });
});

test("27 who listens to notices may plan runs, and touch nothing that was synchronized", () => {
  const [policy] = Object.values(
    template.findResources("AWS::IAM::Policy", {
      Properties: { PolicyName: Match.stringLikeRegexp("^ChangeNoticeRole") },
    }),
  );
  const partitionsOf = (text: string) =>
    Confined.parse(policy)
      .Properties.PolicyDocument.Statement.filter(({ Action }) => [Action].flat().includes(text))
      .map(({ Condition }) => Condition?.["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"]);
  const { mappings, states } = tableFacts.partitions;

  expect(partitionsOf("dynamodb:PutItem")).toEqual([[states]]);
  expect(partitionsOf("dynamodb:Query")).toEqual([[mappings, states]]);
  expect(
    actionsOf("ChangeNotice")
      .filter((action) => !action.startsWith("logs:"))
      .toSorted(),
  ).toEqual([
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
  ]);
});

const Confined = z.object({
  Properties: z.object({
    PolicyDocument: z.object({
      Statement: z.array(
        z.object({
          Action: z.union([z.string(), z.array(z.string())]),
          Condition: z.optional(
            z.object({
              "ForAllValues:StringEquals": z.object({
                "dynamodb:LeadingKeys": z.array(z.string()),
              }),
            }),
          ),
        }),
      ),
    }),
  }),
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

/** `GET /v1/{proxy+}` as the gateway understands it. */
const asPattern = (routeKey: string): RegExp =>
  new RegExp(`^${routeKey.replace(/\{[^}]+\+\}/g, ".+").replace(/\{[^}]+\}/g, "[^/]+")}$`);

describe("the API", () => {
  const Route = z.object({
    Properties: z.object({ RouteKey: z.string(), AuthorizationType: z.string() }),
  });
  const routes = () =>
    Object.values(template.findResources("AWS::ApiGatewayV2::Route")).map(
      (route) => Route.parse(route).Properties,
    );

  test("its function asks for roles", () => {
    const variables = Match.objectLike({ SIGN_IN: "jwt" });

    template.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: variables },
    });
  });

  test("asks for a token of the tenant's issuer", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
      AuthorizerType: "JWT",
      JwtConfiguration: {
        Audience: ["00000000-0000-0000-0000-000000000000"],
        Issuer: "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0",
      },
    });
    const behindSignIn = routes().filter(({ AuthorizationType }) => AuthorizationType === "JWT");
    expect(behindSignIn.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(
      ["DELETE", "GET", "PATCH", "POST", "PUT"].map((method) => `${method} /v1/{proxy+}`),
    );
  });

  test("is open only for notices, its contract, its health and the console's files", () => {
    const open = routes().filter(({ AuthorizationType }) => AuthorizationType === "NONE");
    expect(open.map(({ RouteKey }) => RouteKey).toSorted()).toEqual([
      "GET /",
      "GET /console/{file+}",
      "GET /health",
      "GET /v1/notices/business-central",
      "GET /v1/openapi.json",
      "POST /v1/notices/business-central",
      "POST /v1/notices/dataverse",
    ]);
  });

  test("is open and closed where the API's own routes say so", () => {
    const opened = routes()
      .filter(({ AuthorizationType }) => AuthorizationType === "NONE")
      .map(({ RouteKey }) => asPattern(RouteKey));
    const isOpen = (route: string) => opened.some((pattern) => pattern.test(route));

    const wrong = Object.entries(apiRoutes)
      .filter(([route, { role }]) => isOpen(route) !== (role === "open"))
      .map(([route]) => route);
    expect(wrong).toEqual([]);
  });

  test("is throttled, and its access log is JSON without query strings", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      AccessLogSettings: { Format: Match.stringLikeRegexp('^{"requestId":"\\$context.requestId"') },
    });
  });
});

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
