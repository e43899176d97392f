import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { CheckResult } from "./tally.ts";

const steps = [
  "check:types",
  "check:lint",
  "check:format",
  "check:imports",
  "check:house",
  "check:unused",
  "check:page",
  "synth -- --tenant example",
  "check:bundles",
];

/** Every step runs, also after a failed one, so that one run shows all there is to mend. */
const results: CheckResult[] = steps.map((step) => {
  console.log(`\n> ${step}`);
  const { status } = spawnSync("npm", ["run", "--silent", ...step.split(" ")], {
    stdio: "inherit",
  });
  return { step, passed: status === 0 };
});

const failures = results.filter(({ passed }) => !passed);
console.log(`\n${results.length - failures.length} checks passed, ${failures.length} failed`);
for (const { step } of failures) console.log(`failed: ${step}`);

const file = process.env["CHECK_RESULTS"];
if (file !== undefined) writeFileSync(file, JSON.stringify(results));
process.exitCode = failures.length === 0 ? 0 : 1;
