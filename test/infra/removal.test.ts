import { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import type { Tenant } from "../../infra/tenant/tenant.ts";
import { exampleStack, exampleTenant } from "./synthesized.ts";

const Resource = z.object({ Type: z.string(), DeletionPolicy: z.optional(z.string()) });

/** What stays when the stack of such a tenant is deleted, and whether it can be at all. */
function leftOf(removalPolicy: Tenant["removalPolicy"]) {
  const { app, stack } = exampleStack({ ...exampleTenant(), removalPolicy });
  app.synth();
  const template = Template.fromStack(stack);
  const resources = Object.values(
    z.record(z.string(), Resource).parse(template.toJSON()["Resources"]),
  );
  const kept = resources.filter(({ DeletionPolicy }) => DeletionPolicy === "Retain");
  return {
    types: kept.map(({ Type }) => Type).toSorted(),
    isProtected: stack.terminationProtection,
    tableIsProtected: JSON.stringify(template.toJSON()).includes(
      '"DeletionProtectionEnabled":true',
    ),
  };
}

test("couplings, history and secrets outlive a deployment, which is protected itself", () => {
  expect(leftOf("retain")).toEqual({
    types: [
      "AWS::DynamoDB::GlobalTable",
      "AWS::SecretsManager::Secret",
      "AWS::SecretsManager::Secret",
    ],
    isProtected: true,
    tableIsProtected: true,
  });
}, 60_000);

test("a trial leaves nothing behind, and breaks no rule by that", () => {
  expect(leftOf("destroy")).toEqual({ types: [], isProtected: false, tableIsProtected: false });
}, 60_000);

test("secrets bear the names that the tenant wants", () => {
  const secretNames = { appCredentials: "tandem/acme/apps", notices: "tandem/acme/notices" };
  const { stack } = exampleStack({ ...exampleTenant(), secretNames });

  for (const Name of Object.values(secretNames)) {
    Template.fromStack(stack).hasResourceProperties("AWS::SecretsManager::Secret", { Name });
  }
});

test("the credentials of the apps are made without a client id, and say what belongs there", () => {
  const { stack } = exampleStack();

  Template.fromStack(stack).hasResourceProperties("AWS::SecretsManager::Secret", {
    Description:
      'Tandem example signs in to both apps with it. Store {"clientId": "<application id>", "clientSecret": "<its secret>"}; nothing is redeployed.',
    GenerateSecretString: {
      SecretStringTemplate: '{"clientId":""}',
      GenerateStringKey: "clientSecret",
    },
  });
});
