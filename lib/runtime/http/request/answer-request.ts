import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { ManageApp } from "../../../manage/manage-app.ts";
import type { Reply, Route } from "../route.ts";
import { safeHeaders } from "../safe-headers.ts";
import { type ToldRequest, toldRequest } from "./audit-entry.ts";
import { authorize, type SignIn } from "./authorize.ts";
import { answerOnce } from "./idempotency.ts";
import { matchRoute } from "./match-route.ts";
import { problemOf, type RequestFailure, type RequestInfo } from "./problem.ts";
import { readBody } from "./read-request.ts";

export interface Api {
  readonly routes: Readonly<Record<string, Route>>;
  readonly app: () => ManageApp;
  readonly signIn: () => SignIn;
  /** Called with what should never happen; the caller only hears the request's id. */
  readonly report: (trouble: unknown, asked: RequestInfo) => void;
  /** Called with each request that is to change something, with the jobs that came of it. */
  readonly tell?: ((request: ToldRequest) => void) | undefined;
}

/** One request of the HTTP API (payload format 2.0). Always answers; failures are problem details. */
export async function answerRequest(
  api: Api,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const asked = { path: event.rawPath, requestId: event.requestContext.requestId };
  try {
    const answered = await answer(api, event, asked);
    const told = api.tell && toldRequest(event, answered);
    if (told !== undefined) api.tell?.(told);
    return answered;
  } catch (trouble) {
    api.report(trouble, asked);
    const message = `Try again. If it stays so, look for request ${asked.requestId} in the logs.`;
    return problem({ code: "broken", message }, asked);
  }
}

async function answer(
  { routes, app, signIn }: Api,
  event: APIGatewayProxyEventV2,
  asked: RequestInfo,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { method } = event.requestContext.http;
  const match = matchRoute(routes, method, event.rawPath);
  if (match === undefined) {
    return problem({ code: "unknownRoute", message: `There is no ${event.rawPath}.` }, asked);
  }
  if ("allow" in match) {
    const allow = match.allow.join(", ");
    const message = `${event.rawPath} does not take ${method}, only ${allow}.`;
    return problem({ code: "methodNotAllowed", message }, asked, { allow });
  }
  const caller = authorize(signIn(), match.route.role, event);
  if (!caller.ok) return problem(caller.failure, asked);
  const body = readBody(event);
  if (!body.ok) return problem(body.failure, asked);
  const raw = {
    params: match.params,
    query: definedOnly(event.queryStringParameters ?? {}),
    headers: event.headers,
    body: body.value,
  };
  const handle = async (state: ManageApp) => {
    const result = await match.route.handle(state, raw, caller.value);
    return result.ok
      ? success(result.value)
      : problem(result.failure, asked, result.failure.headers);
  };
  const key = event.headers["idempotency-key"];
  if (method !== "POST" || key === undefined) return handle(app());
  const { id: callerId } = caller.value;
  const address = `${method} ${event.rawPath}`;
  const repeatable = { key, callerId, address, body: JSON.stringify(body.value) ?? "" };
  const once = await answerOnce(app(), repeatable, handle);
  return once.ok ? once.value : problem(once.failure, asked);
}

const definedOnly = (
  values: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const noStore = { "cache-control": "no-store", ...safeHeaders };

const success = ({ status, body, headers }: Reply<unknown>): APIGatewayProxyStructuredResultV2 =>
  body === undefined
    ? { statusCode: status, headers: { ...noStore, ...headers } }
    : {
        statusCode: status,
        headers: { "content-type": "application/json", ...noStore, ...headers },
        body: JSON.stringify(body),
      };

function problem(
  failure: RequestFailure,
  asked: RequestInfo,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  const details = problemOf(failure, asked);
  return {
    statusCode: details.status,
    headers: {
      "content-type": "application/problem+json",
      ...noStore,
      ...(failure.code === "unauthorized" && { "www-authenticate": "Bearer" }),
      ...headers,
    },
    body: JSON.stringify(details),
  };
}
