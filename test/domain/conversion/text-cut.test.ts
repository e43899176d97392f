import { expect, test } from "vitest";
import { cutStart, cutTo } from "../../../lib/domain/conversion/text-cut.ts";

const smile = "\u{1F600}";

test.each([
  ["abc", 3, "abc"],
  ["abc", 2, "ab"],
  ["abc", 0, ""],
  [`ab${smile}`, 4, `ab${smile}`],
  [`ab${smile}c`, 4, `ab${smile}`],
  [`ab${smile}c`, 3, "ab"],
  [`${smile}${smile}`, 2, smile],
  [`${smile}${smile}`, 1, ""],
  ["ab\uD83D", 3, "ab\uD83D"],
])("C4 %j cut to %i units is %j", (text, length, expected) => {
  expect(cutTo(text, length)).toBe(expected);
});

test.each([
  ["abc", 0, "abc"],
  ["abc", 1, "bc"],
  ["abc", 5, ""],
  [`${smile}b`, 1, "b"],
  [`${smile}b`, 2, "b"],
  [`a${smile}`, 1, smile],
])("T1 what follows in %j after %i units is %j", (text, start, expected) => {
  expect(cutStart(text, start)).toBe(expected);
});
