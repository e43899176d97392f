import { Logger } from "@aws-lambda-powertools/logger";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { ManageApp } from "../../lib/manage/manage-app.ts";
import { ApiEnvironment, readEnvironment } from "../../lib/runtime/environment.ts";
import { answerRequest } from "../../lib/runtime/http/request/answer-request.ts";
import { routes } from "../../lib/runtime/http/routes.ts";
import { liveState } from "../../lib/runtime/live-state.ts";
import { once } from "../../lib/runtime/once.ts";
import { systemWaiting } from "../../lib/runtime/system.ts";

const environment = once(() => readEnvironment(ApiEnvironment));

const app = once((): ManageApp => {
  const { BUSINESS_CENTRAL_URL, DATAVERSE_URL } = environment();
  return {
    ...liveState(environment()),
    waiting: systemWaiting,
    addresses: { businessCentral: BUSINESS_CENTRAL_URL, dataverse: DATAVERSE_URL },
  };
});

const logger = once(() => new Logger({ serviceName: "api" }));

/** Entry point: the HTTP API. */
export const handler = (
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> =>
  answerRequest(
    {
      routes,
      app,
      signIn: () => environment().SIGN_IN,
      tell: (request) => logger().info("Request answered", { ...request }),
      report: (trouble, { requestId, path }) =>
        logger().error("A request failed", { requestId, path, trouble }),
    },
    event,
  );
