import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";

export interface Bundle {
  /** The function's id in the stack. */
  readonly name: string;
  readonly folder: string;
  readonly bytes: number;
}

/** Minified, in KB of 1,024 bytes. About 195 KB of each is the SDK, 20 KB the logger. */
export const sizeLimits: Readonly<Record<string, { readonly kilobytes: number; why: string }>> = {
  Api: { kilobytes: 400, why: "all routes with their schemas, and what they do" },
  ScheduleTick: { kilobytes: 320, why: "DynamoDB and SQS, and the shipped mappings" },
  ChangeNotice: { kilobytes: 320, why: "DynamoDB and Secrets Manager" },
  DeadLetter: { kilobytes: 380, why: "DynamoDB, SQS and EventBridge" },
  Console: { kilobytes: 80, why: "no client of AWS: it reads its own files" },
  SyncWorker: {
    kilobytes: 580,
    why: "four clients of AWS, both connectors, a reader of XML for metadata, the whole domain",
  },
};

const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      displayName: z.string(),
      source: z.object({ path: z.string(), packaging: z.string() }),
    }),
  ),
});

/** What `npm run synth` bundled last. */
export function bundlesIn(output: string, stack: string): readonly Bundle[] {
  const text = readFileSync(join(output, `${stack}.assets.json`), "utf8");
  return Object.values(Assets.parse(JSON.parse(text)).files).flatMap(({ displayName, source }) => {
    const folder = join(output, source.path);
    const file = join(folder, "index.mjs");
    if (source.packaging !== "zip" || !existsSync(file)) return [];
    return [{ name: displayName.replace(/\/Code$/, ""), folder, bytes: statSync(file).size }];
  });
}

/** Why the bundles are too large, or not all there. */
export function sizeComplaints(bundles: readonly Bundle[]): readonly string[] {
  const missing = Object.keys(sizeLimits).filter(
    (name) => !bundles.some((bundle) => bundle.name === name),
  );
  return [
    ...missing.map((name) => `${name} has no bundle`),
    ...bundles.flatMap(({ name, bytes }) => {
      const limit = sizeLimits[name];
      if (limit === undefined) return [`${name} has no limit of its size`];
      if (bytes <= limit.kilobytes * 1024) return [];
      return [`${name} is larger than ${limit.kilobytes} KB: ${inKilobytes(bytes)}`];
    }),
  ];
}

export const inKilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
