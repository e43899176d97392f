import { RemovalPolicy, type Stack, Validations } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Tenant } from "./tenant.ts";

/**
 * Holds `{"clientId": "…", "clientSecret": "…"}` of the Entra application that the apps let in. It is
 * made with random content and filled in by hand once, so that it is in no file and no template.
 */
export function defineCredentials(stack: Stack, tenant: Tenant): Secret {
  const secret = new Secret(stack, "AppCredentials", {
    description: `Client credentials of Tandem ${tenant.name} for Business Central and Dataverse`,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ clientId: "to be filled in" }),
      generateStringKey: "clientSecret",
    },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(secret).acknowledge({
    id: "AwsSolutions-SMG4",
    reason: "Entra ID issues the secret; AWS cannot rotate it. A new one is entered by hand.",
  });
  return secret;
}
