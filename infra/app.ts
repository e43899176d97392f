import { App } from "aws-cdk-lib";
import { addGuards } from "./stack/guards.ts";
import { defineTenantStack } from "./stack/tenant-stack.ts";
import { findTenant } from "./tenant/tenant-file.ts";

const app = new App();
const { tenant, problem } = findTenant(String(app.node.tryGetContext("tenant") ?? "example"));
if (tenant === undefined) {
  console.error(problem);
  process.exit(1);
}
addGuards(app);
defineTenantStack(app, tenant);
