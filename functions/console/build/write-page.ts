import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { buildPage, type PageFile } from "./build-page.ts";

/** How long to look for the shortest form: `most` for a deployment, `little` while somebody waits. */
export type Effort = "most" | "little";

const qualities: Readonly<Record<Effort, { readonly brotli: number; readonly gzip: number }>> = {
  most: { brotli: 11, gzip: 9 },
  little: { brotli: 4, gzip: 4 },
};

/** Builds the page into a folder of its own, each file also compressed, as the function serves it. */
export async function writePage(folder: string, effort: Effort): Promise<void> {
  const { files, html } = await buildPage();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const all = await Promise.all(files.map((file) => withCompressed(file, effort)));
  const document = { name: "index.html", bytes: Buffer.from(html) };
  await Promise.all(
    [document, ...all.flat()].map(({ name, bytes }) => writeFile(join(folder, name), bytes)),
  );
}

async function withCompressed(
  { name, bytes }: PageFile,
  effort: Effort,
): Promise<readonly PageFile[]> {
  const quality = qualities[effort];
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality.brotli };
  const [asBrotli, asGzip] = await Promise.all([
    promisify(brotliCompress)(bytes, { params }),
    promisify(gzip)(bytes, { level: quality.gzip }),
  ]);
  return [
    { name, bytes },
    { name: `${name}.br`, bytes: asBrotli },
    { name: `${name}.gz`, bytes: asGzip },
  ];
}
