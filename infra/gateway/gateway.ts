import { CfnOutput, RemovalPolicy, type Stack, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import * as z from "zod/mini";
import { ranks, routeRoles, scopeOf } from "../../lib/runtime/http/route-facts.ts";
import { logRetentionOf, type Tenant } from "../tenant/tenant.ts";

export interface GatewayProps {
  readonly tenant: Tenant;
  /** Who answers the API, who listens to notices, and who serves the page. */
  readonly api: NodejsFunction;
  readonly changeNotice: NodejsFunction;
  readonly consolePage: NodejsFunction;
}

export interface Gateway {
  readonly httpApi: HttpApi;
  /** A line for each request, with its status. */
  readonly accessLog: LogGroup;
  /** Where Business Central tells of changes. */
  readonly noticeUrl: string;
}

const businessCentralNotices = "/v1/notices/business-central";

/** Notices carry a secret of their own. Before it subscribes, Business Central asks by either method. */
const notices = [
  `GET ${businessCentralNotices}`,
  `POST ${businessCentralNotices}`,
  "POST /v1/notices/dataverse",
];

/** The console's files tell nothing secret: who signs in with them is known only after that. */
const pages = ["GET /", "HEAD /", "GET /console/{file+}", "HEAD /console/{file+}"];

/** No query string: a filter may name a customer's record. */
const accessLogFields = {
  requestId: "$context.requestId",
  at: "$context.requestTime",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  milliseconds: "$context.responseLatency",
  sourceIp: "$context.identity.sourceIp",
  refused: "$context.authorizer.error",
};

/**
 * The one door. Each route is declared, so that what the functions do not serve does not reach them,
 * and no route answers a browser's preflight: pages of other sites get nothing.
 */
export function defineGateway(stack: Stack, props: GatewayProps): Gateway {
  const { tenant } = props;
  const { signIn } = tenant;
  const httpApi = new HttpApi(stack, "HttpApi", {
    apiName: stack.stackName,
    description: `Tandem ${tenant.name}`,
    createDefaultStage: false,
    defaultAuthorizer: new HttpJwtAuthorizer("SignIn", signIn.issuer, {
      jwtAudience: signIn.audience,
    }),
  });
  const { stage, accessLog } = defineStage(stack, httpApi, tenant);

  const toApi = integrationWith("ApiIntegration", props.api);
  const toNotices = integrationWith("NoticeIntegration", props.changeNotice);
  const toPages = integrationWith("ConsoleIntegration", props.consolePage);
  for (const [name, role] of Object.entries(routeRoles)) {
    if (role !== "open") addSignedIn(httpApi, name, toApi, signIn.scopes ? scopesOf(role) : []);
  }
  const open = [
    ...Object.entries(routeRoles)
      .filter(([, role]) => role === "open")
      .map(([name]) => ({ name, route: addOpen(httpApi, name, toApi), limit: few })),
    ...notices.map((name) => ({ name, route: addOpen(httpApi, name, toNotices), limit: some })),
    ...pages.map((name) => ({ name, route: addOpen(httpApi, name, toPages), limit: some })),
  ];
  throttle(stage, open);
  return { httpApi, accessLog, noticeUrl: `${httpApi.apiEndpoint}${businessCentralNotices}` };
}

/** One permission for all routes: one for each makes the function's policy larger than the 20 KB that AWS takes. */
const integrationWith = (id: string, handler: NodejsFunction): HttpLambdaIntegration =>
  new HttpLambdaIntegration(id, handler, { scopePermissionToRoute: false });

/** A token with any of them is let through: each scope includes the ones before it. */
const scopesOf = (role: (typeof ranks)[number]): string[] =>
  ranks.slice(ranks.indexOf(role)).flatMap((each) => (each === "open" ? [] : [scopeOf[each]]));

const Method = z.enum(HttpMethod);

/** Of `GET /v1/errors/{id}`. */
function keyOf(name: string): HttpRouteKey {
  const [method = "", path = ""] = name.split(" ");
  return HttpRouteKey.with(path, Method.parse(method));
}

function addSignedIn(
  httpApi: HttpApi,
  name: string,
  integration: HttpLambdaIntegration,
  authorizationScopes: string[],
): void {
  new HttpRoute(httpApi.stack, `Route ${name}`, {
    httpApi,
    routeKey: keyOf(name),
    integration,
    authorizationScopes,
  });
}

function addOpen(httpApi: HttpApi, name: string, integration: HttpLambdaIntegration): HttpRoute {
  const made = new HttpRoute(httpApi.stack, `Route ${name}`, {
    httpApi,
    routeKey: keyOf(name),
    integration,
    authorizer: new HttpNoneAuthorizer(),
  });
  Validations.of(made).acknowledge({
    id: "AwsSolutions-APIG4",
    reason: "Notices carry their own secret; health, contract and console files are public.",
  });
  return made;
}

/** Requests a second, and at once, of a route that anybody on the internet can call. */
interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** Health and contract: asked by monitors and by programs that start. */
const few: Throttle = { rateLimit: 5, burstLimit: 10 };
/** A page is some ten files, and both apps tell of changes in bursts. */
const some: Throttle = { rateLimit: 20, burstLimit: 60 };

interface OpenRoute {
  readonly name: string;
  readonly route: HttpRoute;
  readonly limit: Throttle;
}

function throttle(stage: HttpStage, open: readonly OpenRoute[]): void {
  const settings = stage.node.defaultChild;
  if (!(settings instanceof CfnStage)) throw new Error("The stage has no resource of its own");
  settings.routeSettings = Object.fromEntries(
    open.map(({ name, limit: { rateLimit, burstLimit } }) => [
      name,
      { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
    ]),
  );
  // AWS refuses settings of a route that is not there yet.
  for (const { route } of open) settings.node.addDependency(route);
}

function defineStage(
  stack: Stack,
  httpApi: HttpApi,
  tenant: Tenant,
): { readonly stage: HttpStage; readonly accessLog: LogGroup } {
  const accessLog = new LogGroup(stack, "ApiAccessLog", {
    // AWS lets itself write to logs of this name once for all. It names others one by one in a policy
    // of the account that takes 5,120 characters: too few for fifty tenants.
    logGroupName: `/aws/vendedlogs/http-apis/${stack.stackName}`,
    retention: logRetentionOf(tenant),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const stage = new HttpStage(stack, "DefaultStage", {
    httpApi,
    stageName: "$default",
    autoDeploy: true,
    throttle: { rateLimit: 50, burstLimit: 100 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
    },
  });
  new CfnOutput(stack, "ApiUrl", { value: stage.url });
  return { stage, accessLog };
}
