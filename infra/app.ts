import { App } from "aws-cdk-lib";
import { addGuards } from "./guards.ts";
import { readTenant } from "./tenant.ts";
import { defineTenantStack } from "./tenant-stack.ts";

const app = new App();
addGuards(app);

/** `cdk deploy -c tenant=<name>`; without a name the example is synthesized. */
const name = String(app.node.tryGetContext("tenant") ?? "example");
defineTenantStack(app, readTenant(new URL(`tenants/${name}.json`, import.meta.url)));
