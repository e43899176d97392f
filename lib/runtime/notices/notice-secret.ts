import { createHash, timingSafeEqual } from "node:crypto";
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { epochOf } from "../../domain/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import type { NoticeAddress } from "../../sync/context/sync-app.ts";
import { awsTimeouts } from "../aws-timeouts.ts";
import type { WorkerEnvironment } from "../environment.ts";

/** A rotated secret is known after so long; forged notices do not cause a request each. */
const keptMs = 5 * 60_000;

/** What senders of notices must know. While it changes, the one before is accepted too. */
export interface NoticeSecrets {
  readonly current: string;
  readonly previous?: string | undefined;
}

/** From the secret with this ARN; locally the value itself. */
export function noticeSecretsFrom(place: string, clock: Clock): () => Promise<NoticeSecrets> {
  if (!place.startsWith("arn:")) return async () => ({ current: place });
  const client = new SecretsManagerClient(awsTimeouts);
  return keptFor(clock, async () => {
    const [current, previous] = await Promise.all([
      versionOf(client, place, "AWSCURRENT"),
      versionOf(client, place, "AWSPREVIOUS"),
    ]);
    if (!current) throw new Error("The notice secret is empty.");
    return { current, previous };
  });
}

/** The one that new subscriptions are made with: who subscribes has no use for the one before. */
export function noticeSecretFrom(place: string, clock: Clock): () => Promise<string> {
  if (!place.startsWith("arn:")) return async () => place;
  const client = new SecretsManagerClient(awsTimeouts);
  return keptFor(clock, async () => {
    const current = await versionOf(client, place, "AWSCURRENT");
    if (!current) throw new Error("The notice secret is empty.");
    return current;
  });
}

/** Undefined where there is no such version: a secret that was never changed has no previous one. */
async function versionOf(
  client: SecretsManagerClient,
  SecretId: string,
  VersionStage: "AWSCURRENT" | "AWSPREVIOUS",
): Promise<string | undefined> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;
  } catch (trouble) {
    if (VersionStage === "AWSPREVIOUS" && trouble instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw trouble;
  }
}

function keptFor<T>(clock: Clock, read: () => Promise<T>): () => Promise<T> {
  let kept: { readonly value: T; readonly until: number } | undefined;
  return async () => {
    const now = epochOf(clock.now());
    if (kept !== undefined && now < kept.until) return kept.value;
    const value = await read();
    kept = { value, until: now + keptMs };
    return value;
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
export function isSecret(given: string | undefined, { current, previous }: NoticeSecrets): boolean {
  if (given === undefined) return false;
  const told = digest(given);
  const isCurrent = timingSafeEqual(told, digest(current));
  const isPrevious = previous !== undefined && timingSafeEqual(told, digest(previous));
  return isCurrent || isPrevious;
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
