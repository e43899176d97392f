import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { refuse, wholeNumbers } from "../bench/whole-numbers.ts";
import { type Counts, noCounts, sumOf } from "./coverage.ts";
import { describeFailure, replayOf } from "./describe-failure.ts";
import { runSeeds, type Seeds } from "./seeds.ts";

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
type Report = z.infer<typeof Report>;

const usage = "npm run simulate -- [--seeds 500] [--start 1]";
const perSlice = 50;
const mostFailures = 20;

const isWorker = "--is-worker";

if (argv.includes(isWorker)) serve();
else await lead(asked());

/** A worker process: plays what it is given, until it is given nothing more. */
function serve(): void {
  process.on("message", (message) => {
    void runSeeds(Slice.parse(message)).then((ran) => process.send?.(ran));
  });
}

function asked(): Seeds {
  const options = { seeds: { type: "string" }, start: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ options, strict: false, allowPositionals: true });
  const { seeds = "500", start = "1", ...others } = values;
  const [unknown] = [...Object.keys(others).map((name) => `--${name}`), ...positionals];
  if (unknown !== undefined) refuse(`There is no ${unknown}.`, usage);
  const [count = 0, from = 0] = wholeNumbers([String(seeds), String(start)], usage, 2);
  return { start: from, count };
}

/** `npm run simulate -- --seeds 100000 --start 1`: one process per core. */
async function lead({ start, count }: Seeds): Promise<void> {
  const begun = performance.now();
  const found: Report["failures"][number][] = [];
  let counts: Counts = noCounts;
  let next = start;
  let played = 0;

  const slice = (): Seeds | undefined => {
    const size = Math.min(perSlice, start + count - next);
    if (size <= 0 || found.length >= mostFailures) return undefined;
    next += size;
    return { start: next - size, count: size };
  };
  const take = (report: Report, size: number): void => {
    counts = sumOf(counts, report.counts);
    found.push(...report.failures);
    played += size;
    for (const { seed, findings } of report.failures) {
      console.log(`Seed ${seed}: ${findings[0]?.invariant} ${findings[0]?.message}`);
    }
    if (played % 5000 === 0) console.log(`${played} seeds, ${found.length} failed`);
  };

  const cores = Math.min(availableParallelism(), Math.ceil(count / perSlice));
  const deaths = await Promise.all(Array.from({ length: cores }, () => work(slice, take)));
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`Seeds: ${played} in ${seconds} s, cores: ${cores}, failed: ${found.length}.`);
  console.log(counts);
  for (const death of deaths) if (death !== undefined) console.log(death);
  if (played < count) console.log(`Of ${count} seeds asked for only ${played} were played.`);
  if (count === 1) await tellShortest(start);
  else for (const { seed } of found) console.log(replayOf(seed));
  process.exitCode = found.length === 0 && played === count ? 0 : 1;
}

/** Lets a process of its own play slice after slice; answers how it died, if it did so before the end. */
function work(
  slice: () => Seeds | undefined,
  take: (report: Report, size: number) => void,
): Promise<string | undefined> {
  const child = fork(fileURLToPath(import.meta.url), [isWorker], {
    execArgv: ["--import", "tsx"],
  });
  return new Promise((resolve) => {
    let given: Seeds | undefined;
    const give = (): void => {
      given = slice();
      if (given === undefined) child.kill();
      else child.send(given);
    };
    // A message that it does not take: it is about to end.
    child.on("error", () => undefined);
    child.on("exit", (code, signal) => {
      const at = given && `${given.start} to ${given.start + given.count - 1}`;
      resolve(at && `A process ended (${signal ?? code}) while it played seeds ${at}.`);
    });
    child.on("message", (message) => {
      take(Report.parse(message), given?.count ?? 0);
      give();
    });
    give();
  });
}

async function tellShortest(seed: number): Promise<void> {
  const [failure] = (await runSeeds({ start: seed, count: 1 })).failures;
  if (failure !== undefined) console.log(await describeFailure(failure));
}
