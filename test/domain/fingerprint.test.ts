import { expect, test } from "vitest";
import { fingerprint } from "../../lib/domain/fingerprint.ts";

// From the test vectors of the FNV draft.
test.each([
  ["", "cbf29ce484222325"],
  ["a", "af63dc4c8601ec8c"],
  ["foobar", "85944171f73967e8"],
])("the fingerprint of %j is FNV-1a's", (text, expected) => {
  expect(fingerprint(text)).toBe(expected);
});
