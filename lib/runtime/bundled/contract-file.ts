import { readFileSync } from "node:fs";

/**
 * Stands in for `../http/open-api.ts` in bundles, where the contract was made of the routes when they
 * were bundled, and lies beside the code: what makes it is 25 KB, half of them zod's.
 */
export const openApiOf = (): unknown =>
  JSON.parse(readFileSync(new URL("openapi.json", import.meta.url), "utf8"));
