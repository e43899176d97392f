import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { type Counts, noCounts, sumOf } from "./coverage.ts";

import { runSeeds } from "./seeds.ts";
import { replayOf, tellFailure } from "./tell-failure.ts";

const Slice = z.object({ start: z.int(), count: z.int() });
const Amounts = z.record(z.string(), z.number());
const Report = z.object({
  counts: z.object({ counts: Amounts, faults: Amounts, crashPoints: Amounts }),
  failures: z.array(
    z.object({
      seed: z.int(),
      findings: z.array(z.object({ invariant: z.string(), message: z.string() })),
    }),
  ),
});

const perSlice = 50;
const mostFailures = 20;

const isWorker = "worker";

const newWorker = (): ChildProcess =>
  fork(fileURLToPath(import.meta.url), [isWorker], { execArgv: ["--import", "tsx"] });

if (process.argv.includes(isWorker)) serve();
else await lead();

/** A worker process: plays what it is given, until it is given nothing more. */
function serve(): void {
  process.on("message", (message) => {
    void runSeeds(Slice.parse(message)).then((ran) => process.send?.(ran));
  });
}

/** `npm run simulate -- --seeds 100000 --start 1`: one process per core. */
async function lead(): Promise<void> {
  const { values } = parseArgs({
    options: { seeds: { type: "string" }, start: { type: "string" } },
  });
  const [seeds, start] = [Number(values.seeds ?? 500), Number(values.start ?? 1)];
  const begun = performance.now();
  const found: z.infer<typeof Report>["failures"] = [];
  let counts: Counts = noCounts;
  let next = start;
  let played = 0;

  const slice = (): z.infer<typeof Slice> | undefined => {
    const count = Math.min(perSlice, start + seeds - next);
    if (count <= 0 || found.length >= mostFailures) return undefined;
    next += count;
    return { start: next - count, count };
  };
  const work = (child: ChildProcess): Promise<void> =>
    new Promise((resolve, reject) => {
      let given = 0;
      const give = (): void => {
        const one = slice();
        if (one === undefined) {
          child.kill();
          return resolve();
        }
        given = one.count;
        child.send(one);
      };
      child.on("error", reject);
      child.on("exit", (code) => (code === 1 ? reject(new Error("A worker failed")) : resolve()));
      child.on("message", (message) => {
        const report = Report.parse(message);
        counts = sumOf(counts, report.counts);
        found.push(...report.failures);
        played += given;
        for (const { seed, findings } of report.failures) {
          console.log(`Seed ${seed}: ${findings[0]?.invariant} ${findings[0]?.message}`);
        }
        if (played % 5000 === 0) console.log(`${played} seeds, ${found.length} failed`);
        give();
      });
      give();
    });

  const cores = Math.min(availableParallelism(), Math.ceil(seeds / perSlice));
  await Promise.all(Array.from({ length: cores }, () => work(newWorker())));
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`${played} seeds in ${seconds} s on ${cores} cores, ${found.length} failed.`);
  console.log(counts);
  await tell(start, seeds);

  async function tell(from: number, count: number): Promise<void> {
    const failure = count === 1 ? (await runSeeds({ start: from, count })).failures[0] : undefined;
    if (failure !== undefined) console.log(await tellFailure(failure));
    for (const { seed } of count === 1 ? [] : found) console.log(replayOf(seed));
    process.exitCode = found.length === 0 ? 0 : 1;
  }
}
