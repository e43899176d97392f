import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { afterAll } from "vitest";
import { addGuards } from "../../infra/stack/guards.ts";
import { defineTenantStack } from "../../infra/stack/tenant-stack.ts";
import type { Tenant } from "../../infra/tenant/tenant.ts";
import { findTenant } from "../../infra/tenant/tenant-file.ts";

const outputs = mkdtempSync(join(tmpdir(), "tandem-cdk-"));
afterAll(() => rmSync(outputs, { recursive: true }));

export function exampleTenant(): Tenant {
  const { tenant, problem } = findTenant("example");
  if (tenant === undefined) throw new Error(problem);
  return tenant;
}

/** The example tenant's stack, without bundling: what the functions do is not looked at here. */
export function exampleStack(tenant: Tenant = exampleTenant()): { app: App; stack: Stack } {
  const app = new App({
    context: { "aws:cdk:bundling-stacks": [] },
    outdir: mkdtempSync(join(outputs, "out-")),
    analyticsReporting: false,
  });
  addGuards(app);
  return { app, stack: defineTenantStack(app, tenant) };
}

export const exampleTemplate = (tenant?: Tenant): Template =>
  Template.fromStack(exampleStack(tenant).stack);
