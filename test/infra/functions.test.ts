import { readdirSync } from "node:fs";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import {
  ApiEnvironment,
  ConsoleEnvironment,
  DeadLetterEnvironment,
  NoticeEnvironment,
  readEnvironment,
  TickEnvironment,
  WorkerEnvironment,
} from "../../lib/runtime/environment.ts";
import { tableFacts } from "../../lib/store/table/table-facts.ts";
import { type DeployedTemplate, readTemplate } from "./deployed-template.ts";
import { resourcesOf } from "./resolve.ts";
import { exampleTemplate, exampleTenant } from "./synthesized.ts";

let template: Template;
let deployed: DeployedTemplate;

beforeAll(() => {
  template = exampleTemplate();
  deployed = readTemplate(resourcesOf(template.toJSON()));
}, 60_000);

const schemas = {
  SyncWorker: WorkerEnvironment,
  ScheduleTick: TickEnvironment,
  DeadLetter: DeadLetterEnvironment,
  Api: ApiEnvironment,
  ChangeNotice: NoticeEnvironment,
  Console: ConsoleEnvironment,
};

/** Read by Node itself, before any code of ours. */
const ofNode = ["NODE_OPTIONS"];

const functionCalled = (id: string) => {
  const found = deployed.functions[id];
  if (found === undefined) throw new Error(`The template has no ${id}`);
  return found;
};

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
});

describe("the environment", () => {
  test("has a schema for each function, which is in a folder of its own", () => {
    expect(Object.keys(deployed.functions).toSorted()).toEqual(Object.keys(schemas).toSorted());
    expect(
      Object.values(deployed.functions)
        .map(({ folder }) => folder)
        .toSorted(),
    ).toEqual(readdirSync("functions").toSorted());
  });

  test.each(Object.entries(schemas))("of %s is one that it can read", (id, schema) => {
    expect(() => readEnvironment(schema, functionCalled(id).environment)).not.toThrow();
  });

  test.each(Object.entries(schemas))("of %s lacks nothing, and has nothing else", (id, schema) => {
    const given = Object.keys(functionCalled(id).environment);

    expect(given.toSorted()).toEqual([...Object.keys(schema.shape), ...ofNode].toSorted());
  });
});

describe("rights", () => {
  test.each(Object.keys(schemas))("%s may not do anything to everything", (id) => {
    for (const { action, resource } of functionCalled(id).grants) {
      expect(action).not.toContain("*");
      // What ends so is a log group: its streams.
      expect(resource.replace(/:log-group:\w+:\*$/, "")).not.toContain("*");
    }
  });

  test("what serves the page may write its log, and nothing else", () => {
    const { grants } = functionCalled("Console");

    expect(grants.map(({ action }) => action)).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]);
  });

  test("FM27 who listens to notices may plan runs, and touch nothing that was synchronized", () => {
    const { mappings, states } = tableFacts.partitions;
    const grants = functionCalled("ChangeNotice").grants.map(({ action, leadingKeys }) => ({
      action,
      leadingKeys,
    }));

    expect(grants.filter(({ action }) => !action.startsWith("logs:"))).toEqual([
      { action: "dynamodb:Query", leadingKeys: [mappings] },
      { action: "dynamodb:GetItem", leadingKeys: [states] },
      { action: "dynamodb:PutItem", leadingKeys: [states] },
      { action: "secretsmanager:GetSecretValue" },
    ]);
  });
});

describe("secrets", () => {
  test("are in no template", () => {
    template.hasResource("AWS::SecretsManager::Secret", { DeletionPolicy: "Retain" });
    expect(JSON.stringify(template.toJSON())).not.toContain('"SecretString":');
  });

  test("of notices: one that fits into an address, made by AWS", () => {
    template.hasResourceProperties("AWS::SecretsManager::Secret", {
      Description: "What the webhooks of Tandem example must bear",
      GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 48 },
    });
  });
});

describe("what anybody on the internet can call", () => {
  const reservedOf = (openAtOnce: number | "none") => {
    const made = exampleTemplate({ ...exampleTenant(), openAtOnce });
    return Object.values(made.findResources("AWS::Lambda::Function")).flatMap((each) => {
      const { ReservedConcurrentExecutions, Description } = z
        .object({
          Properties: z.object({
            ReservedConcurrentExecutions: z.optional(z.number()),
            Description: z.string(),
          }),
        })
        .parse(each).Properties;
      return ReservedConcurrentExecutions === undefined
        ? []
        : [[Description, ReservedConcurrentExecutions]];
    });
  };

  test("gets two calls at a time, so that it cannot use up the account's", () => {
    expect(reservedOf(2)).toEqual([
      ["Listens to what the apps tell of changes", 2],
      ["Serves the console's page", 2],
    ]);
  });

  test("gets no limit where the account has too few to reserve", () => {
    expect(reservedOf("none")).toEqual([]);
  });
});
