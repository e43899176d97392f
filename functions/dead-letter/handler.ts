import { Logger } from "@aws-lambda-powertools/logger";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { DeadLetterEnvironment, readEnvironment } from "../../lib/runtime/environment.ts";
import { eventsTo } from "../../lib/runtime/live-events.ts";
import { liveState } from "../../lib/runtime/live-state.ts";
import { createMeasures } from "../../lib/runtime/measures/measures.ts";
import { once } from "../../lib/runtime/once.ts";
import { eachMessage } from "../../lib/runtime/step-batch.ts";
import { systemClock } from "../../lib/runtime/system.ts";
import { endDeadLetter } from "../../lib/sync/jobs/end-dead-lettered-job.ts";
import { giveUpLook } from "../../lib/sync/looks/answer-look.ts";

const app = once(() => {
  const environment = readEnvironment(DeadLetterEnvironment);
  return {
    ...liveState(environment),
    events: eventsTo(environment.EVENT_BUS),
    metrics: createMeasures(environment, systemClock),
  };
});

const logger = once(() => new Logger({ serviceName: "dead-letter" }));

/** Entry point: job steps and looks that failed as often as the queue allows. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachMessage(event, {
    step: (step) => endDeadLetter(app(), step),
    look: (look) => giveUpLook(app(), look),
    report: (trouble, failed) => logger().error("A dead letter failed", { ...failed, trouble }),
  });
