import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { asDeployed } from "../deployed/bundle-function.ts";

/** Bundled as the functions are, so that what is measured is the code that runs when deployed. */
async function main(args: readonly string[]): Promise<void> {
  const outdir = await mkdtemp(join(tmpdir(), "tandem-decide-"));
  const entry = fileURLToPath(new URL("decide/decide-process.ts", import.meta.url));
  await build({ ...asDeployed, outdir, entryPoints: [entry] });
  const file = join(outdir, "decide-process.mjs");
  const { status } = spawnSync(execPath, [file, ...args], { stdio: "inherit" });
  await rm(outdir, { recursive: true });
  process.exitCode = status ?? 1;
}

await main(argv.slice(2));
