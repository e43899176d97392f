import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createEventFile } from "../../lib/events/event-file.ts";
import { circuitOpened } from "./sample-events.ts";

const folder = await mkdtemp(join(tmpdir(), "tandem-events-"));
afterAll(() => rm(folder, { recursive: true }));

test("each event is a line of its own, in the shape that a rule's targets get", async () => {
  const path = join(folder, "events.jsonl");
  const sink = createEventFile(path);

  await sink.publish([circuitOpened(1), circuitOpened(2, "Two\nlines")]);
  await sink.publish([circuitOpened(3)]);

  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  const { type, ...detail } = circuitOpened(2, "Two\nlines");
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[1] ?? "")).toEqual({ source: "tandem", "detail-type": type, detail });
});

test("no event makes no file", async () => {
  const path = join(folder, "none.jsonl");

  await createEventFile(path).publish([]);

  await expect(readFile(path)).rejects.toThrow("ENOENT");
});
