import type { Job } from "../../domain/job/job.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { appName, flowsTo, sides } from "../../domain/side.ts";
import type { ManageApp } from "../manage-app.ts";

/** A mapping that creates what has no counterpart does so with records that were just uncoupled, too: said beforehand. */
export async function warnOfNewRecords(
  { store }: Pick<ManageApp, "store">,
  jobs: readonly Job[],
): Promise<readonly string[]> {
  const concerned = new Set(jobs.map(({ mapping }) => mapping));
  if (concerned.size === 0) return [];
  const stored = await store.mappings.all();
  return stored
    .map(({ mapping }) => mapping)
    .filter(({ name, enabled, onlyCoupled }) => concerned.has(name) && enabled && !onlyCoupled)
    .map(warning);
}

function warning({ name, direction }: TableMapping): string {
  const receivers = sides.filter((side) => flowsTo(direction, side)).map((side) => appName[side]);
  return `${name} creates records without a counterpart: with its next change, a record that was uncoupled gets a new one in ${receivers.join(" or ")}. To keep them apart, set onlyCoupled of the mapping first.`;
}
