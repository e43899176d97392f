import { createRequire } from "node:module";

/**
 * Loaded before dependency-cruiser, which tells swc of TypeScript but not of JSX and so stops at the
 * first `.tsx` file.
 */
const swc = createRequire(import.meta.url)("@swc/core");
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) =>
  parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") });
