import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import packed from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";
import * as z from "zod/mini";

/**
 * Chromium from its npm package: nothing is downloaded and nothing has to be installed. Flags of the
 * package are not used: they switch off what a browser protects, and that is looked at here.
 */
export async function launchChromium(): Promise<Browser> {
  const folder = await unpackedFolder();
  return chromium.launch({
    executablePath: join(folder, "chromium"),
    args: ["--no-sandbox", "--no-zygote", "--disable-gpu", "--font-render-hinting=none"],
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
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

/** The package unpacks into the folder for temporary files, whichever that is. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    await mkdir(join(folder, "fonts"), { recursive: true });
    await rm(join(folder, "fonts"), { recursive: true });
    await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
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
