import { type ChildProcess, spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { writePage } from "../../functions/console/build/write-page.ts";
import { openApiOf } from "../../lib/runtime/http/contract/open-api.ts";
import { routes } from "../../lib/runtime/http/routes.ts";
import { asInLambda, handlerIn } from "./bundle-function.ts";
import { lambdaNode } from "./lambda-node.ts";
import { startRuntimeInterface } from "./runtime-interface.ts";

/** A function as Lambda runs it: its bundle on Lambda's Node, with nothing but its own environment. */
export interface FunctionHost {
  invoke(event: unknown): Promise<unknown>;
  /** All that it logged, line by line. */
  said(): readonly string[];
  /** What it logged as errors. */
  complaints(): readonly string[];
  stop(): Promise<void>;
}

export interface FunctionToHost {
  /** In `functions/`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly megabytes: number;
  /** Where its bundle is put. */
  readonly into: string;
  /** Environments side by side, each of which handles one event at a time. */
  readonly atOnce: number;
  /** Code that is added to the handler's file, to see that it is noticed. */
  readonly planted?: string | undefined;
}

export async function hostFunction(options: FunctionToHost): Promise<FunctionHost> {
  const folder = await bundled(options);
  const runtime = await startRuntimeInterface(options.seconds);
  const environments: Environment[] = [];
  const live = new Set<Environment>();
  const startOne = (): void => {
    const made = startEnvironment(options, folder, runtime.address);
    environments.push(made);
    live.add(made);
    void made.gone.then(() => {
      live.delete(made);
      runtime.fail(`${options.folder} ended: ${made.said()}`);
    });
  };
  const said = () => environments.flatMap((one) => one.said().split("\n"));
  return {
    said,
    complaints: () => said().filter((line) => /"level":"(ERROR|WARN)"|^\w*Error/.test(line)),
    async invoke(event) {
      if (live.size <= runtime.open() && live.size < options.atOnce) startOne();
      return await withinTime(options, runtime.invoke(event));
    },
    async stop() {
      for (const { child } of environments) child.kill();
      await Promise.all(environments.map(({ gone }) => gone));
      await runtime.stop();
    },
  };
}

async function withinTime<T>({ folder, seconds }: FunctionToHost, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = wait(seconds * 1000, undefined, { signal: timer.signal }).then((): never => {
    throw new Error(`${folder}: Task timed out after ${seconds} seconds`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    timer.abort();
  }
}

/** The handler as one file, and beside it what is deployed beside it. */
async function bundled({ folder, into, planted }: FunctionToHost): Promise<string> {
  const outdir = join(into, folder);
  const plugins = planted === undefined ? [] : [planting(handlerIn(folder), planted)];
  await build({ ...asInLambda, entryPoints: { index: handlerIn(folder) }, outdir, plugins });
  if (folder === "api") {
    await writeFile(join(outdir, "openapi.json"), JSON.stringify(openApiOf(routes)));
  }
  if (folder === "console") await writePage(join(outdir, "page"), "little");
  return outdir;
}

const runtimeFile = fileURLToPath(new URL("function-process.ts", import.meta.url));

const planting = (file: string, code: string): Plugin => ({
  name: "planting",
  setup(made) {
    made.onLoad({ filter: /handler[.]ts$/ }, async ({ path }) =>
      path === file ? { contents: `${await readFile(path, "utf8")}\n${code}`, loader: "ts" } : null,
    );
  },
});

interface Environment {
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
  said(): string;
}

/** Where Lambda puts a function's files. */
const taskRoot = "/var/task";

function startEnvironment(
  { environment, megabytes }: FunctionToHost,
  folder: string,
  runtimeApi: string,
): Environment {
  const here = Object.entries(environment).map(([name, value]) => [
    name,
    value.replace(taskRoot, folder),
  ]);
  const child = spawn(
    lambdaNode(),
    [`--max-old-space-size=${Math.floor(megabytes * 0.9)}`, runtimeFile],
    {
      cwd: folder,
      env: {
        ...Object.fromEntries(here),
        AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
        AWS_LAMBDA_RUNTIME_API: runtimeApi,
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: "index.handler",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return { child, gone, said: () => text };
}
