import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";
import { type Person, personAt } from "../world/person.ts";
import { until } from "./until.ts";

export type Settings = Readonly<Record<`TANDEM_${string}`, string>>;

/** The local runner as a process of its own, seen from outside: what it prints, and what it serves. */
export interface LocalSystem {
  readonly process: ChildProcess;
  readonly addresses: Addresses;
  readonly businessCentral: Person;
  readonly dataverse: Person;
  lines(): readonly string[];
  /** What it said about trouble. */
  complaints(): string;
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Ends it as a service manager does; answers the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

export interface Addresses {
  readonly api: string;
  readonly dynamoDb: string;
  readonly sqs: string;
  readonly businessCentral: string;
  readonly dataverse: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const project = fileURLToPath(new URL("../..", import.meta.url));
const runner = [process.execPath, "--import", "tsx", "lib/local/start.ts"] as const;

/** Waits for `ready`. `command`: how it is started, when not directly. */
export async function startLocalSystem(
  settings: Settings,
  command: readonly [string, ...string[]] = runner,
): Promise<LocalSystem> {
  const started = startProcess(settings, command);
  await until("ready", () => {
    if (started.child.exitCode !== null) {
      throw new Error(`It ended before it was ready: ${started.complaints()}`);
    }
    return started.lines().at(-1) === "ready" ? true : undefined;
  });
  const addresses = addressesIn(started.lines());
  const gone = ended(started.child);
  return {
    process: started.child,
    addresses,
    businessCentral: personAt(addresses.businessCentral, () => "id"),
    dataverse: personAt(`${addresses.dataverse}/api/data/v9.2`, dataverseKey),
    lines: started.lines,
    complaints: started.complaints,
    ask: (method, path, body) => ask(`${addresses.api}${path}`, method, body),
    stop: () => {
      started.child.kill("SIGTERM");
      return gone;
    },
    kill: async () => {
      started.child.kill("SIGKILL");
      await gone;
    },
  };
}

/** Where it does not start: its exit code and what it said. */
export async function failToStart(
  settings: Settings,
): Promise<{ code: number | null; complaints: readonly string[] }> {
  const { child, complaints } = startProcess(settings, runner);
  const code = await ended(child);
  return { code, complaints: complaints().trimEnd().split("\n") };
}

/** Killed so many milliseconds after its start, ready or not. */
export async function killWhileStarting(settings: Settings, afterMs: number): Promise<void> {
  const { child } = startProcess(settings, runner);
  const gone = ended(child);
  await wait(afterMs);
  child.kill("SIGKILL");
  await gone;
}

function startProcess(settings: Settings, [file, ...args]: readonly [string, ...string[]]) {
  const { PATH, HOME } = process.env;
  // As on the machine of somebody who works with AWS and has not signed in today.
  const env = { PATH, HOME, AWS_PROFILE: "signed-out", ...settings };
  const child = spawn(file, args, { cwd: project, env });
  const said = { out: "", complaints: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said.complaints += chunk.toString();
  });
  return {
    child,
    lines: () => said.out.split("\n").filter((line) => line !== ""),
    complaints: () => said.complaints,
  };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once("close", (code) => resolve(code));
  });

function addressesIn(lines: readonly string[]): Addresses {
  const after = (start: string): string => {
    const line = lines.find((one) => one.startsWith(start));
    if (line === undefined) return "";
    return line.slice(line.lastIndexOf(" ") + 1);
  };
  return {
    api: after("API"),
    dynamoDb: after("DynamoDB"),
    sqs: after("SQS"),
    businessCentral: after("Business Central"),
    dataverse: after("Dataverse"),
  };
}

async function ask(url: string, method: string, body: unknown): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: answer.status, body: await answer.json() };
}

const keys: Readonly<Record<string, string>> = { accounts: "accountid", contacts: "contactid" };
const dataverseKey = (set: string): string => z.string().parse(keys[set]);

/** The API on a port, the sandbox apps on the next two. */
export async function threeFreePorts(): Promise<number> {
  for (;;) {
    const first = await freePort(0);
    const next = await Promise.all([freePort(first + 1), freePort(first + 2)]).catch(() => []);
    if (next.length === 2) return first;
  }
}

const freePort = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" ? (address?.port ?? 0) : 0;
      server.close(() => resolve(port));
    });
  });

/** Without the records that are in trouble on purpose. */
export const inFolder = (folder: string): Settings => ({
  TANDEM_DEMO: "off",
  TANDEM_DATA_DIR: join(folder, "data"),
  TANDEM_PORT: "0",
});

/** Whether anybody listens there. */
export const isServed = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );
