import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { createTable, startDynamoDb } from "../../lib/local/dynamodb.ts";
import { createStepQueues, startSqs } from "../../lib/local/sqs.ts";
import { openApiOf } from "../../lib/runtime/http/contract/open-api.ts";
import { routes } from "../../lib/runtime/http/routes.ts";
import type { Bundle } from "./bundles.ts";
import { runBundle } from "./run-bundle.ts";

export const anybody = {
  AWS_REGION: "local",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

const asked = (path: string) => ({
  rawPath: path,
  rawQueryString: "",
  headers: {},
  requestContext: { requestId: "1", http: { method: "GET", path } },
  isBase64Encoded: false,
});

const Answer = z.object({ body: z.string() });

/** With all that stands in for other parts: the tick stores mappings, and the API tells of them and of itself. */
export async function workComplaints(made: readonly Bundle[]): Promise<readonly string[]> {
  const dynamoDb = await startDynamoDb();
  const sqs = await startSqs();
  try {
    const environment = await prepared(dynamoDb.endpoint, sqs.endpoint);
    const folderOf = (name: string) => made.find((bundle) => bundle.name === name)?.folder ?? name;
    const ticked = await runBundle(folderOf("ScheduleTick"), environment, {}).catch(String);
    const answerTo = async (path: string) =>
      Answer.safeParse(await runBundle(folderOf("Api"), environment, asked(path)).catch(String));
    const schedules = await answerTo("/v1/schedules");
    const contract = await answerTo("/v1/openapi.json");
    return [
      ...(schedules.data?.body.includes('"minutesBetweenRuns":7') === true
        ? []
        : ["Tick and API do not work:", JSON.stringify({ ticked, schedules })]),
      ...(contract.data?.body === JSON.stringify(openApiOf(routes))
        ? []
        : ["The API's bundle tells of another contract than its routes"]),
    ];
  } finally {
    await Promise.all([dynamoDb.stop(), sqs.stop()]);
  }
}

async function prepared(dynamoDb: string, sqs: string): Promise<Record<string, string>> {
  Object.assign(process.env, anybody);
  const tables = new DynamoDBClient({ endpoint: dynamoDb });
  const queues = new SQSClient({ endpoint: sqs });
  await createTable(tables, "tandem");
  const { queueUrl } = await createStepQueues(queues);
  tables.destroy();
  queues.destroy();
  return {
    ...anybody,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb,
    AWS_ENDPOINT_URL_SQS: sqs,
    TABLE_NAME: "tandem",
    QUEUE_URL: queueUrl,
    RETENTION_DAYS: "30",
    MAPPINGS: "defaults",
    SCHEDULES: '{"CUSTOMER": {"minutesBetweenRuns": 7}}',
    SIGN_IN: "none",
    BUSINESS_CENTRAL_URL: "https://business-central.example",
    DATAVERSE_URL: "https://dataverse.example",
  };
}
