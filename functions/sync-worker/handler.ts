import { Logger } from "@aws-lambda-powertools/logger";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { credentialsFrom } from "../../lib/runtime/credentials.ts";
import { readEnvironment, WorkerEnvironment } from "../../lib/runtime/environment.ts";
import { liveApps, liveSurroundings } from "../../lib/runtime/live-apps.ts";
import { eventsTo } from "../../lib/runtime/live-events.ts";
import { livePutBack, liveState } from "../../lib/runtime/live-state.ts";
import { noticeAddressFrom } from "../../lib/runtime/notices/notice-secret.ts";
import { once } from "../../lib/runtime/once.ts";
import { eachStep } from "../../lib/runtime/step-batch.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import type { SyncApp } from "../../lib/sync/sync-app.ts";

const environment = once(() => readEnvironment(WorkerEnvironment));

const app = once((): SyncApp => {
  const given = environment();
  const state = liveState(given);
  const addresses = {
    businessCentralUrl: given.BUSINESS_CENTRAL_URL,
    dataverseUrl: given.DATAVERSE_URL,
    tokenUrl: given.TOKEN_URL,
    credentials: credentialsFrom(given.CREDENTIALS_SECRET),
  };
  return {
    ...state,
    events: eventsTo(given.EVENT_BUS),
    apps: liveApps(addresses, liveSurroundings(state.clock)),
    notices: noticeAddressFrom(given, state.clock),
  };
});

const putBack = once(() => livePutBack(environment()));

const logger = once(() => new Logger({ serviceName: "sync-worker" }));

/** Entry point: job steps from the FIFO queue. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachStep(
    event,
    (step) => runJobStep(app(), step),
    (trouble, { messageId, body }) => logger().error("A step failed", { messageId, body, trouble }),
    (message) => putBack()(message),
  );
