import type { Stack } from "aws-cdk-lib";
import { QueryDefinition, QueryString } from "aws-cdk-lib/aws-logs";
import type { Functions } from "../functions/functions.ts";
import type { Tenant } from "../tenant/tenant.ts";

/** In the order in which somebody who looks for a cause asks them. */
const queries: Readonly<Record<string, readonly [name: string, parts: QueryParts]>> = {
  FromRequest: [
    "1 From a request to its jobs",
    {
      filterStatements: ['requestId = "put in the apigw-requestid of the answer"'],
      sort: "@timestamp asc",
    },
  ],
  OneJob: [
    "2 One job, step by step",
    { filterStatements: ['@message like "put in the id of the job"'], sort: "@timestamp asc" },
  ],
  WhatFailed: [
    "3 What failed",
    // A function that is stopped says nothing any more; Lambda does, in its report.
    { filterStatements: ['level = "ERROR" or record.status in ["error", "failure", "timeout"]'] },
  ],
  RunsByMapping: [
    "4 Runs by mapping",
    {
      filterStatements: ['message = "Job ended"'],
      statsStatements: [
        "count() as runs, sum(Changed) as changed, sum(Failed) as failed, pct(RunSeconds, 95) as seconds, max(cursorAgeMinutes) as behind by mapping, state",
      ],
    },
  ],
  SlowSteps: [
    "5 Slow steps",
    { filterStatements: ['message = "Step ended"'], sort: "milliseconds desc" },
  ],
  Troubles: ["6 Troubles", { filterStatements: ['message = "Tick" and ispresent(Troubles)'] }],
};

interface QueryParts {
  readonly filterStatements: string[];
  readonly sort?: string;
  readonly statsStatements?: string[];
}

const fields = [
  "@timestamp",
  "message",
  "mapping",
  "jobId",
  "step",
  "end",
  "milliseconds",
  "requestId",
  "@message",
];

/** Kept in CloudWatch Logs Insights, over the logs of all functions. */
export function defineSavedQueries(stack: Stack, tenant: Tenant, functions: Functions): void {
  const logGroups = Object.values(functions).map(({ logGroup }) => logGroup);
  for (const [id, [name, parts]] of Object.entries(queries)) {
    new QueryDefinition(stack, id, {
      queryDefinitionName: `Tandem/${tenant.name}/${name}`,
      logGroups,
      queryString: new QueryString(
        parts.statsStatements === undefined ? { fields, limit: 200, ...parts } : parts,
      ),
    });
  }
}
