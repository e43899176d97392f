import { runUntilStopped } from "./run-until-stopped.ts";
import { readSettings } from "./settings.ts";

const oldestNode = 20;

/** Whatever is wrong with Node or a setting is said before anything heavy is loaded. */
runUntilStopped(async () => {
  refuseOldNode(process.versions.node);
  const settings = readSettings(process.env);
  const { startTandem } = await import("./tandem.ts");
  return startTandem(settings);
});

function refuseOldNode(version: string): void {
  if (Number.parseInt(version, 10) >= oldestNode) return;
  throw new Error(`Tandem needs Node.js ${oldestNode} or newer; this is ${version}.`);
}
