import { spawnSync } from "node:child_process";
import { argv, execPath, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { refuse } from "./whole-numbers.ts";

interface Measurement {
  readonly node: readonly string[];
  /** Takes minutes: only when it is named. */
  readonly long: boolean;
  /** Where it is not the file of that name in this folder. */
  readonly file?: string;
}

const measurements: Readonly<Record<string, Measurement>> = {
  console: { node: [], long: false, file: "../console/bench.ts" },
  decide: { node: [], long: false },
  functions: { node: [], long: false },
  growth: { node: ["--max-old-space-size=14000"], long: true },
  synchronization: { node: [], long: false },
  memory: { node: ["--max-old-space-size=8000"], long: true },
  neighbour: { node: ["--max-old-space-size=8000"], long: true },
};

/** `npm run bench` takes the short ones, `npm run bench -- memory 10000` one, with its own arguments. */
function main([name, ...args]: readonly string[]): void {
  const chosen = Object.entries(measurements).filter(([each, { long }]) =>
    name === undefined ? !long : each === name,
  );
  if (chosen.length === 0) {
    refuse(`There is no ${name}.`, `npm run bench -- [${Object.keys(measurements).join("|")}]`);
  }
  for (const [each, { node, file: elsewhere }] of chosen) {
    stdout.write(`\n${each}\n`);
    const file = fileURLToPath(new URL(elsewhere ?? `${each}.ts`, import.meta.url));
    const { status } = spawnSync(execPath, [...node, "--import", "tsx", file, ...args], {
      stdio: "inherit",
    });
    if (status !== 0) process.exitCode = 1;
  }
}

main(argv.slice(2));
