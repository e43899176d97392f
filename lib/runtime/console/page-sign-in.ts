import * as z from "zod/mini";

/** How the page signs people in: OpenID Connect, as a client without a secret. */
export const PageSignIn = z.object({ issuer: z.url(), clientId: z.string(), scope: z.string() });
export type PageSignIn = z.infer<typeof PageSignIn>;

/** The page reads this file too, and has no environment: hence no type from there. */
interface Variables {
  readonly SIGN_IN_ISSUER?: string | undefined;
  readonly SIGN_IN_CLIENT_ID?: string | undefined;
  readonly SIGN_IN_SCOPE?: string | undefined;
}

/** Undefined where nobody signs in; throws when only a part of it is there. */
export function pageSignInOf(variables: Variables): PageSignIn | undefined {
  const { SIGN_IN_ISSUER, SIGN_IN_CLIENT_ID, SIGN_IN_SCOPE } = variables;
  if (SIGN_IN_ISSUER === undefined) return undefined;
  return PageSignIn.parse({
    issuer: SIGN_IN_ISSUER,
    clientId: SIGN_IN_CLIENT_ID,
    scope: SIGN_IN_SCOPE,
  });
}
