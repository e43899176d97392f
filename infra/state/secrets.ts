import { Grant, type IGrantable } from "aws-cdk-lib/aws-iam";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";

/** Its value as it is now: not its description nor its versions, which CDK's `grantRead` allows too. */
export function grantReading(secret: Secret, reader: IGrantable): void {
  Grant.addToPrincipal({
    grantee: reader,
    actions: ["secretsmanager:GetSecretValue"],
    resourceArns: [secret.secretArn],
  });
}
