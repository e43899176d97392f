import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv, execPath, stdout } from "node:process";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { asDeployed, handlerIn } from "../deployed/bundle-function.ts";
import { machine } from "./machine.ts";
import { wholeNumbers } from "./whole-numbers.ts";

/**
 * How large each function's bundle is, and how much CPU a new process takes to import it, beside a handler
 * that imports nothing (M5, limit 5; the API 2). How many processes may be named: `npm run bench -- functions 41`.
 */
async function main(processes: number): Promise<void> {
  stdout.write(`${machine()}; the median of ${processes} processes each, in turns\n`);
  stdout.write(
    "M5 CPU time of the import, and as a multiple of a bare handler's (limit 5; api 2)\n",
  );
  const folder = await mkdtemp(join(tmpdir(), "tandem-functions-"));
  try {
    const bundles = await bundleAll(folder);
    const times = await timesOf(bundles, processes);
    const [bare] = times;
    for (const [at, { name, file }] of bundles.entries()) {
      const bytes = await readFile(file);
      const milliseconds = times[at] ?? Number.NaN;
      stdout.write(
        line([
          name,
          kilobytes(bytes.length),
          `${kilobytes(gzipSync(bytes).length)} gzip`,
          `${milliseconds.toFixed(1)} ms`,
          `× ${(milliseconds / (bare ?? Number.NaN)).toFixed(1)}`,
        ]),
      );
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Bundle {
  readonly name: string;
  readonly file: string;
}

/** The bare handler first. */
async function bundleAll(into: string): Promise<readonly Bundle[]> {
  const bare = join(into, "bare.ts");
  await writeFile(bare, "export const handler = async () => ({});\n");
  const names = (await readdir(new URL("../../functions", import.meta.url))).toSorted();
  const entries = [
    { name: "bare handler", entry: bare },
    ...names.map((name) => ({ name, entry: handlerIn(name) })),
  ];
  return Promise.all(
    entries.map(async ({ name, entry }) => {
      const outdir = join(into, name);
      await mkdir(outdir);
      await build({ ...asDeployed, minify: true, entryPoints: { index: entry }, outdir });
      return { name, file: join(outdir, "index.mjs") };
    }),
  );
}

/** In turns, so that whatever else the machine does meanwhile slows all of them down. */
async function timesOf(bundles: readonly Bundle[], processes: number): Promise<readonly number[]> {
  const measured = bundles.map((): number[] => []);
  for (let turn = 0; turn < processes; turn += 1) {
    for (const [at, { file }] of bundles.entries()) measured[at]?.push(await timeOf(file));
  }
  return measured.map(median);
}

/** Milliseconds of CPU: the clock would count what else the machine does. */
const timing = `
  const before = process.cpuUsage();
  await import(process.argv[1]);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(String((user + system) / 1000));
`;

async function timeOf(file: string): Promise<number> {
  const args = ["--input-type=module", "--eval", timing, file];
  const { stdout: text } = await promisify(execFile)(execPath, args);
  return Number(text);
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

const line = ([name = "", ...values]: readonly string[]): string =>
  `${name.padEnd(16)}${values.map((value) => value.padStart(15)).join("")}\n`;

const [processes = 15] = wholeNumbers(argv.slice(2), "npm run bench -- functions [processes]");
await main(processes);
