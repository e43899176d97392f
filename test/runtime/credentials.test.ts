import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { expect, onTestFinished, test } from "vitest";
import { credentialsFrom } from "../../lib/runtime/credentials.ts";

const entered = { clientId: "c", clientSecret: "canary-4711" };
const arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:AppCredentials";

/** Secrets Manager with these contents, one after the other. */
function aSecretOf(...contents: readonly string[]) {
  const secrets = mockClient(SecretsManagerClient);
  onTestFinished(() => secrets.restore());
  contents.reduce(
    (asked, SecretString) => asked.resolvesOnce({ SecretString }),
    secrets.on(GetSecretValueCommand, { SecretId: arn }),
  );
}

test("credentials are read anew each time, so that a new secret needs no deployment", async () => {
  aSecretOf(JSON.stringify(entered), JSON.stringify({ ...entered, clientSecret: "new" }));
  const credentials = credentialsFrom(arn);

  expect(await credentials()).toEqual(entered);
  expect(await credentials()).toEqual({ clientId: "c", clientSecret: "new" });
});

test.each([
  "",
  "canary-4711",
  "null",
  '{"clientId": "c"}',
  '{"clientId": "", "clientSecret": "s"}',
])("a secret that holds %j cannot be used, until somebody enters it again", async (text) => {
  aSecretOf(text, JSON.stringify(entered));
  const credentials = credentialsFrom(arn);

  expect(await credentials()).toBeUndefined();
  expect(await credentials()).toEqual(entered);
});

test("locally the text itself is what the secret would hold", async () => {
  expect(await credentialsFrom(JSON.stringify(entered))()).toEqual(entered);
  expect(await credentialsFrom("canary-4711")()).toBeUndefined();
});
