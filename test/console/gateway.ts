import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { createLocalJWKSet, type JWTPayload, jwtVerify } from "jose";
import { type HttpHost, startHttpHost } from "../../lib/local/http-host.ts";
import type { ManageApp } from "../../lib/manage/manage-app.ts";
import { answerPage } from "../../lib/runtime/console/answer-page.ts";
import { readPageFolder } from "../../lib/runtime/console/page-folder.ts";
import { answerRequest } from "../../lib/runtime/http/request/answer-request.ts";
import { routes } from "../../lib/runtime/http/routes.ts";
import type { IdentityProvider } from "./identity-provider.ts";

interface Behind {
  readonly app: ManageApp;
  readonly pageFolder: string;
  readonly provider: IdentityProvider;
}

/** What API Gateway is in a deployment: page and API at one address, and tokens checked before the API. */
export function startGateway({ app, pageFolder, provider }: Behind): Promise<HttpHost> {
  const { issuer, clientId, audience } = provider;
  const keys = createLocalJWKSet({ keys: [...provider.keys().keys] });
  const page = {
    folder: readPageFolder(pageFolder),
    signIn: { issuer, clientId, scope: `openid profile offline_access ${audience}/.default` },
    newNonce: () => crypto.randomUUID(),
  };
  const report = (trouble: unknown) => console.error(trouble);

  async function handler(
    event: APIGatewayProxyEventV2,
  ): Promise<APIGatewayProxyStructuredResultV2> {
    if (!event.rawPath.startsWith("/v1/")) return answerPage(page, event);
    const token = /^Bearer (.+)$/.exec(event.headers["authorization"] ?? "")?.[1] ?? "";
    const claims = await jwtVerify(token, keys, { issuer, audience }).then(
      ({ payload }) => payload,
      () => undefined,
    );
    if (claims === undefined) return { statusCode: 401, body: '{"message":"Unauthorized"}' };
    const context = { ...event.requestContext, authorizer: { jwt: { claims: asTexts(claims) } } };
    return answerRequest(
      { routes, app: () => app, signIn: () => "jwt", report },
      { ...event, requestContext: context },
    );
  }
  return startHttpHost({ port: 0, handler, report });
}

/** The gateway hands over claims as texts, a list as `[one other]`. */
const asTexts = (claims: JWTPayload): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(" ")}]` : String(value),
    ]),
  );
