import { ok, type Result } from "../../../../lib/domain/result.ts";
import { PageSignIn } from "../../../../lib/runtime/console/page-sign-in.ts";
import { openSession, type Session } from "../api/session.ts";
import type { SignInTrouble } from "./sign-in-trouble.ts";

/** Who uses the page. Where people sign in, it is left for the issuer's page and comes back. */
export async function startSession(): Promise<Result<Session, SignInTrouble>> {
  const settings = document.querySelector<HTMLMetaElement>('meta[name="sign-in"]')?.content;
  if (settings === undefined) return ok(openSession);
  // Loaded only where somebody signs in.
  const { signIn } = await import("./sign-in.ts");
  return signIn(PageSignIn.parse(JSON.parse(settings)));
}
