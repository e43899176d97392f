import type { ErrorItem, ErrorKind } from "../domain/error-item.ts";
import { actionsOf, requestRetry } from "../domain/error-transitions.ts";
import type { ErrorId, MappingName } from "../domain/ids.ts";
import type { ErrorFilter } from "../ports/store.ts";
import type { BulkEnd, LeftOut } from "./bulk.ts";
import type { ManageApp } from "./manage-app.ts";
import { synchronizeMapping } from "./start-synchronization.ts";

export type ErrorSelection =
  | { readonly ids: readonly ErrorId[] }
  | { readonly filter: ErrorFilter }
  | { readonly all: true };

export interface RetryAsked {
  readonly selection: ErrorSelection;
  /** Also starts the mappings concerned. */
  readonly runNow: boolean;
  readonly requestedBy: string | undefined;
}

interface Flagged {
  readonly taken: readonly ErrorItem[];
  readonly leftOut: readonly LeftOut[];
}

/** E5: the next synchronization takes the records up again; flags only, unless it is to run now. */
export async function retryErrors(
  app: ManageApp,
  { selection, runNow, requestedBy }: RetryAsked,
): Promise<BulkEnd> {
  const concerned = new Set<MappingName>();
  const leftOut: LeftOut[] = [];
  let taken = 0;
  for await (const chosen of chosenItems(app, selection)) {
    leftOut.push(...chosen.unknown);
    const flagged = await flag(app, chosen.items);
    leftOut.push(...flagged.leftOut);
    taken += flagged.taken.length;
    for (const { mapping } of flagged.taken) concerned.add(mapping);
  }
  const started = runNow ? await start(app, [...concerned], requestedBy) : notRun;
  return { taken, leftOut, ...started };
}

const notRun = { jobs: [], notStarted: [] };

async function start(
  app: ManageApp,
  mappings: readonly MappingName[],
  requestedBy: string | undefined,
): Promise<Pick<BulkEnd, "jobs" | "notStarted">> {
  const results = await Promise.all(
    mappings.map(async (mapping) => ({
      mapping,
      job: await synchronizeMapping(app, { mapping, requestedBy }),
    })),
  );
  return {
    jobs: results.flatMap(({ job }) => (job.ok ? [job.value] : [])),
    notStarted: results.flatMap(({ mapping, job }) =>
      job.ok ? [] : [{ mapping, reason: job.failure.message }],
    ),
  };
}

interface Chosen {
  readonly items: readonly ErrorItem[];
  readonly unknown: readonly LeftOut[];
}

/** A filter of any size, page by page: flagging an item does not move it in the list. */
async function* chosenItems(
  { store }: ManageApp,
  selection: ErrorSelection,
): AsyncGenerator<Chosen> {
  if ("ids" in selection) {
    yield chosenByIds(await store.errors.get(selection.ids), selection.ids);
    return;
  }
  const filter = "filter" in selection ? selection.filter : {};
  const mappings = (await store.mappings.all()).map(({ mapping }) => mapping.name);
  let cursor: string | undefined;
  do {
    const page = await store.errors.list(filter, mappings, { limit: 500, cursor });
    if (!page.ok) throw new Error("The list of errors refused its own cursor");
    yield { items: page.value.items, unknown: [] };
    cursor = page.value.cursor;
  } while (cursor !== undefined);
}

const chosenByIds = (found: ReadonlyMap<ErrorId, ErrorItem>, ids: readonly ErrorId[]): Chosen => ({
  items: [...found.values()],
  unknown: [...new Set(ids)]
    .filter((id) => !found.has(id))
    .map((id) => ({ id, reason: "There is no such error. It may have been resolved." })),
});

async function flag({ store }: ManageApp, items: readonly ErrorItem[]): Promise<Flagged> {
  const allowed = items.filter((item) => actionsOf(item).includes("retry"));
  const waiting = allowed.filter(({ retryRequested }) => !retryRequested);
  const saved = await store.errors.save(waiting.map(requestRetry));
  const stale = new Set(waiting.filter((_, index) => saved[index] === "stale"));
  return {
    taken: allowed.filter((item) => !stale.has(item)),
    leftOut: [
      ...items
        .filter((item) => !allowed.includes(item))
        .map(({ id, kind }) => ({ id, reason: notRetried(kind) })),
      ...[...stale].map(({ id }) => ({
        id,
        reason: "It changed at this moment. Look at it again.",
      })),
    ],
  };
}

const notRetried = (kind: ErrorKind): string =>
  `Trying again does not help (${kind}). Restore or delete the record, or remove the coupling.`;
