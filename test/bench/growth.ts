import { execFileSync } from "node:child_process";
import { argv, execPath, stdout } from "node:process";
import { startCoupledTenant } from "./growth/coupled-tenant.ts";
import type { Figures } from "./growth/figures.ts";
import { fullSynchronization } from "./growth/full-synchronization.ts";
import { idleRuns } from "./growth/idle-runs.ts";
import { listedErrors } from "./growth/listed-errors.ts";
import { machine } from "./machine.ts";
import { bundleWorker, type WorkerBundle } from "./measure-worker.ts";
import { wholeNumbers } from "./whole-numbers.ts";

/**
 * What grows with the number of coupled records, and what does not. The worker is the deployed one, in a
 * process of its own; sizes may be named: `npm run bench -- growth 1000 10000`. A million takes half an hour.
 */
async function main(sizes: readonly number[]): Promise<void> {
  print(machine());
  const base = peakOfBareNode();
  print(`resident peak of a Node that does nothing: ${(base / 1024 / 1024).toFixed(1)} MB`);
  const bundle = await bundleWorker();
  const bySize: Figures[] = [];
  try {
    for (const size of sizes) {
      bySize.push(await figuresAt(size, bundle, base));
      printTable(sizes.slice(0, bySize.length), bySize);
    }
  } finally {
    await bundle.remove();
  }
}

/** Errors are listed up to this number of pairs, each of them: to fill in more takes too long. */
const mostListed = 100_000;

async function figuresAt(size: number, bundle: WorkerBundle, base: number): Promise<Figures> {
  const tenant = await startCoupledTenant(size);
  try {
    const { steps, ...walked } = await fullSynchronization(tenant, bundle, base);
    print(`${size} pairs: ${steps} steps of a full synchronization`);
    const idle = await idleRuns(tenant, bundle);
    const listed = size > mostListed ? {} : await listedErrors(tenant, bundle);
    return { ...idle, ...walked, ...listed };
  } finally {
    await tenant.stop();
  }
}

function printTable(sizes: readonly number[], bySize: readonly Figures[]): void {
  print(["", ...sizes.map(String), "last / first"].join(" | "));
  for (const title of Object.keys(bySize[0] ?? {})) {
    const values = bySize.flatMap((figures) => figures[title] ?? []);
    const [first = Number.NaN, last = first] = [values[0], values.at(-1)];
    print([title, ...values.map(short), first === 0 ? "" : (last / first).toFixed(2)].join(" | "));
  }
}

function peakOfBareNode(): number {
  const script = "process.stdout.write(String(process.resourceUsage().maxRSS))";
  return Number(execFileSync(execPath, ["--eval", script]).toString()) * 1024;
}

const short = (value: number): string => String(Number(value.toFixed(value >= 100 ? 0 : 3)));

const print = (line: string): void => {
  stdout.write(`${line}\n`);
};

const sizes = wholeNumbers(argv.slice(2), "npm run bench -- growth [sizes]", 10);
await main(sizes.length === 0 ? [1_000, 10_000, 100_000, 1_000_000] : sizes);
