import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { crowdedFolders, unplainWords, untypedObjects } from "./house.ts";

const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.startsWith("test/"));

const found = [
  ...crowdedFolders(files),
  ...sources.flatMap((file) => untypedObjects(file, readFileSync(file, "utf8"))),
  ...[...sources, ...files.filter((file) => file.endsWith(".md"))].flatMap((file) =>
    unplainWords(file, readFileSync(file, "utf8")),
  ),
];
for (const line of found) console.error(line);
console.log(`${files.length} files, ${found.length} complaints`);
process.exitCode = found.length === 0 ? 0 : 1;
