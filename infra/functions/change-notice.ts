import { CfnOutput, type Stack, Validations } from "aws-cdk-lib";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { NoticeEnvironment } from "../../lib/runtime/environment.ts";
import { grantReading } from "../state/secrets.ts";
import type { StateTable } from "../state/table.ts";
import { removalPolicyOf, type Tenant } from "../tenant/tenant.ts";
import { defineFunction } from "./tandem-function.ts";

export interface ChangeNoticeProps {
  readonly tenant: Tenant;
  readonly table: StateTable;
}

export interface ChangeNotice {
  readonly handler: NodejsFunction;
  /** What notices must bear; the worker hands it to Business Central when it subscribes. */
  readonly secret: Secret;
}

/** Anyone on the internet can call this function: all it may do is move a mapping's next run. */
export function defineChangeNotice(
  stack: Stack,
  { tenant, table }: ChangeNoticeProps,
): ChangeNotice {
  const secret = defineSecret(stack, tenant);
  const handler = defineFunction(stack, "ChangeNotice", {
    folder: "change-notice",
    does: "Listens to what the apps tell of changes",
    environment: NoticeEnvironment,
    values: { TABLE_NAME: table.tableName, NOTICE_SECRET: secret.secretArn },
    seconds: 15,
    megabytes: 256,
    tenant,
    isOpen: true,
  });
  table.grantWaking(handler);
  grantReading(secret, handler);
  return { handler, secret };
}

/** Without punctuation, so that it can stand in an address as it is. */
function defineSecret(stack: Stack, tenant: Tenant): Secret {
  const secret = new Secret(stack, "NoticeSecret", {
    description: `What the webhooks of Tandem ${tenant.name} must bear`,
    ...(tenant.secretNames.notices && { secretName: tenant.secretNames.notices }),
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
    removalPolicy: removalPolicyOf(tenant),
  });
  Validations.of(secret).acknowledge({
    id: "AwsSolutions-SMG4",
    reason: "Dataverse's webhooks are registered by hand with it: whoever changes it does both.",
  });
  new CfnOutput(stack, "WebhookSecret", { value: secret.secretName });
  return secret;
}
