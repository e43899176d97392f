import type { MappingName } from "../../domain/ids.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { flowsTo, otherSide } from "../../domain/side.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Store } from "../../ports/store.ts";
import { wakeMapping } from "../../sync/mapping-state/wake-mapping.ts";

/** What an app reported: something in this table is new, changed or deleted. Never what exactly. */
export type NotedChange =
  | {
      readonly side: "businessCentral";
      /** `v2.0`, or the path of a custom API. */
      readonly api: string;
      readonly set: string;
      readonly deleted: boolean;
    }
  | { readonly side: "dataverse"; readonly table: string; readonly deleted: boolean };

interface Deps {
  readonly store: Pick<Store, "mappings" | "states">;
  readonly clock: Clock;
}

/**
 * A notice is a hint and no more: it pulls the next run of the mappings concerned forward, and the
 * run finds out for itself what there is to do. Answers which mappings were concerned.
 */
export async function noteChanges(
  app: Deps,
  changes: readonly NotedChange[],
): Promise<readonly MappingName[]> {
  if (changes.length === 0) return [];
  const stored = await app.store.mappings.all();
  const concerned = stored
    .map(({ mapping }) => mapping)
    .filter((mapping) => mapping.enabled && changes.some((change) => concerns(change, mapping)))
    .map(({ name }) => name);
  for (const name of concerned) await wakeMapping(app, name);
  return concerned;
}

const concerns = (change: NotedChange, mapping: TableMapping): boolean =>
  isTableOf(change, mapping) && (change.deleted || isOrigin(change, mapping));

/** A deletion concerns a pair in either direction; an edit only where values flow away from it. */
const isOrigin = ({ side }: NotedChange, { direction }: TableMapping): boolean =>
  flowsTo(direction, otherSide[side]);

function isTableOf(change: NotedChange, { businessCentral, dataverse }: TableMapping): boolean {
  if (change.side === "dataverse") return change.table === dataverse.table;
  return change.set === businessCentral.entity && change.api === (businessCentral.api ?? "v2.0");
}
