import { argv, stdout } from "node:process";
import { machine } from "./machine.ts";
import { bundleWorker, type Measured, measureFullSynchronization } from "./measure-worker.ts";
import { startPretendTenant } from "./pretend-tenant.ts";
import { wholeNumbers } from "./whole-numbers.ts";

/**
 * How much memory the worker needs for a full synchronization, by number of records. Sizes may be
 * named on the command line: `npm run bench -- memory 10000 100000`.
 */
async function main(sizes: readonly number[]): Promise<void> {
  print(machine());
  const bundle = await bundleWorker();
  const bySize: { readonly size: number; readonly runs: readonly Measured[] }[] = [];
  for (const size of sizes) {
    const tenant = await startPretendTenant(size);
    const runs: Measured[] = [];
    for (const kind of kinds) {
      const measured = await measureFullSynchronization(tenant, bundle);
      print(rowOf(size, kind, measured));
      runs.push(measured);
    }
    bySize.push({ size, runs });
    await tenant.stop();
  }
  await bundle.remove();
  const [first, ...others] = bySize;
  for (const { size, runs } of others) {
    kinds.forEach((kind, index) => {
      const [small, large] = [first?.runs[index], runs[index]];
      if (small !== undefined && large !== undefined)
        print(ratios(`${kind}, ${size} / ${first?.size}`, small, large));
    });
  }
}

const kinds = ["creates", "nothing new"] as const;

const rowOf = (size: number, kind: string, measured: Measured): string =>
  [
    `${size} records, ${kind}:`,
    `heap after steps: median ${mb(median(measured.heaps))}, peak ${mb(Math.max(...measured.heaps))} MB;`,
    `resident: median ${mb(median(measured.residents))}, peak ${mb(measured.peakResident)} MB;`,
    `${measured.heaps.length} steps, ${Math.round(measured.seconds)} s, ${measured.cpuMs} ms CPU`,
  ].join(" ");

const ratios = (title: string, small: Measured, large: Measured): string => {
  const of = (value: (measured: Measured) => number) => (value(large) / value(small)).toFixed(2);
  return [
    `${title}:`,
    `heap median × ${of(({ heaps }) => median(heaps))}, peak × ${of(({ heaps }) => Math.max(...heaps))};`,
    `resident median × ${of(({ residents }) => median(residents))}, peak × ${of(({ peakResident }) => peakResident)}`,
  ].join(" ");
};

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

const mb = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

const print = (line: string): void => {
  stdout.write(`${line}\n`);
};

const sizes = wholeNumbers(argv.slice(2), "npm run bench -- memory [sizes]", 10);
await main(sizes.length === 0 ? [10_000, 100_000] : sizes);
