import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod/mini";

const Report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
  }),
});

export interface ImportReport {
  readonly modules: number;
  /** `rule: from -> to` */
  readonly violations: readonly string[];
}

const folders = ["functions", "infra", "lib", "test"];
const config = fileURLToPath(new URL("../../.dependency-cruiser.mjs", import.meta.url));
const parseJsx = new URL("parse-jsx.mjs", import.meta.url).href;
const cruiser = fileURLToPath(
  new URL("../../node_modules/dependency-cruiser/bin/dependency-cruise.mjs", import.meta.url),
);

/** Judges every import below `root` by the rules of this project. */
export async function judgeImports(root: string): Promise<ImportReport> {
  const present = folders.filter((folder) => existsSync(`${root}/${folder}`));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", parseJsx, cruiser, "--config", config, "--output-type", "json", ...present],
    { cwd: root, maxBuffer: 64 * 1024 * 1024 },
  );
  const { summary } = Report.parse(JSON.parse(stdout));
  return {
    modules: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}

/**
 * Why the check fails, if it does. Without a parser for the installed TypeScript, dependency-cruiser
 * looks at nothing and reports success; fewer modules than this project has is a failure too.
 */
export function complaints(report: ImportReport, fewest: number): readonly string[] {
  if (report.modules >= fewest) return report.violations;
  const few = `only ${report.modules} modules were looked at, expected ${fewest} or more`;
  return [few, ...report.violations];
}
