import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { tableFacts } from "../../lib/store/table-facts.ts";
import { actionsOf, rightsOf, schemas } from "./rights.ts";
import { exampleTemplate } from "./synthesized.ts";

let template: Template;

beforeAll(() => {
  template = exampleTemplate();
}, 60_000);

describe("every function", () => {
  test("runs on Node 24 on ARM, with its own log group that is cleared after a month", () => {
    template.resourceCountIs("AWS::Lambda::Function", 6);
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
    for (const { action, resource } of rightsOf(template, id)) {
      expect(action).not.toContain("*");
      expect(resource).not.toContain("*");
    }
  });

  const withState = Object.keys(schemas).filter((id) => id !== "Console");
  test.each(withState)("%s reads and writes items, and cannot scan the table", (id) => {
    expect(actionsOf(template, id)).toEqual(
      expect.arrayContaining(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]),
    );
    expect(actionsOf(template, id)).not.toContain("dynamodb:Scan");
    expect(actionsOf(template, id)).not.toContain("dynamodb:DeleteTable");
  });
});

test("what serves the page may write its log, and nothing else", () => {
  expect(rightsOf(template, "Console")).toEqual(
    ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({
      action,
      resource: expect.stringContaining("ConsoleLogs"),
    })),
  );
});

describe("credentials of the apps", () => {
  test("are read by the worker", () => {
    expect(actionsOf(template, "SyncWorker")).toContain("secretsmanager:GetSecretValue");
  });

  test.each(["ScheduleTick", "DeadLetter", "Api", "Console"])("are out of reach for %s", (id) => {
    expect(
      actionsOf(template, id).filter((action) => action.startsWith("secretsmanager:")),
    ).toEqual([]);
  });

  test("are in no template", () => {
    template.hasResource("AWS::SecretsManager::Secret", { DeletionPolicy: "Retain" });
    expect(JSON.stringify(template.toJSON())).not.toContain('"SecretString":');
  });
});

describe("the secret of notices", () => {
  const secretsOf = (id: string) =>
    rightsOf(template, id)
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
    actionsOf(template, "ChangeNotice")
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
