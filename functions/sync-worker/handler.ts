import { Logger } from "@aws-lambda-powertools/logger";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { credentialsFrom } from "../../lib/runtime/credentials.ts";
import { readEnvironment, WorkerEnvironment } from "../../lib/runtime/environment.ts";
import { liveApps, liveSurroundings, shareOfLooks } from "../../lib/runtime/live-apps.ts";
import { eventsTo } from "../../lib/runtime/live-events.ts";
import { liveRedelivery, liveState, liveStore } from "../../lib/runtime/live-state.ts";
import { createAppMeter } from "../../lib/runtime/measures/app-meter.ts";
import { measureStep } from "../../lib/runtime/measures/measure-step.ts";
import { createMeasures } from "../../lib/runtime/measures/measures.ts";
import { noticeAddressFrom } from "../../lib/runtime/notices/notice-secret.ts";
import { once } from "../../lib/runtime/once.ts";
import { eachMessage } from "../../lib/runtime/step-batch.ts";
import { systemClock } from "../../lib/runtime/system.ts";
import type { SyncApp } from "../../lib/sync/context/sync-app.ts";
import { answerLook } from "../../lib/sync/looks/answer-look.ts";
import type { LookApp } from "../../lib/sync/looks/look-app.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";

const environment = once(() => readEnvironment(WorkerEnvironment));
const meter = once(() => createAppMeter(systemClock));
const measures = once(() => createMeasures(environment(), systemClock));

const addresses = once(() => {
  const given = environment();
  return {
    businessCentralUrl: given.BUSINESS_CENTRAL_URL,
    dataverseUrl: given.DATAVERSE_URL,
    tokenUrl: given.TOKEN_URL,
    businessCentralAtOnce: given.BUSINESS_CENTRAL_AT_ONCE,
    credentials: credentialsFrom(given.CREDENTIALS_SECRET),
  };
});

const app = once((): SyncApp => {
  const given = environment();
  const state = liveState(given);
  return {
    ...state,
    events: eventsTo(given.EVENT_BUS),
    metrics: measures(),
    apps: liveApps(addresses(), liveSurroundings(state.clock, meter())),
    notices: noticeAddressFrom(given, state.clock),
  };
});

/** Looks take one connection of an app, whatever the steps of jobs may take. */
const looking = once((): LookApp => {
  const surroundings = liveSurroundings(systemClock, meter(), shareOfLooks);
  return {
    store: liveStore(environment()),
    apps: liveApps({ ...addresses(), businessCentralAtOnce: 1 }, surroundings),
  };
});

const redelivery = once(() => liveRedelivery(environment()));

const logger = once(() => new Logger({ serviceName: "sync-worker" }));

/** Entry point: job steps and looks from the FIFO queue. */
export const handler = (
  event: SQSEvent,
  context?: Pick<Context, "awsRequestId">,
): Promise<SQSBatchResponse> => {
  const requestId = context?.awsRequestId;
  const around = { clock: systemClock, meter: meter(), measures: measures(), requestId };
  return eachMessage(event, {
    step: (step) => measureStep(around, step, () => runJobStep(app(), step)),
    async look(look, message) {
      await redelivery().lookBegins(message);
      return answerLook(looking(), look, Number(message.attributes.ApproximateReceiveCount));
    },
    report: (trouble, failed) =>
      logger().error("A message failed", { requestId, ...failed, trouble }),
    returnToQueue: (message, kind) => redelivery().failed(message, kind),
  });
};
