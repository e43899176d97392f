import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { eventsTo } from "../../lib/runtime/live-events.ts";
import { circuitOpened } from "../events/sample-events.ts";

const folder = await mkdtemp(join(tmpdir(), "tandem events "));
afterAll(() => rm(folder, { recursive: true }));

test("a file: address is the file that events are appended to", async () => {
  const path = join(folder, "events.jsonl");

  await eventsTo(pathToFileURL(path).href).publish([circuitOpened(1)]);

  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ source: "tandem" });
});
