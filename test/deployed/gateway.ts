import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import * as z from "zod/mini";
import type { DeployedRoute } from "../infra/deployed-template.ts";

type Result = APIGatewayProxyStructuredResultV2;

export interface Gateway {
  readonly handler: (event: APIGatewayProxyEventV2) => Promise<Result>;
  /** Keys of the routes that were asked for. */
  asked(): ReadonlySet<string>;
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
  return {
    asked: () => asked,
    async handler(event) {
      const route = routeOf(routes, `${event.requestContext.http.method} ${event.rawPath}`);
      if (route === undefined) return { statusCode: 404, body: '{"message":"Not Found"}' };
      asked.add(route.key);
      const authorizer = route.asksForToken
        ? { authorizer: { jwt: { claims, scopes: null } } }
        : {};
      return Answer.parse(
        await invoke(route.to, {
          ...event,
          routeKey: route.key,
          requestContext: { ...event.requestContext, ...authorizer, routeKey: route.key },
        }),
      );
    },
  };
}

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
