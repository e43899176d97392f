import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import packed from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";
import * as z from "zod/mini";

/**
 * Chromium from its npm package: nothing is downloaded and nothing has to be installed. Flags of the
 * package are not used: they switch off what a browser protects, and that is looked at here. The
 * package is for Linux on x64; on other machines it is the Chrome that is installed there.
 */
export async function launchChromium(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return chromium.launch({ channel: "chrome" });
  }
  const folder = await unpackedFolder();
  return chromium.launch({
    executablePath: join(folder, "chromium"),
    args: ["--no-sandbox", "--no-zygote", "--disable-gpu", "--font-render-hinting=none"],
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
      LD_LIBRARY_PATH: join(folder, "al2023/lib"),
    },
  });
}

const Package = z.object({ version: z.string() });

/** Unpacked once per machine, 190 MB, and kept for the next run. Several may try at the same time. */
async function unpackedFolder(): Promise<string> {
  const file = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const manifest = await readFile(join(file, "../../../package.json"), "utf8");
  const { version } = Package.parse(JSON.parse(manifest));
  const folder = join(tmpdir(), `tandem-chromium-${version}-${userInfo().uid}`);
  if (existsSync(folder)) return folder;
  const mine = await mkdtemp(`${folder}-`);
  await unpackInto(mine);
  await writeFile(join(mine, "fonts.conf"), fontSettings(folder));
  const isMine = await rename(mine, folder).then(
    () => true,
    () => false,
  );
  if (!isMine) await rm(mine, { recursive: true });
  return folder;
}

/**
 * The package unpacks into the folder for temporary files, whichever that is; and the libraries that
 * Chromium needs beside libc only where it takes the machine for Lambda.
 */
async function unpackInto(folder: string): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" });
  try {
    await packed.executablePath();
  } finally {
    for (const name of ["TMPDIR", "AWS_EXECUTION_ENV"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

/** Open Sans for everything, so that a page looks the same on every machine; the machine's for the rest. */
const fontSettings = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
  <match target="pattern">
    <edit name="family" mode="prepend" binding="strong"><string>Open Sans</string></edit>
  </match>
</fontconfig>
`;
