import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { createTable, startDynamoDb } from "./dynamodb.ts";
import { naming, type Settings } from "./settings.ts";
import { createStepQueues, type StepQueueUrls, startSqs } from "./sqs.ts";

export interface Engines {
  readonly tableName: string;
  readonly queues: StepQueueUrls;
  readonly sqs: SQSClient;
  stop(): Promise<void>;
}

const tableName = "tandem";

/**
 * Starts the embedded DynamoDB and SQS, or takes the ones that the settings name, and sets the AWS
 * SDK's own variables so that the handlers find them as they find AWS.
 */
export async function startEngines(
  settings: Settings,
  say: (line: string) => void,
): Promise<Engines> {
  const dynamoDb = await dynamoDbOf(settings);
  const sqsServer = await sqsOf(settings);
  say(`DynamoDB (${dynamoDb.name})  ${dynamoDb.endpoint}`);
  say(`SQS (${sqsServer.name})  ${sqsServer.endpoint}`);
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb.endpoint;
  process.env["AWS_ENDPOINT_URL_SQS"] = sqsServer.endpoint;
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  process.env["AWS_REGION"] ??= "local";
  signAsAnybody(settings);
  const client = new DynamoDBClient({});
  await naming("TANDEM_DYNAMODB_ENDPOINT", createTable(client, tableName));
  client.destroy();
  const sqs = new SQSClient({});
  const queues = await naming("TANDEM_SQS_ENDPOINT", createStepQueues(sqs));
  return {
    tableName,
    queues,
    sqs,
    stop: async () => {
      await Promise.all([dynamoDb.stop(), sqsServer.stop()]);
    },
  };
}

/** All engines but AWS's own take any signature: nobody's profile is looked at, which may have run out. */
function signAsAnybody({ TANDEM_DYNAMODB_ENDPOINT, TANDEM_SQS_ENDPOINT }: Settings): void {
  const isAws = [TANDEM_DYNAMODB_ENDPOINT, TANDEM_SQS_ENDPOINT].some(
    (endpoint) => endpoint !== undefined && /[.]amazonaws[.]com$/.test(new URL(endpoint).hostname),
  );
  if (isAws) return;
  delete process.env["AWS_PROFILE"];
  process.env["AWS_ACCESS_KEY_ID"] ??= "local";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "local";
}

interface Engine {
  readonly name: string;
  readonly endpoint: string;
  stop(): Promise<void>;
}

const elsewhere = (endpoint: string): Engine => ({
  name: "as set",
  endpoint,
  stop: async () => undefined,
});

async function dynamoDbOf({
  TANDEM_DYNAMODB_ENDPOINT: set,
  TANDEM_DATA_DIR: folder,
}: Settings): Promise<Engine> {
  if (set !== undefined) return elsewhere(set);
  const { engine, endpoint, stop } = await startDynamoDb({ folder: join(folder, "dynamodb") });
  return { name: engine, endpoint, stop };
}

async function sqsOf({ TANDEM_SQS_ENDPOINT: set }: Settings): Promise<Engine> {
  if (set !== undefined) return elsewhere(set);
  const { endpoint, stop } = await startSqs();
  return { name: "fauxqs", endpoint, stop };
}
