import { expect, test } from "vitest";
import { parsePreferences } from "../../../lib/sandbox/odata/preferences.ts";

test("several preferences stand in one header", () => {
  const header =
    'odata.maxpagesize=500, odata.include-annotations="*",return=representation,odata.track-changes';
  expect([...parsePreferences(header)]).toEqual([
    ["maxpagesize", "500"],
    ["include-annotations", "*"],
    ["return", "representation"],
    ["track-changes", ""],
  ]);
});

test("no header, no preferences", () => {
  expect(parsePreferences(undefined).size).toBe(0);
});
