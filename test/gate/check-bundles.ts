import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod/mini";

const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({ source: z.object({ path: z.string(), packaging: z.string() }) }),
  ),
});

const printHandler = 'import("./index.mjs").then((made) => console.log(typeof made.handler))';

/** Far from our `node_modules`, as in Lambda: what `npm run synth` did not bundle is not there. */
async function starts(bundle: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "tandem-bundle-"));
  try {
    cpSync(join("cdk.out", bundle), folder, { recursive: true });
    const args = ["--input-type=module", "-e", printHandler];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
    return stdout.trim() === "function";
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const assets = Assets.parse(JSON.parse(readFileSync("cdk.out/Tandem-example.assets.json", "utf8")));
const bundles = Object.values(assets.files)
  .filter(({ source }) => source.packaging === "zip")
  .map(({ source }) => source.path);

const started = await Promise.all(bundles.map(starts));
const expected = readdirSync("functions").length;
const working = started.filter(Boolean).length;
console.log(`${working} of ${expected} bundles start`);
process.exitCode = working === expected && bundles.length === expected ? 0 : 1;
