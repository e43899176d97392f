import { expect, test } from "vitest";
import { templateOf } from "./deployed-template.ts";
import { exampleTenant } from "./synthesized.ts";

/** What AWS calls a resource where CloudFormation does not make its name up, which would be unique. */
const naming = new Set([
  "AlarmName",
  "BucketName",
  "DashboardName",
  "FunctionName",
  "LogGroupName",
  "Name",
  "QueueName",
  "RoleName",
  "TableName",
  "TopicName",
]);

/** Names that the template gives itself. An authorizer's is one among those of its own API. */
const namesOf = (name: string): readonly string[] =>
  Object.values(templateOf({ ...exampleTenant(), name }))
    .filter(({ Type }) => Type !== "AWS::ApiGatewayV2::Authorizer")
    .flatMap(({ Type, Properties }) =>
      Object.entries(Properties)
        .filter(([property, value]) => naming.has(property) && typeof value === "string")
        .map(([, value]) => `${Type} ${String(value)}`),
    );

test("FM26 two tenants in one account have no name in common: each has a table, queues and functions of its own", () => {
  const [acme, contoso] = [namesOf("acme"), namesOf("contoso")];

  expect(acme.length).toBeGreaterThan(10);
  expect(contoso).toHaveLength(acme.length);
  expect(acme.filter((name) => contoso.includes(name))).toEqual([]);
}, 60_000);
