import { createHash, timingSafeEqual } from "node:crypto";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { epochOf } from "../../domain/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import type { NoticeAddress } from "../../sync/context/sync-app.ts";
import { awsTimeouts } from "../aws-timeouts.ts";
import type { WorkerEnvironment } from "../environment.ts";

/** A rotated secret is known after so long; forged notices do not cause a request each. */
const keptMs = 5 * 60_000;

/** What senders of notices must know, from the secret with this ARN; locally the value itself. */
export function noticeSecretFrom(place: string, clock: Clock): () => Promise<string> {
  if (!place.startsWith("arn:")) return async () => place;
  const client = new SecretsManagerClient(awsTimeouts);
  let kept: { readonly secret: string; readonly until: number } | undefined;
  return async () => {
    const now = epochOf(clock.now());
    if (kept !== undefined && now < kept.until) return kept.secret;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: place }));
    if (!SecretString) throw new Error("The notice secret is empty.");
    kept = { secret: SecretString, until: now + keptMs };
    return SecretString;
  };
}

/** Undefined unless an address and its secret are both set. */
export const noticeAddressFrom = (
  {
    NOTICE_URL: url,
    NOTICE_SECRET: place,
  }: Pick<WorkerEnvironment, "NOTICE_URL" | "NOTICE_SECRET">,
  clock: Clock,
): NoticeAddress | undefined =>
  url === undefined || place === undefined
    ? undefined
    : { url, secret: noticeSecretFrom(place, clock) };

/** In constant time, whatever is given and however long it is. */
export const isSecret = (given: string | undefined, secret: string): boolean =>
  given !== undefined && timingSafeEqual(digest(given), digest(secret));

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
