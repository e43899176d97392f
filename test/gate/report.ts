import { existsSync, readFileSync } from "node:fs";
import { tally } from "./tally.ts";

const [testReport, testExit, checkReport, checkExit] = process.argv.slice(2);

const { passed, failed } = tally(run(testReport, testExit), run(checkReport, checkExit));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(file: string | undefined, exit: string | undefined) {
  const written = file !== undefined && existsSync(file);
  return { report: written ? readFileSync(file, "utf8") : undefined, exitCode: Number(exit ?? 1) };
}
