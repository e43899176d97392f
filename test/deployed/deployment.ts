import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import * as z from "zod/mini";
import { createTable, startDynamoDb } from "../../lib/local/dynamodb.ts";
import { type HttpHost, startHttpHost } from "../../lib/local/http-host.ts";
import { startQueuePoller } from "../../lib/local/queue-poller.ts";
import { type LocalApps, startSandboxApps } from "../../lib/local/sandbox-apps.ts";
import { readSettings } from "../../lib/local/settings.ts";
import { createStepQueues, type StepQueueUrls, startSqs } from "../../lib/local/sqs.ts";
import {
  type DeployedFunction,
  type DeployedTemplate,
  readTemplate,
  templateOf,
} from "../infra/deployed-template.ts";
import { allows } from "../infra/permissions.ts";
import { account, type Resources, region } from "../infra/resolve.ts";
import { exampleTenant } from "../infra/synthesized.ts";
import { type FunctionHost, hostFunction } from "./function-host.ts";
import { gatewayOf } from "./gateway.ts";
import { type Recorder, startRecorder } from "./recorder.ts";

/**
 * A tenant's stack as synthesized, on this machine: each function in its own process, with the
 * environment that the template gives it; the gateway with the template's routes; the queues; all of
 * AWS behind a recorder that enforces the template's policies; two sandbox apps.
 */
export interface Deployment {
  readonly resources: Resources;
  readonly template: DeployedTemplate;
  /** As `template` is read of `resources`. */
  read(resources: Resources): DeployedTemplate;
  readonly recorder: Recorder;
  readonly apps: LocalApps;
  readonly url: string;
  /** The engines themselves, without the recorder. */
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly queues: StepQueueUrls;
  readonly tableName: string;
  invoke(id: string, event?: unknown): Promise<unknown>;
  routesAsked(): ReadonlySet<string>;
  /** The policies of other resources hold meanwhile. */
  underPolicies<T>(resources: Resources, work: () => Promise<T>): Promise<T>;
  /** No step is begun meanwhile. */
  beforeNextStep<T>(work: () => Promise<T>): Promise<T>;
  complaints(): readonly string[];
  /** All that the functions logged, or one of them. */
  said(id?: string): readonly string[];
  /** A line for each request to the gateway. */
  accessLog(): readonly string[];
  /** Nobody leaves a step for long here: the embedded queue does not tell how old its messages are. */
  oldestStepSeconds(): number;
  /** How each call of the function ended. */
  outcomes(id: string): readonly Outcome[];
  stop(): Promise<void>;
}

type Outcome = "done" | "failed";

const tableName = "tandem";
const signer = { region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };

