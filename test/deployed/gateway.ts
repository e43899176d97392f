import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import * as z from "zod/mini";
import type { DeployedRoute } from "../infra/deployed-template.ts";

type Result = APIGatewayProxyStructuredResultV2;

export interface Gateway {
  readonly handler: (event: APIGatewayProxyEventV2) => Promise<Result>;
  /** Keys of the routes that were asked for. */
  asked(): ReadonlySet<string>;
  /** The access log: method, path and status of each request. */
  log(): readonly string[];
}

const Answer = z.object({
  statusCode: z.number(),
  headers: z.optional(z.record(z.string(), z.string())),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});

/** The HTTP API as the template declares it; whoever asks is an administrator who has signed in. */
export function gatewayOf(
  routes: readonly DeployedRoute[],
  invoke: (id: string, event: unknown) => Promise<unknown>,
): Gateway {
  const asked = new Set<string>();
  const log: string[] = [];
  const left = new Map(routes.map(({ key, burst }) => [key, burst]));
  const answer = async (event: APIGatewayProxyEventV2): Promise<Result> => {
    const route = routeOf(routes, `${event.requestContext.http.method} ${event.rawPath}`);
    if (route === undefined) return { statusCode: 404, body: '{"message":"Not Found"}' };
    asked.add(route.key);
    if (route.asksForToken)
      return Answer.parse(await invoke(route.to, asAdministrator(event, route)));
    // What is taken is not given back here: no test asks often enough over its time but on purpose.
    const rest = left.get(route.key) ?? 0;
    if (rest === 0) return { statusCode: 429, body: '{"message":"Too Many Requests"}' };
    left.set(route.key, rest - 1);
    return Answer.parse(await invoke(route.to, { ...event, routeKey: route.key }));
  };
  return {
    asked: () => asked,
    log: () => log,
    async handler(event) {
      const answered = await answer(event).catch(
        (): Result => ({ statusCode: 500, body: '{"message":"Internal Server Error"}' }),
      );
      const { method, path } = event.requestContext.http;
      log.push(JSON.stringify({ method, path, status: String(answered.statusCode) }));
      return answered;
    },
  };
}

const asAdministrator = (event: APIGatewayProxyEventV2, { key }: DeployedRoute) => ({
  ...event,
  routeKey: key,
  requestContext: {
    ...event.requestContext,
    routeKey: key,
    authorizer: { jwt: { claims, scopes: null } },
  },
});

const claims = { sub: "8a1f", preferred_username: "ann@example.com", roles: "[Tandem.Admin]" };

/** The most specific one, as the gateway chooses. */
const routeOf = (routes: readonly DeployedRoute[], asked: string): DeployedRoute | undefined =>
  routes
    .filter(({ key }) => patternOf(key).test(asked))
    .toSorted((one, other) => breadthOf(one) - breadthOf(other))[0];

const patternOf = (key: string): RegExp =>
  new RegExp(`^${key.replace(/\{\w+\+\}/g, ".+").replace(/\{\w+\}/g, "[^/]+")}$`);

const breadthOf = ({ key }: DeployedRoute): number =>
  (key.includes("+}") ? 100 : 0) + key.split("{").length;
