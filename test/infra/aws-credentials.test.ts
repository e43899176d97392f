import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { credentialProblem } from "../../infra/command/aws-credentials.ts";
import { exampleTenant } from "./synthesized.ts";

const folder = mkdtempSync(join(tmpdir(), "tandem-aws-"));
const config = join(folder, "config");
writeFileSync(
  config,
  `[profile ops]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = example
[profile asks]
role_arn = arn:aws:iam::123456789012:role/deploy
source_profile = ops
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile sso]
sso_start_url = https://example.awsapps.com/start
sso_account_id = 123456789012
sso_role_name = deploy
sso_region = eu-west-1
`,
);
const tenant = { ...exampleTenant(), account: "123456789012" };

beforeEach(() => {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv("HOME", folder);
  vi.stubEnv("AWS_CONFIG_FILE", config);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  return () => vi.unstubAllEnvs();
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a profile that exists, or keys in the environment, are enough", async () => {
  await expect(credentialProblem(tenant, "ops")).resolves.toBeUndefined();

  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "example");
  await expect(credentialProblem(tenant, undefined)).resolves.toBeUndefined();
});

test("a profile for which CDK asks a code is left to CDK", async () => {
  await expect(credentialProblem(tenant, "asks")).resolves.toBeUndefined();
});

test.each([undefined, "missing", "sso"])(
  "the account and the ways to it are named (profile %s)",
  async (profile) => {
    await expect(credentialProblem(tenant, profile)).resolves.toMatch(
      /^No AWS credentials for example: .*\n.*account 123456789012: --profile <name> or AWS_PROFILE/,
    );
  },
);
