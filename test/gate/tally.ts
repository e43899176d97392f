import * as z from "zod/mini";

const CheckResult = z.object({ step: z.string(), passed: z.boolean() });
export type CheckResult = z.infer<typeof CheckResult>;

/** What is read of vitest's JSON report: one entry per test file. */
const TestReport = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export interface Run {
  /** The report's text; undefined when the command died before it wrote one. */
  readonly report: string | undefined;
  readonly exitCode: number;
}

/** Counts tests and check steps. A command that failed without naming what failed counts as one. */
export function tally(tests: Run, checks: Run): Tally {
  const inTests = countRun(tests, countTests);
  const inChecks = countRun(checks, countChecks);
  return { passed: inTests.passed + inChecks.passed, failed: inTests.failed + inChecks.failed };
}

function countRun(run: Run, count: (report: string) => Tally): Tally {
  const found = run.report === undefined ? { passed: 0, failed: 0 } : count(run.report);
  const unexplained = found.failed === 0 && (run.exitCode !== 0 || found.passed === 0);
  return unexplained ? { ...found, failed: 1 } : found;
}

function countTests(report: string): Tally {
  const files = TestReport.parse(JSON.parse(report)).testResults;
  const statuses = files.flatMap(({ assertionResults }) => assertionResults.map((a) => a.status));
  // A file that does not load has no tests of its own to fail.
  const broken = files.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((a) => a.status === "failed"),
  );
  return {
    passed: statuses.filter((status) => status === "passed").length,
    failed: statuses.filter((status) => status === "failed").length + broken.length,
  };
}

function countChecks(report: string): Tally {
  const results = z.array(CheckResult).parse(JSON.parse(report));
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed };
}
