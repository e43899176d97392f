import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { exampleTemplate } from "./synthesized.ts";

/** Rows of the table in infra/README.md that a template can tell. */
const counted: Readonly<Record<string, string>> = {
  "event buses": "AWS::Events::EventBus",
  "rules on the default bus": "AWS::Events::Rule",
  "HTTP APIs": "AWS::ApiGatewayV2::Api",
  "routes of an HTTP API": "AWS::ApiGatewayV2::Route",
  "IAM roles": "AWS::IAM::Role",
  "saved queries of Logs Insights": "AWS::Logs::QueryDefinition",
  secrets: "AWS::SecretsManager::Secret",
  tables: "AWS::DynamoDB::GlobalTable",
  alarms: "AWS::CloudWatch::Alarm",
};

test("infra/README.md says what a tenant takes of each quota of an account", () => {
  const page = readFileSync(new URL("../../infra/README.md", import.meta.url), "utf8");
  const template = exampleTemplate();
  const said = Object.keys(counted).map((quota) => {
    const [, takes] = new RegExp(`^\\| ${quota} \\| [^|]+ \\| (\\d+) \\|`, "m").exec(page) ?? [];
    return [quota, Number(takes)];
  });

  expect(Object.fromEntries(said)).toEqual(
    Object.fromEntries(
      Object.entries(counted).map(([quota, type]) => [
        quota,
        Object.keys(template.findResources(type)).length,
      ]),
    ),
  );
}, 60_000);

test("the calls that a tenant reserves are the ones that infra/README.md says", () => {
  const Reserved = z.object({
    Properties: z.object({ ReservedConcurrentExecutions: z._default(z.number(), 0) }),
  });
  const reserved = Object.values(exampleTemplate().findResources("AWS::Lambda::Function"))
    .map((made) => Reserved.parse(made).Properties.ReservedConcurrentExecutions)
    .reduce((sum, each) => sum + each, 0);

  expect(reserved).toBe(4);
}, 60_000);
