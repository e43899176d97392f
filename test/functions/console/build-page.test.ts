import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { type BuiltPage, buildPage } from "../../../functions/console/build/build-page.ts";
import { writePage } from "../../../functions/console/build/write-page.ts";

const folder = mkdtempSync(join(tmpdir(), "tandem-build-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the same sources make the same files, so that a deployment without changes changes nothing", async () => {
  const [one, other] = await Promise.all([buildPage(), buildPage()]);

  expect(digests(one)).toEqual(digests(other));
  expect(one.html).toBe(other.html);
});

const digests = ({ files }: BuiltPage) =>
  files.map(({ name, bytes }) => `${name} ${createHash("sha256").update(bytes).digest("hex")}`);

test("the document names the files that it needs, and every name changes with the contents", async () => {
  const { files, first, html } = await buildPage();

  const named = [...html.matchAll(/(?:src|href)="\/console\/([^"]+)"/g)].map(([, name]) => name);
  expect(named).toEqual(first);
  expect(first[0]).toMatch(/^main-[0-9A-Z]{8}[.]js$/);
  const script = files.filter(({ name }) => name.endsWith(".js"));
  expect(script.filter(({ name }) => !/-[0-9A-Z]{8}[.]js$/.test(name))).toEqual([]);
  expect(html).not.toMatch(/<style|<script>|style="| on\w+="/);
});

test("each file is written as it is and compressed, and what was there before is gone", async () => {
  writeFileSync(join(folder, "main-OLD.js"), "");
  await writePage(folder, "little");

  const { files } = await buildPage();
  expect(readdirSync(folder).toSorted()).toEqual(
    ["index.html", ...files.flatMap(({ name }) => [name, `${name}.br`, `${name}.gz`])].toSorted(),
  );
  for (const { name, bytes } of files) {
    const written = (ending: string) => readFileSync(join(folder, `${name}${ending}`));
    expect(written("").equals(bytes)).toBe(true);
    expect(brotliDecompressSync(written(".br")).equals(bytes)).toBe(true);
    expect(gunzipSync(written(".gz")).equals(bytes)).toBe(true);
  }
});
