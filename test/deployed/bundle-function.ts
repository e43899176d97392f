import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";
import { bundling } from "../../infra/functions/bundling.ts";

/** How esbuild is told what infrastructure says of bundles, for the Node that runs here. */
export const asDeployed = {
  bundle: true,
  platform: "node",
  format: "esm",
  outExtension: { ".js": ".mjs" },
  mainFields: [...(bundling.mainFields ?? [])],
  alias: Object.fromEntries(
    Object.entries(bundling.esbuildArgs ?? {}).map(([name, file]) => [
      name.replace(/^--alias:/, ""),
      String(file),
    ]),
  ),
  // For the Node that runs here; Lambda's is newer.
  target: "node20",
} as const satisfies BuildOptions;

/** The same for Lambda's Node: what the bundle is in the end. */
export const asInLambda = {
  ...asDeployed,
  target: String(bundling.target),
  minify: bundling.minify === true,
  sourcemap: bundling.sourceMap === true,
  sourcesContent: bundling.sourcesContent !== false,
} satisfies BuildOptions;

/** `folder`: in `functions/`. */
export const handlerIn = (folder: string): string =>
  fileURLToPath(new URL(`../../functions/${folder}/handler.ts`, import.meta.url));
