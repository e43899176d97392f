import { Logger } from "@aws-lambda-powertools/logger";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { noteChanges } from "../../lib/manage/schedules/wake-on-notice.ts";
import { NoticeEnvironment, readEnvironment } from "../../lib/runtime/environment.ts";
import { liveStore } from "../../lib/runtime/live-state.ts";
import { answerNotice } from "../../lib/runtime/notices/answer-notice.ts";
import { noticeSecretsFrom } from "../../lib/runtime/notices/notice-secret.ts";
import { once } from "../../lib/runtime/once.ts";
import { systemClock } from "../../lib/runtime/system.ts";

const app = once(() => {
  const environment = readEnvironment(NoticeEnvironment);
  return {
    store: liveStore(environment),
    clock: systemClock,
    secrets: noticeSecretsFrom(environment.NOTICE_SECRET, systemClock),
  };
});

const logger = once(() => new Logger({ serviceName: "change-notice" }));

/** Entry point: what the apps tell of changes. */
export const handler = (
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> =>
  answerNotice(
    {
      secrets: () => app().secrets(),
      note: (changes) => noteChanges(app(), changes),
      report: (trouble, requestId) =>
        logger().error("A notice could not be noted", { requestId, trouble }),
    },
    event,
  );
