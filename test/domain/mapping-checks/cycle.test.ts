import { expect, test } from "vitest";
import { firstCycle } from "../../../lib/domain/mapping-checks/cycle.ts";

const cycleFrom = (start: string, ways: Readonly<Record<string, readonly string[]>>) =>
  firstCycle(start, (from) => ways[from] ?? []);

test("a way back is found, the shortest one, with both its ends", () => {
  expect(cycleFrom("a", { a: ["b"], b: ["c"], c: ["a"] })).toEqual(["a", "b", "c", "a"]);
  expect(cycleFrom("a", { a: ["b", "d"], b: ["c"], c: ["a"], d: ["a"] })).toEqual(["a", "d", "a"]);
  expect(cycleFrom("a", { a: ["a"] })).toEqual(["a", "a"]);
});

test("where no way leads back there is none, also when others go round in circles", () => {
  expect(cycleFrom("a", { a: ["b", "c"], b: ["d"], c: ["d"] })).toBeUndefined();
  expect(cycleFrom("a", { a: ["b"], b: ["c"], c: ["b"] })).toBeUndefined();
});
