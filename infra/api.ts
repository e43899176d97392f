import { CfnOutput, RemovalPolicy, type Stack, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { ApiEnvironment } from "../lib/runtime/environment.ts";
import type { StepQueues } from "./step-queue.ts";
import type { StateTable } from "./table.ts";
import { defineFunction } from "./tandem-function.ts";
import { logRetentionOf, type Tenant } from "./tenant.ts";

export interface ApiProps {
  readonly tenant: Tenant;
  readonly table: StateTable;
  readonly queues: StepQueues;
  /** Who listens to notices. */
  readonly changeNotice: NodejsFunction;
  /** Who serves the page. */
  readonly consolePage: NodejsFunction;
}

export interface Api {
  readonly handler: NodejsFunction;
  /** Where Business Central tells of changes. */
  readonly noticeUrl: string;
}

/** Named one by one: `ANY` would ask browsers' preflight requests for a token too. */
const methods = [
  HttpMethod.GET,
  HttpMethod.POST,
  HttpMethod.PUT,
  HttpMethod.PATCH,
  HttpMethod.DELETE,
];

const businessCentralNotices = "/v1/notices/business-central";

/** Notices carry a secret of their own. Before it subscribes, Business Central asks by either method. */
const notices = [
  { path: businessCentralNotices, methods: [HttpMethod.GET, HttpMethod.POST] },
  { path: "/v1/notices/dataverse", methods: [HttpMethod.POST] },
];

/** The contract tells nothing secret. */
const open = [
  { path: "/v1/openapi.json", methods: [HttpMethod.GET] },
  { path: "/health", methods: [HttpMethod.GET] },
];

/** Nor do the console's files: who signs in with them is known only after that. */
const pages = ["/", "/console/{file+}"].map((path) => ({
  path,
  methods: [HttpMethod.GET, HttpMethod.HEAD],
}));

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

/** The HTTP API. Its function writes jobs and flags; it holds no credentials of the apps. */
export function defineApi(
  stack: Stack,
  { tenant, table, queues, changeNotice, consolePage }: ApiProps,
): Api {
  const handler = defineFunction(stack, "Api", {
    folder: "api",
    does: "Answers the HTTP API",
    environment: ApiEnvironment,
    values: {
      TABLE_NAME: table.tableName,
      QUEUE_URL: queues.steps.queueUrl,
      RETENTION_DAYS: String(tenant.retentionDays),
      BUSINESS_CENTRAL_URL: tenant.businessCentralUrl,
      DATAVERSE_URL: tenant.dataverseUrl,
      SIGN_IN: "jwt",
    },
    seconds: 29,
    megabytes: 512,
    tenant,
  });
  table.grantUse(handler);
  queues.steps.grantSendMessages(handler);

  const api = defineGateway(stack, tenant);
  const integration = new HttpLambdaIntegration("ApiIntegration", handler);
  api.addRoutes({ path: "/v1/{proxy+}", methods, integration });
  const toNotices = new HttpLambdaIntegration("NoticeIntegration", changeNotice);
  const toPages = new HttpLambdaIntegration("ConsoleIntegration", consolePage);
  for (const route of [
    ...open.map((each) => ({ ...each, integration })),
    ...notices.map((each) => ({ ...each, integration: toNotices })),
    ...pages.map((each) => ({ ...each, integration: toPages })),
  ]) {
    const authorizer = new HttpNoneAuthorizer();
    for (const made of api.addRoutes({ ...route, authorizer })) {
      Validations.of(made).acknowledge({
        id: "AwsSolutions-APIG4",
        reason: "Notices carry their own secret; health, contract and console files are public.",
      });
    }
  }
  return { handler, noticeUrl: `${api.apiEndpoint}${businessCentralNotices}` };
}

function defineGateway(stack: Stack, { signIn, ...tenant }: Tenant): HttpApi {
  const api = new HttpApi(stack, "HttpApi", {
    apiName: stack.stackName,
    description: "Tandem",
    createDefaultStage: false,
    defaultAuthorizer: new HttpJwtAuthorizer("SignIn", signIn.issuer, {
      jwtAudience: signIn.audience,
    }),
  });
  const accessLog = new LogGroup(stack, "ApiAccessLog", {
    retention: logRetentionOf({ signIn, ...tenant }),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const stage = new HttpStage(stack, "DefaultStage", {
    httpApi: api,
    stageName: "$default",
    autoDeploy: true,
    throttle: { rateLimit: 50, burstLimit: 100 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
    },
  });
  new CfnOutput(stack, "ApiUrl", { value: stage.url });
  return api;
}
