import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";

/** The app registration's id and secret. The template creates the secret with both left empty. */
export const Credentials = z.object({
  clientId: z.string().check(z.minLength(1)),
  clientSecret: z.string().check(z.minLength(1)),
});
export type Credentials = z.infer<typeof Credentials>;

/** Reads the credentials anew at each call, so that a rotated secret needs no redeploy. */
export function credentialsFrom(place: string): () => Promise<Credentials> {
  if (!place.startsWith("arn:")) {
    const given = parsed(place);
    return async () => given;
  }
  const client = new SecretsManagerClient({});
  return async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: place }));
    return parsed(SecretString ?? "");
  };
}

/** Never quotes what it read. */
function parsed(text: string): Credentials {
  const credentials = Credentials.safeParse(jsonOf(text));
  if (credentials.success) return credentials.data;
  throw new Error(
    'The credentials secret must hold {"clientId": "…", "clientSecret": "…"} of the app registration.',
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
