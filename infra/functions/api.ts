import type { Stack } from "aws-cdk-lib";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { ApiEnvironment } from "../../lib/runtime/environment.ts";
import type { StepQueues } from "../state/step-queue.ts";
import type { StateTable } from "../state/table.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { defineFunction } from "./tandem-function.ts";

export interface ApiProps {
  readonly tenant: Tenant;
  readonly table: StateTable;
  readonly queues: StepQueues;
}

/** The HTTP API. Its function writes jobs and flags; it holds no credentials of the apps. */
export function defineApi(stack: Stack, { tenant, table, queues }: ApiProps): NodejsFunction {
  const handler = defineFunction(stack, "Api", {
    folder: "api",
    does: "Answers the HTTP API",
    environment: ApiEnvironment,
    values: {
      TABLE_NAME: table.tableName,
      QUEUE_URL: queues.steps.queueUrl,
      RETENTION_DAYS: String(tenant.retentionDays),
      BUSINESS_CENTRAL_URL: tenant.businessCentralUrl,
      DATAVERSE_URL: tenant.dataverseUrl,
      SIGN_IN: "jwt",
    },
    seconds: 29,
    megabytes: 512,
    tenant,
    // Made here, so that the function need not: what makes it would be 25 KB of each start.
    addFiles: (bundle) =>
      `node --import tsx functions/api/write-contract.ts "${bundle}/openapi.json"`,
  });
  table.grantUse(handler, "api");
  queues.grantSending(handler);
  return handler;
}
