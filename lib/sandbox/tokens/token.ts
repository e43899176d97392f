import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod/mini";

/** Protects nothing: these are tokens for pretend apps, and both apps must be able to check them. */
const SANDBOX_KEY = "tandem-sandbox";

const Claims = z.object({ aud: z.string(), appid: z.string(), exp: z.number() });
type Claims = z.infer<typeof Claims>;

export function issueToken(claims: Claims): string {
  const head = encode({ alg: "HS256", typ: "JWT" });
  const signed = `${head}.${encode(claims)}`;
  return `${signed}.${signatureOf(signed)}`;
}

/** T5, T6: signed with the sandbox key, made for this app, and not yet expired. */
function isTokenFor(token: string, audience: string, nowMs: number): boolean {
  const [head, payload, signature, ...rest] = token.split(".");
  if (head === undefined || payload === undefined || signature === undefined) return false;
  if (rest.length > 0 || !sameText(signature, signatureOf(`${head}.${payload}`))) return false;
  const claims = Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  return claims.aud === audience && claims.exp * 1000 > nowMs;
}

/** `Bearer sandbox` is for a person with curl; programs fetch a token. */
export function isAuthorized(
  authorization: string | undefined,
  audience: string,
  nowMs: number,
): boolean {
  const token = /^Bearer (.+)$/iu.exec(authorization ?? "")?.[1];
  return token !== undefined && (token === "sandbox" || isTokenFor(token, audience, nowMs));
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const signatureOf = (text: string): string =>
  createHmac("sha256", SANDBOX_KEY).update(text).digest("base64url");

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
