import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const inTests = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

interface Mode {
  readonly number: number;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

/** Rows of the table in `test/README.md`: "| 7 deleted and created again | `file` "title", … | what was seen |". */
const modes: readonly Mode[] = readFileSync(inTests("README.md"), "utf8")
  .split("\n")
  .flatMap((row) => {
    const [, number, tests] = /^\| (\d+) [^|]+\| ([^|]+) \|/.exec(row) ?? [];
    if (number === undefined || tests === undefined) return [];
    const named = [...tests.matchAll(/`([^`]+)` "([^"]+)"/g)];
    return [
      {
        number: Number(number),
        tests: named.map(([, file = "", title = ""]) => ({ file, title })),
      },
    ];
  });

test("test/README.md names a test for each of the 29 failure modes", () => {
  expect(modes.map(({ number }) => number)).toEqual(Array.from({ length: 29 }, (_, at) => at + 1));
  const without = modes.filter(
    ({ number, tests }) => !tests.some(({ title }) => new RegExp(`\\bFM${number}\\b`).test(title)),
  );
  expect(without).toEqual([]);
});

test.each(modes)(
  "the tests that it names for failure mode $number are in the tree",
  ({ tests }) => {
    for (const { file, title } of tests) {
      const path = inTests(`${file}.test.ts`);
      expect(existsSync(path), path).toBe(true);
      // A title stands between quotes, or at the beginning of a template that goes on.
      expect(readFileSync(path, "utf8")).toMatch(new RegExp(`["\`]${escaped(title)}["\` ]`));
    }
  },
);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
