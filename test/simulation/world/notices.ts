import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { noteChanges } from "../../../lib/manage/schedules/wake-on-notice.ts";
import { answerNotice } from "../../../lib/runtime/notices/answer-notice.ts";
import type { SyncApp } from "../../../lib/sync/context/sync-app.ts";

const origin = "https://tandem.example";
const secret = "known-to-those-who-tell";

export const noticeAddress = {
  url: `${origin}/v1/notices/business-central`,
  secret: async () => secret,
};

/** The address that apps tell of changes, as the gateway calls the function behind it. */
export async function hearNotice(
  app: SyncApp,
  url: string,
  body: string,
): Promise<{ status: number; body: string }> {
  const answer = await answerNotice(
    {
      secrets: async () => ({ current: secret }),
      note: (changes) => noteChanges(app, changes),
      report: (trouble) => {
        throw trouble;
      },
    },
    eventOf(new URL(url), body),
  );
  return { status: answer.statusCode ?? 200, body: answer.body ?? "" };
}

/** What a Dataverse service endpoint posts. */
export const hearOfDataverse = (app: SyncApp, message: string) =>
  hearNotice(
    app,
    `${origin}/v1/notices/dataverse?code=${secret}`,
    JSON.stringify({ MessageName: message, PrimaryEntityName: "account" }),
  );

const eventOf = (url: URL, body: string): APIGatewayProxyEventV2 => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: url.pathname,
  rawQueryString: url.search.slice(1),
  headers: { "content-type": "application/json" },
  queryStringParameters: Object.fromEntries(url.searchParams),
  requestContext: {
    accountId: "000000000000",
    apiId: "simulated",
    domainName: url.hostname,
    domainPrefix: "tandem",
    http: {
      method: "POST",
      path: url.pathname,
      protocol: "HTTP/1.1",
      sourceIp: "127.0.0.1",
      userAgent: "",
    },
    requestId: "simulated",
    routeKey: "$default",
    stage: "$default",
    time: "",
    timeEpoch: 0,
  },
  body,
  isBase64Encoded: false,
});
