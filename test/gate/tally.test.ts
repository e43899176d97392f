import { expect, test } from "vitest";
import { tally } from "./tally.ts";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});
const testRun = (exitCode: number, ...files: ReturnType<typeof file>[]) => ({
  report: JSON.stringify({ testResults: files }),
  exitCode,
});
const checkRun = (exitCode: number, ...passed: boolean[]) => ({
  report: JSON.stringify(passed.map((one, n) => ({ step: `step ${n}`, passed: one }))),
  exitCode,
});

test("the tally adds tests and checks", () => {
  const tests = testRun(1, file("passed", "passed", "passed"), file("failed", "failed", "passed"));

  expect(tally(tests, checkRun(1, true, false))).toEqual({ passed: 4, failed: 2 });
});

test("a skipped test is neither passed nor failed", () => {
  const tests = testRun(0, file("passed", "passed", "skipped"));

  expect(tally(tests, checkRun(0, true))).toEqual({ passed: 2, failed: 0 });
});

test("a test file that does not load is one failure", () => {
  const tests = testRun(1, file("failed"), file("passed", "passed"));

  expect(tally(tests, checkRun(0, true))).toEqual({ passed: 2, failed: 1 });
});

test("a test command that fails although every test passed is one failure", () => {
  const tests = testRun(1, file("passed", "passed"));

  expect(tally(tests, checkRun(0, true))).toEqual({ passed: 2, failed: 1 });
});

test("a command that left no report, or found nothing to do, is one failure", () => {
  const died = { report: undefined, exitCode: 137 };

  expect(tally(died, checkRun(0, true))).toEqual({ passed: 1, failed: 1 });
  expect(tally(testRun(0), checkRun(0, true))).toEqual({ passed: 1, failed: 1 });
});
