import { Match, Template } from "aws-cdk-lib/assertions";
import { test } from "vitest";
import { exampleStack, exampleTenant } from "./synthesized.ts";

const api = "00000000-0000-0000-0000-000000000000";

const consoleWith = (variables: Readonly<Record<string, string>>) => ({
  Description: "Serves the console's page",
  Environment: { Variables: Match.objectLike(variables) },
});

const templateFor = (more: object): Template => {
  const tenant = exampleTenant();
  return Template.fromStack(
    exampleStack({ ...tenant, signIn: { ...tenant.signIn, ...more } }).stack,
  );
};

test("the console signs people in as the API's own registration, for the scope that the gateway asks for", () => {
  templateFor({}).hasResourceProperties(
    "AWS::Lambda::Function",
    consoleWith({
      SIGN_IN_ISSUER: exampleTenant().signIn.issuer,
      SIGN_IN_CLIENT_ID: api,
      SIGN_IN_SCOPE: `openid profile offline_access ${api}/admin`,
    }),
  );
}, 60_000);

test("a registration of its own is used where the tenant names one; without scopes it asks for what was granted", () => {
  templateFor({ consoleClientId: "its-own", scopes: false }).hasResourceProperties(
    "AWS::Lambda::Function",
    consoleWith({
      SIGN_IN_CLIENT_ID: "its-own",
      SIGN_IN_SCOPE: `openid profile offline_access ${api}/.default`,
    }),
  );
}, 60_000);
