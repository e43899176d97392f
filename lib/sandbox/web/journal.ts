import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { dirname } from "node:path";

/** What a sandbox app did, one JSON line each: replaying the lines gives back its data. */
export interface Journal {
  /** What was there when the journal was opened, oldest first. */
  replay(): readonly unknown[];
  /** All lines of one call are written together, before the answer is sent. */
  append(entries: readonly unknown[]): void;
}

/** Without a file the data lives as long as the process. */
export function openJournal(file?: string): Journal {
  return file === undefined ? memoryJournal : fileJournal(file);
}

const memoryJournal: Journal = { replay: () => [], append: () => undefined };

function fileJournal(file: string): Journal {
  mkdirSync(dirname(file), { recursive: true });
  return {
    replay: () => (existsSync(file) ? readLines(file) : []),
    append: (entries) => {
      if (entries.length === 0) return;
      appendFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    },
  };
}

/** A line without its end was cut off by a kill: nobody was told it had happened, so it goes. */
function readLines(file: string): unknown[] {
  const bytes = readFileSync(file);
  const complete = bytes.lastIndexOf(10) + 1;
  if (complete < bytes.length) truncateSync(file, complete);
  return bytes
    .subarray(0, complete)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => parsed(file, index + 1, line));
}

function parsed(file: string, number: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(
      `${file}: line ${number} is not JSON, so the sandbox app's data cannot be read. Restore the file, or delete it to begin anew.`,
    );
  }
}
