import { CfnOutput, type Stack, Validations } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { removalPolicyOf, type Tenant } from "../tenant/tenant.ts";

const instructions =
  'Store {"clientId": "<application id>", "clientSecret": "<its secret>"}; nothing is redeployed.';

/**
 * Holds `{"clientId": "…", "clientSecret": "…"}` of the Entra application that the apps let in. It is
 * made without a client id and filled in by hand, so that it is in no file and no template; until then
 * jobs say what is missing. Left as it is here: CloudFormation makes a new value when this changes.
 */
export function defineCredentials(stack: Stack, tenant: Tenant): Secret {
  const secret = new Secret(stack, "AppCredentials", {
    description: `Tandem ${tenant.name} signs in to both apps with it. ${instructions}`,
    ...(tenant.secretNames.appCredentials && { secretName: tenant.secretNames.appCredentials }),
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ clientId: "" }),
      generateStringKey: "clientSecret",
    },
    removalPolicy: removalPolicyOf(tenant),
  });
  Validations.of(secret).acknowledge({
    id: "AwsSolutions-SMG4",
    reason: "Entra ID issues the secret; AWS cannot rotate it. A new one is entered by hand.",
  });
  new CfnOutput(stack, "AppCredentialsSecret", { value: secret.secretName });
  return secret;
}
