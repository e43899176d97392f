import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import * as z from "zod/mini";
import type { AwsCall } from "../infra/permissions.ts";
import { type AwsRequest, callsOf } from "./calls-of.ts";

export interface RecordedCall extends AwsCall {
  /** Who signed the request. */
  readonly by: string;
}

export interface Recorder {
  readonly url: string;
  calls(): readonly RecordedCall[];
  /** From now on the table turns writes away, or takes them again. */
  throttleWrites(on: boolean): void;
  /** How many writes were turned away. */
  throttled(): number;
  stop(): Promise<void>;
}

export interface Engines {
  readonly dynamoDb: string;
  readonly sqs: string;
  /** By ARN. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Whether the policies of who signed the request let it do that. */
  readonly allow: (call: RecordedCall) => boolean;
}

/**
 * All of AWS behind one address: hands requests to the embedded engines, plays the services that have
 * none, and keeps who asked for what, by the key that each request is signed with. It refuses what the
 * policies do not allow, and what it cannot judge.
 */
export async function startRecorder(engines: Engines): Promise<Recorder> {
  const recorded: RecordedCall[] = [];
  let throttling = false;
  let throttled = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = requestOf(request, await buffer(request));
    const { by } = asked;
    const calls = callsOf(asked).map((call) => ({ ...call, by }));
    recorded.push(...calls);
    const forbidden = calls.find((call) => !engines.allow(call));
    const isThrottled = throttling && isWrite(asked);
    if (isThrottled) throttled++;
    const told =
      forbidden !== undefined
        ? denial(forbidden)
        : isThrottled
          ? refusal("ThrottlingException", "Throughput exceeds the current capacity of your table.")
          : await answerOf(engines, asked);
    response.writeHead(told.status, told.headers);
    response.end(told.body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((trouble: unknown) => {
      // No service answers so: the function that asked fails, and the test with it.
      response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: "NotRecorded", message: String(trouble) }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => recorded,
    throttleWrites(on) {
      throttling = on;
    },
    throttled: () => throttled,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface RequestInfo extends AwsRequest {
  readonly by: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

const Signed = z.object({
  authorization: z.string().check(z.regex(/Credential=\w+\//)),
  "x-amz-target": z.string(),
});

function requestOf({ headers }: IncomingMessage, bytes: Buffer): RequestInfo {
  const { authorization, "x-amz-target": target } = Signed.parse(headers);
  return {
    by: /Credential=(\w+)\//.exec(authorization)?.[1] ?? "",
    target,
    body: JSON.parse(bytes.toString()),
    headers: {
      authorization,
      "x-amz-target": target,
      "content-type": String(headers["content-type"]),
      "x-amz-date": String(headers["x-amz-date"]),
    },
    bytes,
  };
}

interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

async function answerOf(engines: Engines, asked: RequestInfo): Promise<Told> {
  const service = asked.target.split(".")[0] ?? "";
  switch (service) {
    case "DynamoDB_20120810":
      return forwarded(engines.dynamoDb, asked);
    case "AmazonSQS":
      return forwarded(engines.sqs, asked);
    case "secretsmanager": {
      const { SecretId, VersionStage } = z
        .object({ SecretId: z.string(), VersionStage: z.optional(z.string()) })
        .parse(asked.body);
      // No secret was changed here.
      if (VersionStage === "AWSPREVIOUS") return refusal("ResourceNotFoundException", "No version");
      return told({ ARN: SecretId, SecretString: engines.secrets[SecretId] });
    }
    case "AWSEvents": {
      const { Entries } = z.object({ Entries: z.array(z.unknown()) }).parse(asked.body);
      return told({ FailedEntryCount: 0, Entries: Entries.map((_, at) => ({ EventId: `${at}` })) });
    }
    default:
      throw new Error(`Nobody plays ${asked.target}`);
  }
}

const told = (body: unknown): Told => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(body),
});

const isWrite = ({ target }: AwsRequest): boolean =>
  /^DynamoDB_20120810[.](Put|Update|Delete|BatchWrite|TransactWrite)/.test(target);

const denial = ({ by, action, resource }: RecordedCall): Told =>
  refusal(
    "AccessDeniedException",
    `User: ${by} is not authorized to perform: ${action} on resource: ${resource}`,
  );

const refusal = (__type: string, message: string): Told => ({
  status: 400,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify({ __type, message }),
});

async function forwarded(engine: string, { headers, bytes }: RequestInfo): Promise<Told> {
  const answer = await fetch(engine, { method: "POST", headers, body: new Uint8Array(bytes) });
  const crc = answer.headers.get("x-amz-crc32");
  return {
    status: answer.status,
    headers: {
      "content-type": answer.headers.get("content-type") ?? "application/x-amz-json-1.0",
      ...(crc === null ? {} : { "x-amz-crc32": crc }),
    },
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
