import { Logger } from "@aws-lambda-powertools/logger";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { credentialsFrom } from "../../lib/runtime/credentials.ts";
import { readEnvironment, WorkerEnvironment } from "../../lib/runtime/environment.ts";
import { liveApps, liveSurroundings } from "../../lib/runtime/live-apps.ts";
import { eventsTo } from "../../lib/runtime/live-events.ts";
import { livePutBack, liveState } from "../../lib/runtime/live-state.ts";
import { createAppMeter } from "../../lib/runtime/measures/app-meter.ts";
import { measureStep } from "../../lib/runtime/measures/measure-step.ts";
import { createMeasures } from "../../lib/runtime/measures/measures.ts";
import { noticeAddressFrom } from "../../lib/runtime/notices/notice-secret.ts";
import { once } from "../../lib/runtime/once.ts";
import { eachStep } from "../../lib/runtime/step-batch.ts";
import { systemClock } from "../../lib/runtime/system.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";

const environment = once(() => readEnvironment(WorkerEnvironment));
const meter = once(() => createAppMeter(systemClock));
const measures = once(() => createMeasures(environment(), systemClock));

const app = once((): SyncApp => {
  const given = environment();
  const state = liveState(given);
  const addresses = {
    businessCentralUrl: given.BUSINESS_CENTRAL_URL,
    dataverseUrl: given.DATAVERSE_URL,
    tokenUrl: given.TOKEN_URL,
    businessCentralAtOnce: given.BUSINESS_CENTRAL_AT_ONCE,
    credentials: credentialsFrom(given.CREDENTIALS_SECRET),
  };
  return {
    ...state,
    events: eventsTo(given.EVENT_BUS),
    metrics: measures(),
    apps: liveApps(addresses, liveSurroundings(state.clock, meter())),
    notices: noticeAddressFrom(given, state.clock),
  };
});

const returnToQueue = once(() => livePutBack(environment()));

const logger = once(() => new Logger({ serviceName: "sync-worker" }));

/** Entry point: job steps from the FIFO queue. */
export const handler = (
  event: SQSEvent,
  context?: Pick<Context, "awsRequestId">,
): Promise<SQSBatchResponse> => {
  const requestId = context?.awsRequestId;
  const around = { clock: systemClock, meter: meter(), measures: measures(), requestId };
  return eachStep(
    event,
    (step) => measureStep(around, step, () => runJobStep(app(), step)),
    (trouble, failed) => logger().error("A step failed", { requestId, ...failed, trouble }),
    (message) => returnToQueue()(message),
  );
};
