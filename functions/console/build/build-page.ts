import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";

export interface PageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface BuiltPage {
  /** What is served below `/console/`. The names follow from the contents. */
  readonly files: readonly PageFile[];
  /** The document, with the names of the files in it. */
  readonly html: string;
  /** The files that a browser loads before it shows anything. */
  readonly first: readonly string[];
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
const sources = "functions/console/page";

/** The one place that says how the page is built: for a deployment, for the local runner and for tests. */
export async function buildPage(): Promise<BuiltPage> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`${sources}/main.tsx`],
    outdir: "page",
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    loader: { ".svg": "file", ".woff2": "file" },
    legalComments: "linked",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const first = firstLoad(metafile);
  const html = await readFile(`${root}/${sources}/index.html`, "utf8");
  return {
    files: outputFiles.map(({ path, contents }) => ({ name: basename(path), bytes: contents })),
    html: withNames(html, first),
    first,
  };
}

/** The entry, the parts that it imports at once, and its styles; the rest waits until it is asked for. */
function firstLoad({ outputs }: Metafile): readonly string[] {
  const [entry] =
    Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === `${sources}/main.tsx`) ??
    [];
  if (entry === undefined) throw new Error("The page has no entry");
  const found = new Set([entry]);
  // A set hands out what is added to it on the way.
  for (const name of found) {
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind === "import-statement") found.add(path);
    }
  }
  const styles = outputs[entry]?.cssBundle;
  return [...found, ...(styles === undefined ? [] : [styles])].map((path) => basename(path));
}

const sourceScript = '<script type="module" src="main.tsx"></script>';

function withNames(html: string, [entry, ...others]: readonly string[]): string {
  if (!html.includes(sourceScript)) throw new Error(`The page's document has no ${sourceScript}`);
  const links = others.map((name) =>
    name.endsWith(".css")
      ? `<link rel="stylesheet" href="/console/${name}">`
      : `<link rel="modulepreload" href="/console/${name}">`,
  );
  const script = `<script type="module" src="/console/${entry}"></script>`;
  return html.replace(sourceScript, [script, ...links].join("\n    "));
}
