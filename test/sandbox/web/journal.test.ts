import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { openJournal } from "../../../lib/sandbox/web/journal.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what was appended is there when the journal is opened again", () => {
  const file = join(folder, "deep", "app.jsonl");
  openJournal(file).append([{ a: 1 }, { b: "two\nlines" }]);
  openJournal(file).append([{ c: 3 }]);

  expect(openJournal(file).replay()).toEqual([{ a: 1 }, { b: "two\nlines" }, { c: 3 }]);
});

test("a line cut off by a kill is dropped and does not spoil the next one", () => {
  const file = join(folder, "app.jsonl");
  openJournal(file).append([{ a: 1 }]);
  appendFileSync(file, '{"b":');

  const journal = openJournal(file);
  expect(journal.replay()).toEqual([{ a: 1 }]);
  journal.append([{ c: 3 }]);

  expect(openJournal(file).replay()).toEqual([{ a: 1 }, { c: 3 }]);
});

test("without a file nothing is kept", () => {
  const journal = openJournal();
  journal.append([{ a: 1 }]);

  expect(journal.replay()).toEqual([]);
});
