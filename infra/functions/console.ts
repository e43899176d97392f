import type { Stack } from "aws-cdk-lib";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { ConsoleEnvironment } from "../../lib/runtime/environment.ts";
import { scopeOf } from "../../lib/runtime/http/route-facts.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { defineFunction } from "./tandem-function.ts";

/** Anyone on the internet can call this function: it hands out the page's files and has no rights at all. */
export function defineConsole(stack: Stack, tenant: Tenant): NodejsFunction {
  const { issuer, audience, consoleClientId, scopes } = tenant.signIn;
  const [api = ""] = audience;
  return defineFunction(stack, "Console", {
    folder: "console",
    does: "Serves the console's page",
    environment: ConsoleEnvironment,
    values: {
      PAGE_FOLDER: "/var/task/page",
      SIGN_IN_ISSUER: issuer,
      SIGN_IN_CLIENT_ID: consoleClientId ?? api,
      // The scope that includes the others; what a person may do is up to the role. And a way to renew.
      SIGN_IN_SCOPE: `openid profile offline_access ${api}/${scopes ? scopeOf["Tandem.Admin"] : ".default"}`,
    },
    seconds: 10,
    megabytes: 512,
    tenant,
    isOpen: true,
    addFiles: (bundle) => `node --import tsx functions/console/build/run.ts "${bundle}/page"`,
  });
}
