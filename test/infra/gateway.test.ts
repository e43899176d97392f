import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { routes as apiRoutes } from "../../lib/runtime/http/routes.ts";
import { exampleTemplate } from "./synthesized.ts";

let template: Template;

beforeAll(() => {
  template = exampleTemplate();
}, 60_000);

/** `GET /v1/{proxy+}` as the gateway understands it. */
const asPattern = (routeKey: string): RegExp =>
  new RegExp(`^${routeKey.replace(/\{[^}]+\+\}/g, ".+").replace(/\{[^}]+\}/g, "[^/]+")}$`);

describe("the API", () => {
  const Route = z.object({
    Properties: z.object({ RouteKey: z.string(), AuthorizationType: z.string() }),
  });
  const routes = () =>
    Object.values(template.findResources("AWS::ApiGatewayV2::Route")).map(
      (route) => Route.parse(route).Properties,
    );

  test("its function asks for roles", () => {
    const variables = Match.objectLike({ SIGN_IN: "jwt" });

    template.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: variables },
    });
  });

  test("asks for a token of the tenant's issuer", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
      AuthorizerType: "JWT",
      JwtConfiguration: {
        Audience: ["00000000-0000-0000-0000-000000000000"],
        Issuer: "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0",
      },
    });
    const behindSignIn = routes().filter(({ AuthorizationType }) => AuthorizationType === "JWT");
    expect(behindSignIn.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(
      ["DELETE", "GET", "PATCH", "POST", "PUT"].map((method) => `${method} /v1/{proxy+}`),
    );
  });

  test("is open only for notices, its contract, its health and the console's files", () => {
    const open = routes().filter(({ AuthorizationType }) => AuthorizationType === "NONE");
    expect(open.map(({ RouteKey }) => RouteKey).toSorted()).toEqual([
      "GET /",
      "GET /console/{file+}",
      "GET /health",
      "GET /v1/notices/business-central",
      "GET /v1/openapi.json",
      "HEAD /",
      "HEAD /console/{file+}",
      "POST /v1/notices/business-central",
      "POST /v1/notices/dataverse",
    ]);
  });

  test("is open and closed where the API's own routes say so", () => {
    const opened = routes()
      .filter(({ AuthorizationType }) => AuthorizationType === "NONE")
      .map(({ RouteKey }) => asPattern(RouteKey));
    const isOpen = (route: string) => opened.some((pattern) => pattern.test(route));

    const wrong = Object.entries(apiRoutes)
      .filter(([route, { role }]) => isOpen(route) !== (role === "open"))
      .map(([route]) => route);
    expect(wrong).toEqual([]);
  });

  test("is throttled, and its access log is JSON without query strings", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      AccessLogSettings: { Format: Match.stringLikeRegexp('^{"requestId":"\\$context.requestId"') },
    });
  });
});
