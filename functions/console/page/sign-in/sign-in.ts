import { AuthorizationResponseError, ResponseBodyError } from "oauth4webapi";
import { failed, ok, type Result } from "../../../../lib/domain/result.ts";
import type { PageSignIn } from "../../../../lib/runtime/console/page-sign-in.ts";
import type { Role } from "../../../../lib/runtime/http/route.ts";
import { MeShape } from "../../../../lib/runtime/http/shapes/me.ts";
import { type ApiFailure, callApi } from "../api/call-api.ts";
import type { Session } from "../api/session.ts";
import { type OpenId, openIdOf, type Tokens } from "./open-id.ts";
import { keep, takeKept } from "./pending.ts";
import { renewing } from "./renewing.ts";
import type { SignInTrouble } from "./sign-in-trouble.ts";

/** Who came back from the issuer; whoever did not is sent there. */
export async function signIn(settings: PageSignIn): Promise<Result<Session, SignInTrouble>> {
  try {
    const openId = await openIdOf(settings);
    const tokens = await tokensOfThisVisit(openId);
    return await sessionWith(openId, tokens);
  } catch (trouble) {
    return failed(troubleOf(trouble));
  }
}

async function tokensOfThisVisit(openId: OpenId): Promise<Tokens> {
  const here = new URL(location.href);
  const kept = takeKept();
  const cameBack = here.searchParams.has("state");
  // The address bar, the history and the referrer must not hold a code.
  if (cameBack) history.replaceState(null, "", `/${kept?.hash ?? ""}`);
  // What another tab, or somebody else's link, began is not finished here.
  if (kept === undefined || here.searchParams.get("state") !== kept.state) return leaveFor(openId);
  return openId.finish(here, kept);
}

/** The browser goes to the issuer; nothing of this page happens after that. */
async function leaveFor(openId: OpenId): Promise<never> {
  const { url, pending } = await openId.start();
  keep({ ...pending, hash: location.hash });
  location.assign(url);
  return new Promise<never>(() => undefined);
}

async function sessionWith(
  openId: OpenId,
  tokens: Tokens,
): Promise<Result<Session, SignInTrouble>> {
  const token = renewing(
    { openId, now: Date.now, isRefusal, signInAgain: () => leaveFor(openId) },
    tokens,
  );
  const endUrl = openId.endUrl(tokens);
  const unknown: Session = {
    token,
    person: undefined,
    may: () => false,
    signOut: endUrl && (() => location.assign(endUrl)),
  };
  const me = await callApi(
    { session: unknown, fetch: (...asked) => fetch(...asked) },
    { path: "/v1/me" },
    MeShape,
  );
  if (me.ok) {
    const roles: readonly Role[] = ["open", ...me.value.roles];
    return ok({ ...unknown, person: me.value.name, may: (role) => roles.includes(role) });
  }
  return failed(troubleWithApi(me.failure, unknown.signOut));
}

function troubleWithApi(failure: ApiFailure, signOut: Session["signOut"]): SignInTrouble {
  if (failure.kind === "unreachable") return { kind: "unreachable" };
  if (failure.status === 403) return { kind: "noRole", signOut };
  return { kind: "refused", message: `GET /v1/me: ${failure.status}` };
}

/** The issuer answered, and the answer is no: the token is used up, withdrawn or too old. */
const isRefusal = (trouble: unknown): boolean => trouble instanceof ResponseBodyError;

function troubleOf(trouble: unknown): SignInTrouble {
  if (trouble instanceof AuthorizationResponseError || trouble instanceof ResponseBodyError) {
    const { error, error_description } = trouble;
    return { kind: "refused", message: error_description ?? error };
  }
  return { kind: "unreachable" };
}
