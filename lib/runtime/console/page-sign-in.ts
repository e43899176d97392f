import * as z from "zod/mini";
import type { ConsoleEnvironment } from "../environment.ts";

/** How the page signs people in: OpenID Connect, as a client without a secret. */
export const PageSignIn = z.object({ issuer: z.url(), clientId: z.string(), scope: z.string() });
export type PageSignIn = z.infer<typeof PageSignIn>;

/** Undefined where nobody signs in; throws when only a part of it is there. */
export function pageSignInOf({
  SIGN_IN_ISSUER,
  SIGN_IN_CLIENT_ID,
  SIGN_IN_SCOPE,
}: z.infer<typeof ConsoleEnvironment>): PageSignIn | undefined {
  if (SIGN_IN_ISSUER === undefined) return undefined;
  return PageSignIn.parse({
    issuer: SIGN_IN_ISSUER,
    clientId: SIGN_IN_CLIENT_ID,
    scope: SIGN_IN_SCOPE,
  });
}
