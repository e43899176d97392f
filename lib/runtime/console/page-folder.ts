import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { once } from "../once.ts";

export type Encoding = "br" | "gzip" | "identity";

/** What was built: the document, and files with names that follow from their contents. */
export interface PageFolder {
  readonly document: () => string;
  /** Undefined when there is no such file. */
  readonly file: (name: string, encoding: Encoding) => Promise<Buffer> | undefined;
}

const endings: Readonly<Record<Encoding, string>> = { br: ".br", gzip: ".gz", identity: "" };

/** Only what was in the folder at first is served, by its very name: no path leads out of it. */
export function readPageFolder(folder: string): PageFolder {
  const document = "index.html";
  const contents = new Map(
    readdirSync(folder)
      .filter((name) => name !== document)
      .map((name) => [name, once(() => readFile(join(folder, name)))]),
  );
  return {
    document: once(() => readFileSync(join(folder, document), "utf8")),
    file: (name, encoding) => contents.get(`${name}${endings[encoding]}`)?.(),
  };
}
