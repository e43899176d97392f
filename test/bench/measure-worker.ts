import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as z from "zod/mini";
import type { PretendTenant } from "./pretend-tenant.ts";

const Line = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("step"),
    heapUsed: z.number(),
    rss: z.number(),
    cpuMs: z.number(),
  }),
  z.object({ kind: z.literal("end"), peakRss: z.number(), cpuMs: z.number() }),
]);

/** Bytes; the heap as it is after each step, garbage collected. */
export interface Measured {
  readonly heaps: readonly number[];
  readonly residents: readonly number[];
  /** What each step took of the processor, on all threads. */
  readonly stepCpuMs: readonly number[];
  readonly peakResident: number;
  readonly cpuMs: number;
  readonly seconds: number;
}

export interface WorkerBundle {
  readonly file: string;
  remove(): Promise<void>;
}

/** The worker as one file, as it is deployed. */
export async function bundleWorker(): Promise<WorkerBundle> {
  const root = fileURLToPath(new URL("../../node_modules/", import.meta.url));
  const folder = await mkdtemp(join(root, ".tandem-bench-"));
  const file = join(folder, "worker.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("worker-process.ts", import.meta.url))],
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    external: ["fauxqs"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return { file, remove: () => rm(folder, { recursive: true }) };
}

/** Lets the worker do a full synchronization in a process of its own. */
export async function measureFullSynchronization(
  tenant: PretendTenant,
  { file }: WorkerBundle,
  nodeOptions: readonly string[] = ["--expose-gc"],
): Promise<Measured> {
  const jobs = await tenant.askForEverything();
  const measured = await measureWorker(tenant, { file }, { nodeOptions });
  for (const { id } of jobs) {
    const job = await tenant.job(id);
    if (job?.state !== "completed") throw new Error(`${id}: ${job?.message ?? job?.state}`);
  }
  return measured;
}

export interface Working {
  /** With `--expose-gc` the garbage is collected after each step. */
  readonly nodeOptions: readonly string[];
  /** It ends after so many, whatever is left; without, when nothing is. */
  readonly mostSteps?: number | undefined;
}

/** Lets the worker, in a process of its own, do what the queue holds. */
export async function measureWorker(
  tenant: PretendTenant,
  { file }: Pick<WorkerBundle, "file">,
  working: Working,
): Promise<Measured> {
  const began = performance.now();
  const lines = await run(file, working, tenant.environment);
  const seconds = (performance.now() - began) / 1000;
  const steps = lines.flatMap((line) => (line.kind === "step" ? [line] : []));
  const end = lines.find((line) => line.kind === "end");
  if (end === undefined) throw new Error("The worker did not say how it ended");
  return {
    heaps: steps.map(({ heapUsed }) => heapUsed),
    residents: steps.map(({ rss }) => rss),
    stepCpuMs: steps.map(({ cpuMs }) => cpuMs),
    peakResident: end.peakRss,
    cpuMs: end.cpuMs,
    seconds,
  };
}

async function run(
  file: string,
  { nodeOptions, mostSteps = Number.POSITIVE_INFINITY }: Working,
  environment: PretendTenant["environment"],
): Promise<readonly z.infer<typeof Line>[]> {
  const child = spawn(process.execPath, [...nodeOptions, file, String(mostSteps)], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const said = await text(child.stdout);
  const code = await ended;
  if (code !== 0) throw new Error(`The worker ended with exit code ${code}`);
  return said
    .trim()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)));
}
