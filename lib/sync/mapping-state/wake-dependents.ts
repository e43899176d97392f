import { type LookupRef, lookupRefKey } from "../../domain/coupling.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import { release } from "../../domain/error/error-transitions.ts";
import type { MappingName } from "../../domain/ids.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { updateAllUnderRevision } from "../context/update-under-revision.ts";
import { wakeMapping } from "./wake-mapping.ts";

type Deps = Pick<SyncApp, "store" | "clock">;

/**
 * E6: records of `arrived` were coupled. What waits for one of them, skipped ones included, is
 * taken up by the next run of its mapping, which is pulled forward.
 */
export async function releaseWaiting(app: Deps, arrived: MappingName): Promise<void> {
  const mappings = (await app.store.mappings.all()).map(({ mapping }) => mapping);
  for (const mapping of mappings.filter((one) => refersTo(one, arrived))) {
    if (await releaseIn(app, mapping.name)) await wakeMapping(app, mapping.name);
  }
}

const refersTo = ({ fields }: TableMapping, arrived: MappingName): boolean =>
  fields.some((field) => field.kind === "lookup" && field.enabled && field.mapping === arrived);

async function releaseIn({ store }: Deps, mapping: MappingName): Promise<boolean> {
  let released = false;
  let cursor: string | undefined;
  do {
    const filter = { mapping, kind: "dependencyMissing" } as const;
    const page = await store.errors.list(filter, { limit: 500, cursor });
    if (!page.ok) throw new Error(`The place in the list of ${mapping} errors was lost`);
    released = (await releaseAmong({ store }, page.value.items)) || released;
    cursor = page.value.cursor;
  } while (cursor !== undefined);
  return released;
}

/** An item that changed meanwhile (it failed once more, or a person edited it) is released as it is now. */
async function releaseAmong(
  { store }: Pick<SyncApp, "store">,
  items: readonly ErrorItem[],
): Promise<boolean> {
  const freed = await releasable({ store }, items);
  await updateAllUnderRevision(
    freed,
    (open) => store.errors.save(open),
    async (lost) =>
      lost.length === 0
        ? []
        : releasable({ store }, [...(await store.errors.get(lost.map(({ id }) => id))).values()]),
  );
  return freed.length > 0;
}

async function releasable(
  { store }: Pick<SyncApp, "store">,
  items: readonly ErrorItem[],
): Promise<readonly ErrorItem[]> {
  const refs: readonly LookupRef[] = items.flatMap(({ waitsFor }) => waitsFor ?? []);
  if (refs.length === 0) return [];
  const links = await store.couplings.links(refs);
  const arrived = new Set(refs.map(lookupRefKey).filter((key) => links.has(key)));
  return items.flatMap((item) => {
    const freed = release(item, arrived);
    return freed === undefined ? [] : [freed];
  });
}
