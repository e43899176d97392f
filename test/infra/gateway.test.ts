import { Match, Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { routes as apiRoutes } from "../../lib/runtime/http/routes.ts";
import { exampleStack, exampleTemplate, exampleTenant } from "./synthesized.ts";

let template: Template;

beforeAll(() => {
  template = exampleTemplate();
}, 60_000);

describe("the API", () => {
  const Route = z.object({
    Properties: z.object({
      RouteKey: z.string(),
      AuthorizationType: z.string(),
      AuthorizationScopes: z.optional(z.array(z.string())),
    }),
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
  });

  test("behind sign-in it declares each route that it serves, and no other", () => {
    const behindSignIn = routes().filter(({ AuthorizationType }) => AuthorizationType === "JWT");
    const served = Object.entries(apiRoutes).filter(([, { role }]) => role !== "open");

    expect(behindSignIn.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(
      served.map(([name]) => name).toSorted(),
    );
  });

  test("a route takes a token with the scope of its role, or of one that includes it", () => {
    const including: Readonly<Record<string, readonly string[]>> = {
      "Tandem.Read": ["read", "resolve", "admin"],
      "Tandem.Resolve": ["resolve", "admin"],
      "Tandem.Admin": ["admin"],
    };

    for (const { RouteKey, AuthorizationScopes } of routes()) {
      expect({ RouteKey, AuthorizationScopes }).toEqual({
        RouteKey,
        AuthorizationScopes: including[apiRoutes[RouteKey]?.role ?? "open"],
      });
    }
  });

  test("where programs sign in as themselves, no route asks for a scope", () => {
    const { signIn, ...tenant } = exampleTenant();
    const { stack } = exampleStack({ ...tenant, signIn: { ...signIn, scopes: false } });

    const asked = Object.values(Template.fromStack(stack).findResources("AWS::ApiGatewayV2::Route"))
      .map((route) => Route.parse(route).Properties)
      .filter(({ AuthorizationScopes = [] }) => AuthorizationScopes.length > 0);
    expect(asked).toEqual([]);
  });

  test("each of its functions lets the gateway in once, and it has fewer routes than AWS allows", () => {
    template.resourceCountIs("AWS::Lambda::Permission", 4);
    template.resourcePropertiesCountIs(
      "AWS::Lambda::Permission",
      { Principal: "apigateway.amazonaws.com" },
      3,
    );
    expect(routes().length).toBeLessThan(300);
  });

  test("answers no other site's page", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Api", { CorsConfiguration: Match.absent() });
    expect(routes().filter(({ RouteKey }) => /^(OPTIONS|ANY|\$default)/.test(RouteKey))).toEqual(
      [],
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

  test("is throttled, and its access log is JSON without query strings", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      AccessLogSettings: { Format: Match.stringLikeRegexp('^{"requestId":"\\$context.requestId"') },
    });
  });

  test("writes its access log where AWS need not be let in for each tenant by itself", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      AccessLogSettings: {
        DestinationArn: { "Fn::GetAtt": [Match.stringLikeRegexp("^ApiAccessLog"), "Arn"] },
      },
    });
    template.hasResourceProperties("AWS::Logs::LogGroup", {
      LogGroupName: "/aws/vendedlogs/http-apis/Tandem-example",
    });
  });
});

test("every open route has a small throttle of its own, and no other route has", () => {
  const Stage = z.object({
    Properties: z.object({
      RouteSettings: z.record(z.string(), z.object({ ThrottlingBurstLimit: z.number() })),
    }),
  });
  const Route = z.object({
    Properties: z.object({ RouteKey: z.string(), AuthorizationType: z.string() }),
  });
  const open = Object.values(template.findResources("AWS::ApiGatewayV2::Route"))
    .map((route) => Route.parse(route).Properties)
    .filter(({ AuthorizationType }) => AuthorizationType === "NONE")
    .map(({ RouteKey }) => RouteKey);
  const [stage] = Object.values(template.findResources("AWS::ApiGatewayV2::Stage"));
  const { RouteSettings } = Stage.parse(stage).Properties;

  expect(Object.keys(RouteSettings).toSorted()).toEqual(open.toSorted());
  for (const { ThrottlingBurstLimit } of Object.values(RouteSettings)) {
    expect(ThrottlingBurstLimit).toBeLessThanOrEqual(60);
  }
});
