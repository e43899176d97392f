import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Tenant } from "../tenant/tenant.ts";

/**
 * Why there are no credentials of AWS, looked for where CDK looks: CDK bundles everything before it
 * does. Undefined too where only CDK can tell, because it asks the person for a code.
 */
export async function credentialProblem(
  { name, account, region }: Tenant,
  profile: string | undefined,
): Promise<string | undefined> {
  try {
    await defaultProvider({ ...(profile && { profile }), clientConfig: { region } })();
    return undefined;
  } catch (trouble) {
    const reason = trouble instanceof Error ? trouble.message : String(trouble);
    if (/multi-factor|MFA/.test(reason)) return undefined;
    const where = account ? `its account ${account}` : "the account that it is to be in";
    return `No AWS credentials for ${name}: ${reason}
Name a profile of ${where}: --profile <name> or AWS_PROFILE; after "aws sso login", where it signs in that way.`;
  }
}
