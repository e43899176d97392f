import type { Stack } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import type { Tenant } from "../tenant/tenant.ts";

/** Where others hear of errors and failed jobs: infra/README.md shows a rule. Those are theirs, not this stack's. */
export const defineEventBus = (stack: Stack, tenant: Tenant): EventBus =>
  new EventBus(stack, "Events", {
    eventBusName: `tandem-${tenant.name}`,
    description: `What happens in Tandem ${tenant.name}`,
  });
