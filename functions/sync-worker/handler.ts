import { Logger } from "@aws-lambda-powertools/logger";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { credentialsFrom } from "../../lib/runtime/credentials.ts";
import { readEnvironment, WorkerEnvironment } from "../../lib/runtime/environment.ts";
import { liveApps, liveSurroundings } from "../../lib/runtime/live-apps.ts";
import { eventsTo } from "../../lib/runtime/live-events.ts";
import { liveState } from "../../lib/runtime/live-state.ts";
import { noticeAddressFrom } from "../../lib/runtime/notices/notice-secret.ts";
import { once } from "../../lib/runtime/once.ts";
import { eachStep } from "../../lib/runtime/step-batch.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import type { SyncApp } from "../../lib/sync/sync-app.ts";

const app = once((): SyncApp => {
  const environment = readEnvironment(WorkerEnvironment);
  const state = liveState(environment);
  const addresses = {
    businessCentralUrl: environment.BUSINESS_CENTRAL_URL,
    dataverseUrl: environment.DATAVERSE_URL,
    tokenUrl: environment.TOKEN_URL,
    credentials: credentialsFrom(environment.CREDENTIALS_SECRET),
  };
  return {
    ...state,
    events: eventsTo(environment.EVENT_BUS),
    apps: liveApps(addresses, liveSurroundings(state.clock)),
    notices: noticeAddressFrom(environment, state.clock),
  };
});

const logger = once(() => new Logger({ serviceName: "sync-worker" }));

/** Entry point: job steps from the FIFO queue. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachStep(
    event,
    (step) => runJobStep(app(), step),
    (trouble, { messageId, body }) => logger().error("A step failed", { messageId, body, trouble }),
  );
