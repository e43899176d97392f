import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { failed, ok, type Result } from "../../../domain/result.ts";
import type { ApiEnvironment } from "../../environment.ts";
import type { Caller, Role } from "../route.ts";
import { ranks } from "../route-facts.ts";
import type { RequestFailure } from "./problem.ts";

export type SignIn = ApiEnvironment["SIGN_IN"];

const Claims = z.object({
  preferred_username: z.optional(z.string()),
  email: z.optional(z.string()),
  sub: z.optional(z.string()),
  /** The gateway hands over a list as one text: `[Tandem.Read Tandem.Admin]`. */
  roles: z.optional(z.union([z.string(), z.array(z.string())])),
});
type Claims = z.infer<typeof Claims>;

const SignedIn = z.object({ authorizer: z.object({ jwt: z.object({ claims: Claims }) }) });

/** Who asks, when that person may use a route of this role. */
export function authorize(
  signIn: SignIn,
  role: Role,
  { requestContext }: Pick<APIGatewayProxyEventV2, "requestContext">,
): Result<Caller, RequestFailure> {
  const signedIn = SignedIn.safeParse(requestContext);
  const claims = signedIn.success ? signedIn.data.authorizer.jwt.claims : undefined;
  const caller = callerOf(signIn, claims);
  if (role === "open" || caller.may(role)) return ok(caller);
  return claims === undefined
    ? failed({ code: "unauthorized", message: "Sign in, and send the token as a bearer." })
    : failed({ code: "forbidden", message: `This needs the role ${role}.` });
}

function callerOf(signIn: SignIn, claims: Claims | undefined): Caller {
  const { preferred_username, email, sub, roles } = claims ?? {};
  const rank = signIn === "none" ? ranks.length : Math.max(-1, ...rolesIn(roles).map(rankOf));
  return {
    requestedBy: preferred_username ?? email ?? sub,
    id: sub ?? preferred_username ?? email ?? "",
    may: (role) => rank >= rankOf(role),
  };
}

const rankOf = (role: string): number => ranks.findIndex((each) => each === role);

const rolesIn = (roles: Claims["roles"] = []): readonly string[] =>
  typeof roles === "string" ? roles.replace(/^\[|\]$/g, "").split(/[\s,]+/) : roles;
