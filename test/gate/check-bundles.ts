import { type Bundle, bundlesIn, inKilobytes, sizeComplaints, sizeLimits } from "./bundles.ts";
import { anybody, workComplaints } from "./bundles-at-work.ts";
import { pageComplaints } from "./page-at-work.ts";
import { runBundle } from "./run-bundle.ts";

const bundles = bundlesIn("cdk.out", "Tandem-example");
for (const { name, bytes } of bundles) {
  console.log(`${name.padEnd(14)} ${inKilobytes(bytes).padStart(9)}  ${sizeLimits[name]?.why}`);
}

const complaints = [
  ...sizeComplaints(bundles),
  ...(await Promise.all(bundles.map(startComplaints))).flat(),
  ...(await workComplaints(bundles)),
  ...(await pageComplaints(bundles)),
];
for (const line of complaints) console.error(line);
console.log(`${bundles.length} bundles, ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;

async function startComplaints({ name, folder }: Bundle): Promise<readonly string[]> {
  const kind = await runBundle(folder, anybody, undefined).catch(String);
  return kind === "function" ? [] : [`${name} does not start: ${JSON.stringify(kind)}`];
}
