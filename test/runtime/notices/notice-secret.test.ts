import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { instantOf } from "../../../lib/domain/instant.ts";
import {
  isSecret,
  noticeAddressFrom,
  noticeSecretFrom,
  noticeSecretsFrom,
} from "../../../lib/runtime/notices/notice-secret.ts";

const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:NoticeSecret-a1b2c3";
const aws = mockClient(SecretsManagerClient);
let now = 0;
const clock = { now: () => instantOf(now) };

beforeEach(() => {
  now = Date.parse("2026-11-23T12:00:00.000Z");
  aws.reset();
  aws.on(GetSecretValueCommand).resolves({ SecretString: "first" });
});
afterAll(() => aws.restore());

const asked = () => aws.commandCalls(GetSecretValueCommand).length;

test("the secret is asked for once in five minutes, and a new one is known then", async () => {
  process.env["AWS_REGION"] ??= "eu-west-1";
  const secret = noticeSecretFrom(arn, clock);
  expect([await secret(), await secret(), asked()]).toEqual(["first", "first", 1]);
  aws.on(GetSecretValueCommand).resolves({ SecretString: "second" });

  now += 5 * 60_000 - 1;
  expect(await secret()).toBe("first");
  now += 1;
  expect(await secret()).toBe("second");
  expect(asked()).toBe(2);
});

test("a secret that cannot be read is not remembered as none", async () => {
  process.env["AWS_REGION"] ??= "eu-west-1";
  aws.on(GetSecretValueCommand).rejectsOnce(new Error("throttled")).resolves({ SecretString: "s" });
  const secret = noticeSecretFrom(arn, clock);

  await expect(secret()).rejects.toThrow("throttled");
  expect(await secret()).toBe("s");
});

test("an empty secret is no secret: nobody could fail to know it", async () => {
  process.env["AWS_REGION"] ??= "eu-west-1";
  aws.on(GetSecretValueCommand).resolves({ SecretString: "" });

  await expect(noticeSecretFrom(arn, clock)()).rejects.toThrow("The notice secret is empty.");
});

test("what is no ARN is the secret itself", async () => {
  expect(await noticeSecretFrom("sandbox-notices", clock)()).toBe("sandbox-notices");
  expect(asked()).toBe(0);
});

test.each([
  [undefined, false],
  ["", false],
  ["secre", false],
  ["secret ", false],
  ["Secret", false],
  ["secret", true],
])("%j is the secret: %s", (given, is) => {
  expect(isSecret(given, { current: "secret" })).toBe(is);
});

describe("XC19 while the secret changes", () => {
  test("the one before is accepted too", async () => {
    process.env["AWS_REGION"] ??= "eu-west-1";
    aws
      .on(GetSecretValueCommand, { VersionStage: "AWSPREVIOUS" })
      .resolves({ SecretString: "old" });
    const secrets = await noticeSecretsFrom(arn, clock)();

    expect(isSecret("first", secrets)).toBe(true);
    expect(isSecret("old", secrets)).toBe(true);
    expect(isSecret("older", secrets)).toBe(false);
  });

  test("a secret that was never changed has none before it", async () => {
    process.env["AWS_REGION"] ??= "eu-west-1";
    aws
      .on(GetSecretValueCommand, { VersionStage: "AWSPREVIOUS" })
      .rejects(new ResourceNotFoundException({ message: "no such version", $metadata: {} }));

    expect(await noticeSecretsFrom(arn, clock)()).toEqual({ current: "first" });
  });
});

test("without an address, or without a secret, nothing is subscribed to", async () => {
  const worker = {
    TABLE_NAME: "tandem",
    QUEUE_URL: "https://sqs.example/q",
    RETENTION_DAYS: 30,
    BUSINESS_CENTRAL_URL: "https://bc.example",
    DATAVERSE_URL: "https://dv.example",
    TOKEN_URL: "https://login.example",
    CREDENTIALS_SECRET: arn,
  };
  const url = "https://tandem.example/v1/notices/business-central";

  expect(noticeAddressFrom({ ...worker, NOTICE_URL: url }, clock)).toBeUndefined();
  expect(noticeAddressFrom({ ...worker, NOTICE_SECRET: "s" }, clock)).toBeUndefined();
  const address = noticeAddressFrom({ ...worker, NOTICE_URL: url, NOTICE_SECRET: "s" }, clock);
  expect([address?.url, await address?.secret()]).toEqual([url, "s"]);
});
