import { expect, test } from "vitest";
import { readEnvironment, TickEnvironment } from "../../lib/runtime/environment.ts";

const complete = {
  TABLE_NAME: "tandem",
  QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/steps.fifo",
  RETENTION_DAYS: "30",
  MAPPINGS: "defaults",
};

test("a complete environment is read, numbers as numbers, and other variables are left out", () => {
  expect(readEnvironment(TickEnvironment, { ...complete, PATH: "/bin" })).toEqual({
    ...complete,
    RETENTION_DAYS: 30,
  });
});

test.each([
  ["TABLE_NAME", undefined],
  ["TABLE_NAME", ""],
  ["QUEUE_URL", undefined],
  ["QUEUE_URL", "steps.fifo"],
  ["RETENTION_DAYS", "0"],
  ["RETENTION_DAYS", "a month"],
])("%s = %s is refused by name", (name, value) => {
  expect(() => readEnvironment(TickEnvironment, { ...complete, [name]: value })).toThrow(
    `not complete. ${name}: `,
  );
});
