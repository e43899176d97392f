import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createDataverseSandbox } from "../../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { createManualClock } from "../../../lib/sandbox/web/clock.ts";
import { openJournal } from "../../../lib/sandbox/web/journal.ts";

const clock = createManualClock(Date.parse("2026-03-01T09:15:07Z"));

test("a sandbox opened again on its journal has the same rows, versions and deletions", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "dataverse-")), "journal.jsonl");
  const first = createDataverseSandbox({ clock, journal: openJournal(file) });
  first.seed(5, 3);
  const [gone, kept] = first.rows("account");
  first.remove("account", gone?.id ?? "");
  first.change("account", kept?.id ?? "", { name: "Kept" });
  const ask = (sandbox: typeof first, path: string) =>
    sandbox.exchange({
      method: "GET",
      url: new URL(`http://127.0.0.1/api/data/v9.2/${path}`),
      headers: { authorization: "Bearer sandbox" },
      body: "",
    });
  const delta = "accounts?$select=name&$deltatoken=1000000%2103%2f01%2f2026%2009%3a15%3a07";
  const before = await ask(first, delta);

  const second = createDataverseSandbox({ clock, journal: openJournal(file) });
  expect(second.rows("account")).toEqual(first.rows("account"));
  expect(second.isEmpty()).toBe(false);
  expect(await ask(second, delta)).toEqual(before);
});

test("the same seed makes the same rows, another one others", () => {
  const rowsOf = (seed: number) => {
    const sandbox = createDataverseSandbox({ clock });
    sandbox.seed(30, seed);
    return ["systemuser", "account", "contact", "product"].map((table) => sandbox.rows(table));
  };
  expect(rowsOf(7)).toEqual(rowsOf(7));
  expect(rowsOf(7)).not.toEqual(rowsOf(8));
});
