import { gzipSync } from "node:zlib";
import { buildPage } from "../../functions/console/build/build-page.ts";

/** KB of 1,024 bytes that a browser has to load before it shows anything. */
const most = 300;

const { files, first, html } = await buildPage();
const sizes = new Map(files.map(({ name, bytes }) => [name, zipped(bytes)]));
const firstLoad = first.reduce((sum, name) => sum + (sizes.get(name) ?? 0), zipped(html));
const everything = [...sizes.values()].reduce((sum, size) => sum + size, zipped(html));

console.log(
  `first load ${inKilobytes(firstLoad)} of ${most} KB, everything ${inKilobytes(everything)}`,
);
process.exitCode = firstLoad <= most * 1024 ? 0 : 1;

function zipped(bytes: Uint8Array | string): number {
  return gzipSync(bytes, { level: 9 }).length;
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
