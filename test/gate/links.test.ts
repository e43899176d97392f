import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { anchorsOf, brokenLinks } from "./links.ts";

const pages = execFileSync("git", ["ls-files", "*.md"], { encoding: "utf8" }).trim().split("\n");
const folder = mkdtempSync(join(tmpdir(), "tandem-links-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(pages)("%s links to files and headings that are there", (page) => {
  expect(brokenLinks(process.cwd(), page)).toEqual([]);
});

test("a missing file, a missing heading and a way out of the repository are found", () => {
  const links = ["[a](b.md)", "[c](#there)", "[d](#not-there)", "![e](../f.png)", "`[g](h.md)`"];
  writeFileSync(join(folder, "a.md"), `# There\n\n${links.join(" ")} [i](https://example.com)\n`);
  expect(brokenLinks(folder, "a.md")).toEqual([
    "a.md links to b.md: there is no such file.",
    "a.md links to #not-there: no such heading.",
    "a.md links to ../f.png: it leaves the repository.",
  ]);
});

test("headings are named as GitHub names them, repeated ones with a number", () => {
  const text = "# Deploy & operate `it`\n## A\n```sh\n# no heading\n```\n## A\n";
  expect(anchorsOf(text)).toEqual(["deploy--operate-it", "a", "a-1"]);
});

test("the README is no longer than 8 KB", () => {
  expect(statSync("README.md").size).toBeLessThanOrEqual(8192);
});
