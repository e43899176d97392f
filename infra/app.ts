import { App } from "aws-cdk-lib";
import { addGuards } from "./guards.ts";
import { findTenant } from "./tenant-file.ts";
import { defineTenantStack } from "./tenant-stack.ts";

const app = new App();
const { tenant, problem } = findTenant(String(app.node.tryGetContext("tenant") ?? "example"));
if (tenant === undefined) {
  console.error(problem);
  process.exit(1);
}
addGuards(app);
defineTenantStack(app, tenant);
