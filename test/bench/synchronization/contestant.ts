import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as z from "zod/mini";
import { asDeployed } from "../../deployed/bundle-function.ts";
import { type Child, startChild } from "./child.ts";
import { Addresses, Counts, type Couple, Run } from "./orders.ts";

/** One program that synchronizes, and two apps of its own with people in them; each in its own process. */
export interface Contestant {
  readonly name: string;
  /** Changes on both sides, the run that brings them over, and the next run, which has only its own writes to see. */
  round(round: number, isPlain: boolean): Promise<Round>;
  stop(): void;
}

export interface Round {
  readonly changes: number;
  readonly run: Run & Counts;
  readonly echo: Run & Counts;
}

export interface Entry {
  readonly name: string;
  /** Files in this folder, without their ending. */
  readonly program: string;
  readonly apps: string;
  readonly dynamoDb?: Couple["dynamoDb"];
}

export interface Bundles {
  fileOf(process: string): string;
  remove(): Promise<void>;
}

/** Bundled as the functions are, so that what is measured is the code that runs when deployed. */
export async function bundleProcesses(names: readonly string[]): Promise<Bundles> {
  const outdir = await mkdtemp(join(tmpdir(), "tandem-synchronization-"));
  await build({
    ...asDeployed,
    outdir,
    entryPoints: names.map((name) => fileURLToPath(new URL(`${name}.ts`, import.meta.url))),
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return {
    fileOf: (name) => join(outdir, `${name}.mjs`),
    remove: () => rm(outdir, { recursive: true }),
  };
}

const minute = 60_000;

/** Starts it with so many records coupled, and nothing left to do. */
export async function startContestant(
  { name, program, apps: appsProcess, dynamoDb }: Entry,
  bundles: Bundles,
  records: number,
): Promise<Contestant> {
  const apps = startChild(bundles.fileOf(appsProcess));
  const worker = startChild(bundles.fileOf(program));
  let now = Date.now();
  const pass = async (minutes: number): Promise<void> => {
    now += minutes * minute;
    await Promise.all([apps, worker].map((child) => child.ask("pass", { to: now })));
  };
  const run = async (): Promise<Run & Counts> => {
    await pass(1);
    await apps.ask("counts");
    const ran = Run.parse(await worker.ask("run"));
    return { ...ran, ...Counts.parse(await apps.ask("counts")) };
  };
  await pass(0);
  const addresses = Addresses.parse(await apps.ask("start", { records }));
  await pass(60);
  await worker.ask("couple", { ...addresses, dynamoDb });
  await pass(60);
  await run();
  return {
    name,
    round: async (round, isPlain) => {
      await pass(60);
      const changes = z.int().parse(await apps.ask("edit", { records, round, isPlain }));
      const ran = await run();
      await nothingAstray(name, apps);
      await pass(60);
      return { changes, run: ran, echo: await run() };
    },
    stop: () => {
      apps.stop();
      worker.stop();
    },
  };
}

async function nothingAstray(name: string, apps: Child): Promise<void> {
  const astray = z.int().parse(await apps.ask("astray"));
  if (astray > 0) throw new Error(`${name}: ${astray} changes did not arrive`);
}
