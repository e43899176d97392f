import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod/mini";
import type { Tenant } from "../../infra/tenant/tenant.ts";
import { type AwsCall, type Grant, grantsOf } from "./permissions.ts";
import { constructOf, type Resolve, type Resources, resolverOf, resourcesOf } from "./resolve.ts";
import { exampleStack } from "./synthesized.ts";

export interface DeployedFunction {
  /** In `functions/`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly megabytes: number;
  readonly grants: readonly Grant[];
  /** What AWS does in the name of the function's role, besides what the function does itself. */
  readonly callsOfAws: readonly AwsCall[];
}

export interface DeployedRoute {
  /** `GET /v1/jobs/{id}` */
  readonly key: string;
  /** The id of the function that answers. */
  readonly to: string;
  readonly asksForToken: boolean;
  /** Requests at once, after which they are turned away. */
  readonly burst: number;
}

export interface DeployedTemplate {
  /** By the id that each has in the code. */
  readonly functions: Readonly<Record<string, DeployedFunction>>;
  readonly routes: readonly DeployedRoute[];
}

export const templateOf = (tenant: Tenant): Resources =>
  resourcesOf(Template.fromStack(exampleStack(tenant).stack).toJSON());

/** The functions and routes of a template. `known`: see `resolverOf`. */
export function readTemplate(
  resources: Resources,
  known: Readonly<Record<string, string>> = {},
): DeployedTemplate {
  const resolve = resolverOf(resources, known);
  const functions = Object.entries(resources)
    .filter(([, { Type }]) => Type === "AWS::Lambda::Function")
    .map(([id]) => [constructOf(id), functionOf(resources, resolve, id)] as const);
  return { functions: Object.fromEntries(functions), routes: routesOf(resources) };
}

const Function = z.object({
  // What `test/deployed` runs.
  Runtime: z.literal("nodejs24.x"),
  Handler: z.literal("index.handler"),
  Timeout: z.number(),
  MemorySize: z.number(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  Role: z.object({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) }),
  LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }),
  TracingConfig: z.optional(z.object({ Mode: z.literal("Active") })),
});

function functionOf(resources: Resources, resolve: Resolve, id: string): DeployedFunction {
  const { Environment, Timeout, MemorySize, Role, LoggingConfig, TracingConfig } = Function.parse(
    resources[id]?.Properties,
  );
  return {
    folder: constructOf(id)
      .replace(/(?!^)[A-Z]/g, "-$&")
      .toLowerCase(),
    environment: z.record(z.string(), z.string()).parse(resolve(Environment.Variables)),
    seconds: Timeout,
    megabytes: MemorySize,
    grants: grantsOf(resources, resolve, Role["Fn::GetAtt"][0]),
    callsOfAws: [
      ...loggingBy(String(resolve({ "Fn::GetAtt": [LoggingConfig.LogGroup.Ref, "Arn"] }))),
      ...pollingOf(resources, resolve, id),
      ...(TracingConfig === undefined ? [] : tracing),
    ],
  };
}

/** docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html; the log group is there already. */
const loggingBy = (logGroup: string): readonly AwsCall[] =>
  ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({ action, resource: logGroup }));

/** docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
const tracing: readonly AwsCall[] = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"].map(
  (action) => ({ action, resource: "*" }),
);

const EventSource = z.object({
  FunctionName: z.object({ Ref: z.string() }),
  EventSourceArn: z.unknown(),
});

/** docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
const pollingOf = (resources: Resources, resolve: Resolve, id: string): readonly AwsCall[] =>
  Object.values(resources)
    .filter(({ Type }) => Type === "AWS::Lambda::EventSourceMapping")
    .map(({ Properties }) => EventSource.parse(Properties))
    .filter(({ FunctionName }) => FunctionName.Ref === id)
    .flatMap(({ EventSourceArn }) =>
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"].map((action) => ({
        action,
        resource: String(resolve(EventSourceArn)),
      })),
    );

const Route = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.enum(["JWT", "NONE"]),
  Target: z.object({
    "Fn::Join": z.tuple([
      z.literal(""),
      z.tuple([z.literal("integrations/"), z.object({ Ref: z.string() })]),
    ]),
  }),
});
const Integration = z.object({
  IntegrationUri: z.object({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) }),
});

const Throttle = z.object({ ThrottlingBurstLimit: z.number(), ThrottlingRateLimit: z.number() });
const Stage = z.object({
  DefaultRouteSettings: Throttle,
  RouteSettings: z.record(z.string(), Throttle),
});

function routesOf(resources: Resources): readonly DeployedRoute[] {
  const [stage] = Object.values(resources).filter(
    ({ Type }) => Type === "AWS::ApiGatewayV2::Stage",
  );
  const { DefaultRouteSettings, RouteSettings } = Stage.parse(stage?.Properties);
  return Object.values(resources)
    .filter(({ Type }) => Type === "AWS::ApiGatewayV2::Route")
    .map(({ Properties }) => {
      const { RouteKey, AuthorizationType, Target } = Route.parse(Properties);
      const integration = resources[Target["Fn::Join"][1][1].Ref];
      const { IntegrationUri } = Integration.parse(integration?.Properties);
      return {
        key: RouteKey,
        to: constructOf(IntegrationUri["Fn::GetAtt"][0]),
        asksForToken: AuthorizationType === "JWT",
        burst: (RouteSettings[RouteKey] ?? DefaultRouteSettings).ThrottlingBurstLimit,
      };
    });
}
