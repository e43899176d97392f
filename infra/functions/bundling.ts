import { fileURLToPath } from "node:url";
import { type BundlingOptions, LogLevel, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";

const bundled = fileURLToPath(new URL("../../lib/runtime/bundled/", import.meta.url));

/** Packages that no function needs, most of them the SDK's, and what stands in for them: each file says why. */
const standIns = {
  "#contract": "contract-file.ts",
  "@aws-sdk/credential-provider-node": "environment-credentials.ts",
  "@aws-sdk/endpoint-cache": "no-endpoint-cache.ts",
  "@smithy/core/event-streams": "no-event-streams.ts",
};

/** How each function is bundled. The gate starts the bundles and holds them to their sizes. */
export const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  // Without these esbuild takes the SDK's CommonJS files: 200 KB and 33 ms more per start.
  mainFields: ["module", "main"],
  target: "node24",
  minify: true,
  sourceMap: true,
  sourcesContent: false,
  // Sizes are the gate's business.
  logLevel: LogLevel.WARNING,
  // The SDK goes into the bundle: smaller, and the very version that was tested.
  externalModules: [],
  esbuildArgs: Object.fromEntries(
    Object.entries(standIns).map(([name, file]) => [`--alias:${name}`, `${bundled}${file}`]),
  ),
};
