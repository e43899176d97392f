import { expect, test } from "vitest";
import { isFoundIn } from "../../lib/domain/search.ts";

test("a search finds a part of any of the texts, in capitals or not", () => {
  expect(isFoundIn("DATUM", ["10000", "Adatum Corporation"])).toBe(true);
  expect(isFoundIn("adatum", ["ADATUM", undefined])).toBe(true);
  expect(isFoundIn("fabrikam", ["10000", "Adatum Corporation", undefined])).toBe(false);
  expect(isFoundIn("a", [])).toBe(false);
});

test("a search for nothing finds all", () => {
  expect(isFoundIn(undefined, [])).toBe(true);
  expect(isFoundIn("", [""])).toBe(true);
});
