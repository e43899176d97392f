import { expect, test } from "vitest";
import { crowdedFolders, mostFiles, unplainWords, untypedObjects } from "./house.ts";

const filesIn = (folder: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${folder}/${index}.ts`);

test("a folder with as many files as are allowed is in order, whatever its folders hold", () => {
  expect(crowdedFolders([...filesIn("lib/a", mostFiles), ...filesIn("lib/a/b", 1)])).toEqual([]);
});

test("a folder with one file more is named with its number of files", () => {
  const crowded = crowdedFolders([...filesIn("lib/a", mostFiles + 1), "README.md"]);
  expect(crowded).toEqual(["lib/a holds 27 files, at most 26 are allowed."]);
});

test("the console's texts are left out", () => {
  expect(crowdedFolders(filesIn("functions/console/page/texts/en", 40))).toEqual([]);
});

test("Object() is found by its line, and Object.keys() and the like are not", () => {
  const source = "Object.keys(a);\nconst b = { ...Object(a) };\nnewObject(a);";
  expect(untypedObjects("lib/a.ts", source)).toEqual([
    "lib/a.ts:2 makes an any of a value with Object().",
  ]);
});

test("a banned turn is found in a page and in a comment, and not in code", () => {
  const [found, ...more] = unplainWords("a.ts", 'const a = "so many";\n/** So many are kept. */');
  expect(found).toMatch(/^a\.ts:2 /);
  expect(more).toEqual([]);
  expect(unplainWords("a.md", "It is told of.")).toHaveLength(1);
});
