import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { awsTimeouts } from "./aws-timeouts.ts";

/** The app registration's id and secret. The template creates the secret without an id. */
export const Credentials = z.object({
  clientId: z.string().check(z.minLength(1)),
  clientSecret: z.string().check(z.minLength(1)),
});
export type Credentials = z.infer<typeof Credentials>;

/**
 * Reads the credentials anew at each call, so that a rotated secret needs no redeploy. Undefined when
 * what somebody entered there cannot be used.
 */
export function credentialsFrom(place: string): () => Promise<Credentials | undefined> {
  if (!place.startsWith("arn:")) return async () => parsed(place);
  const client = new SecretsManagerClient(awsTimeouts);
  return async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: place }));
    return parsed(SecretString ?? "");
  };
}

const parsed = (text: string): Credentials | undefined => Credentials.safeParse(jsonOf(text)).data;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
