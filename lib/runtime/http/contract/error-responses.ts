import type { Route } from "../route.ts";

type Sent = Readonly<
  Record<"params" | "query" | "headers" | "body", readonly string[] | undefined>
>;

/** How a route says no, by status. */
export function refusalsOf(
  name: string,
  { role }: Pick<Route, "role">,
  { params, query, headers, body }: Sent,
): Readonly<Record<number, string>> {
  const isPost = name.startsWith("POST ");
  const acts = /\/actions\/|^POST \/v1\/couplings$/.test(name);
  const isTagged = headers?.includes("if-match") === true;
  const namesMapping = body?.some((word) => ["mapping", "names", "filter"].includes(word)) === true;
  const found: Readonly<Record<number, string | false>> = {
    400: (isPost || [params, query, body].some((each) => each?.length)) && invalid,
    401: role !== "open" && "Not signed in",
    403: role !== "open" && "Not with the roles of this person",
    404: (params !== undefined || namesMapping) && "There is no such thing, or not any more",
    409: (acts || isTagged || name.startsWith("PATCH ")) && situation,
    412: isTagged && "It changed since it was read",
    413: body !== undefined && "The body is too large",
    415: body !== undefined && "The body is not application/json",
    422: isPost && notAllowed,
    428: isTagged && "If-Match (or, to add one, If-None-Match: *) has to be sent",
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([status, says]) => (says ? [[status, says]] : [])),
  );
}

const invalid = "The request is not valid: errors says where";

const situation =
  "The situation does not allow it, or changed since it was shown: how, the items as they are now, the jobs that found out, and of several what was left out";

const notAllowed =
  "It makes no sense for this kind of thing; or the Idempotency-Key was used for another request";
