import type { Stack } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { type TableUser, tableFacts } from "../../lib/store/table/table-facts.ts";
import { removalPolicyOf, type Tenant } from "../tenant/tenant.ts";

export interface StateTable {
  readonly tableName: string;
  /** What this function asks of the table, and no more: no scan, no change of the table itself. */
  grantUse(grantee: IGrantable, user: TableUser): void;
  /** Enough to see the mappings and to plan their next runs: nothing of what was synchronized. */
  grantWaking(grantee: IGrantable): void;
}

export function defineTable(stack: Stack, tenant: Tenant): StateTable {
  const table = new TableV2(stack, "State", {
    partitionKey: stringKey(tableFacts.partitionKey),
    sortKey: stringKey(tableFacts.sortKey),
    timeToLiveAttribute: tableFacts.timeToLive,
    globalSecondaryIndexes: tableFacts.indexes.map(indexOf),
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: tenant.removalPolicy === "retain",
    removalPolicy: removalPolicyOf(tenant),
  });
  return {
    tableName: table.tableName,
    grantUse({ grantPrincipal }, user) {
      const { actions, indexes } = tableFacts.uses[user];
      grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({
          actions: actions.map((action) => `dynamodb:${action}`),
          resources: [table.tableArn],
        }),
      );
      grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({
          actions: ["dynamodb:Query"],
          resources: indexes.map((index) => `${table.tableArn}/index/${index}`),
        }),
      );
    },
    grantWaking({ grantPrincipal }) {
      const { mappings, states } = tableFacts.partitions;
      for (const statement of [
        confined(table.tableArn, ["Query"], mappings),
        confined(table.tableArn, ["GetItem", "PutItem"], states),
      ]) {
        grantPrincipal.addToPrincipalPolicy(statement);
      }
    },
  };
}

const confined = (
  tableArn: string,
  allowed: readonly string[],
  partition: string,
): PolicyStatement =>
  new PolicyStatement({
    actions: allowed.map((action) => `dynamodb:${action}`),
    resources: [tableArn],
    conditions: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [partition] } },
  });

const stringKey = (name: string) => ({ name, type: AttributeType.STRING });

const indexOf = (index: (typeof tableFacts.indexes)[number]): GlobalSecondaryIndexPropsV2 => ({
  indexName: index.name,
  partitionKey: stringKey(index.partitionKey),
  sortKey: stringKey(index.sortKey),
  projectionType: ProjectionType[index.projection],
});