export async function deploy(): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-deployed-"));
  const settings = { TANDEM_PORT: "0", TANDEM_DATA_DIR: folder, TANDEM_SEED: "12" };
  const [dynamoDb, sqsServer, apps] = await Promise.all([
    startDynamoDb(),
    startSqs(),
    startSandboxApps(readSettings(settings), () => undefined),
  ]);
  const dynamo = new DynamoDBClient({ ...signer, endpoint: dynamoDb.endpoint });
  const sqs = new SQSClient({ ...signer, endpoint: sqsServer.endpoint });
  await createTable(dynamo, tableName);
  const queues = await createStepQueues(sqs);
  let policies: DeployedTemplate["functions"] = {};
  const recorder = await startRecorder({
    dynamoDb: dynamoDb.endpoint,
    sqs: sqsServer.endpoint,
    secrets,
    allow: (call) => policies[call.by]?.grants.some((grant) => allows(grant, call)) === true,
  });

  const troubles: string[] = [];
  const late: { handler?: Parameters<typeof startHttpHost>[0]["handler"] } = {};
  const host = await startHttpHost({
    port: 0,
    handler: (event) => (late.handler ?? unready)(event),
    report: (trouble) => troubles.push(String(trouble)),
  });
  const resources = templateOf({
    ...exampleTenant(),
    businessCentralUrl: apps.businessCentralUrl,
    dataverseUrl: apps.dataverseUrl,
    tokenUrl: apps.tokenUrl,
  });
  const places = placesOf(recorder, host, queues);
  const template = readTemplate(resources, places);
  policies = template.functions;
  const functions = await hostAll(template, recorder, folder);
  const outcomes = new Map<string, Outcome[]>();
  const invoke = async (id: string, event: unknown = {}): Promise<unknown> => {
    const found = functions.get(id);
    if (found === undefined) throw new Error(`There is no function ${id}`);
    const ended = outcomes.get(id) ?? [];
    outcomes.set(id, ended);
    try {
      const answer = await found.invoke(event);
      ended.push("done");
      return answer;
    } catch (trouble) {
      ended.push("failed");
      throw trouble;
    }
  };
  const gateway = gatewayOf(template.routes, invoke);
  late.handler = gateway.handler;

  let turn: Promise<unknown> = Promise.resolve();
  const pollerOf = (queueUrl: string, id: string) =>
    startQueuePoller({
      client: sqs,
      queueUrl,
      handler: async (event: SQSEvent) => {
        await turn;
        return BatchResponse.parse(await invoke(id, event));
      },
      loops: 2,
      report: (trouble) => troubles.push(String(trouble)),
    });
  const worker = pollerOf(queues.queueUrl, "SyncWorker");
  const deadLetters = pollerOf(queues.deadLetterUrl, "DeadLetter");

  return {
    resources,
    template,
    read: (other) => readTemplate(other, places),
    recorder,
    apps,
    url: host.url,
    dynamo,
    sqs,
    queues,
    tableName,
    invoke,
    routesAsked: gateway.asked,
    async underPolicies(other, work) {
      policies = readTemplate(other, places).functions;
      try {
        return await work();
      } finally {
        policies = template.functions;
      }
    },
    beforeNextStep(work) {
      const done = work();
      turn = done;
      return done;
    },
    complaints: () => [...troubles, ...[...functions.values()].flatMap((one) => one.complaints())],
    said: (only) =>
      [...functions].flatMap(([id, one]) => (only === undefined || id === only ? one.said() : [])),
    accessLog: gateway.log,
    oldestStepSeconds: () => 0,
    outcomes: (id) => outcomes.get(id) ?? [],
    async stop() {
      await Promise.all([worker.stop(), deadLetters.stop(), host.stop()]);
      await Promise.all([...functions.values()].map((one) => one.stop()));
      await Promise.all([recorder.stop(), apps.stop(), dynamoDb.stop(), sqsServer.stop()]);
      await rm(folder, { recursive: true });
    },
  };
}

const unready = async () => ({ statusCode: 503 });

const BatchResponse = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })),
});

export const secretArn = (name: string): string =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}-AbCdEf`;

export const noticeSecret = "Zp3kQ8wLmN5rTuV7xYcB2dFgHjK9sAeP4qRtWyUiOp6MnBvC";

const secrets = {
  [secretArn("AppCredentials")]: JSON.stringify({
    clientId: "sandbox-client",
    clientSecret: "sandbox-secret",
  }),
  [secretArn("NoticeSecret")]: noticeSecret,
};

/** What is not where AWS would have put it, and not called as AWS would have called it. */
function placesOf(recorder: Recorder, host: HttpHost, queues: StepQueueUrls) {
  const nameOf = (queueUrl: string): string => queueUrl.slice(queueUrl.lastIndexOf("/") + 1);
  const throughRecorder = (queueUrl: string): string =>
    `${recorder.url}${new URL(queueUrl).pathname}`;
  return {
    "State.name": tableName,
    Steps: throughRecorder(queues.queueUrl),
    "Steps.name": nameOf(queues.queueUrl),
    "DeadLetters.name": nameOf(queues.deadLetterUrl),
    "AppCredentials.name": "AppCredentials",
    "NoticeSecret.name": "NoticeSecret",
    "HttpApi.ApiEndpoint": host.url,
  };
}

async function hostAll(
  { functions }: DeployedTemplate,
  recorder: Recorder,
  into: string,
): Promise<ReadonlyMap<string, FunctionHost>> {
  const hosted = await Promise.all(
    Object.entries(functions).map(async ([id, made]) => {
      const environment = { ...made.environment, ...environmentOfLambda(id, recorder) };
      return [id, await hostFunction({ ...made, environment, into, atOnce })] as const;
    }),
  );
  return new Map(hosted);
}

const atOnce = 2;

/** What Lambda adds; the key that requests are signed with says which function asks. */
const environmentOfLambda = (id: string, { url }: Recorder): DeployedFunction["environment"] => ({
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: id,
  AWS_SECRET_ACCESS_KEY: "of the role",
  AWS_SESSION_TOKEN: "of the role",
  AWS_LAMBDA_FUNCTION_NAME: id,
  AWS_ENDPOINT_URL: url,
  TZ: ":UTC",
});
