import { type ChildProcess, fork } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as z from "zod/mini";
import { openApiOf } from "../../lib/runtime/http/contract/open-api.ts";
import { routes } from "../../lib/runtime/http/routes.ts";
import { asDeployed, handlerIn } from "./bundle-function.ts";

/** A function in a process of its own, with nothing but its own environment. */
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
  /** Where its bundle is put. */
  readonly into: string;
}

const Answer = z.object({
  id: z.number(),
  answer: z.optional(z.unknown()),
  trouble: z.optional(z.string()),
});

export async function hostFunction(options: FunctionToHost): Promise<FunctionHost> {
  const { child, said, complaints } = start(await bundled(options), options.environment);
  const waiting = new Map<number, (answer: z.infer<typeof Answer>) => void>();
  let last = 0;
  child.on("message", (message) => {
    const answer = Answer.parse(message);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const gone = new Promise<void>((resolve) => {
    child.once("close", () => {
      const trouble = `${options.folder} ended: ${complaints().join("\n")}`;
      for (const [id, settle] of waiting) settle({ id, trouble });
      resolve();
    });
  });
  return {
    said,
    complaints,
    async invoke(event) {
      last += 1;
      const id = last;
      const answered = new Promise<z.infer<typeof Answer>>((resolve) => waiting.set(id, resolve));
      child.send({ id, event });
      const { answer, trouble } = await answered;
      if (trouble !== undefined) throw new Error(`${options.folder}: ${trouble}`);
      return answer;
    },
    async stop() {
      child.kill();
      await gone;
    },
  };
}

/** The handler as one file, bundled as it is for Lambda, but for the Node that runs here. */
async function bundled({ folder, into }: FunctionToHost): Promise<BundledFunction> {
  const outdir = join(into, folder);
  await build({
    ...asDeployed,
    entryPoints: {
      handler: handlerIn(folder),
      process: fileURLToPath(new URL("function-process.ts", import.meta.url)),
    },
    outdir,
  });
  // Beside the API's code lies what `functions/api/write-contract.ts` writes.
  await writeFile(join(outdir, "openapi.json"), JSON.stringify(openApiOf(routes)));
  return { process: join(outdir, "process.mjs"), handler: join(outdir, "handler.mjs") };
}

interface BundledFunction {
  readonly process: string;
  readonly handler: string;
}

function start(
  bundle: BundledFunction,
  env: FunctionToHost["environment"],
): { child: ChildProcess } & Pick<FunctionHost, "said" | "complaints"> {
  const child = fork(bundle.process, [bundle.handler], {
    env,
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const isComplaint = (line: string): boolean => /"level":"(ERROR|WARN)"|^\w*Error/.test(line);
  const said = () => text.split("\n");
  return { child, said, complaints: () => said().filter(isComplaint) };
}
