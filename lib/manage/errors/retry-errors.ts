import type { ErrorItem } from "../../domain/error/error-item.ts";
import { actionsOf, requestRetry } from "../../domain/error/error-transitions.ts";
import type { MappingName } from "../../domain/ids.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { BulkResult, LeftOut } from "../bulk-result.ts";
import type { ManageApp } from "../manage-app.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { synchronizeMapping } from "../mappings/start-synchronization.ts";
import { actOnErrors } from "./act-on-errors.ts";
import { countByMapping, type ErrorSelection } from "./select-by-filter.ts";
import { type ChosenById, chosenById, notAllowed, type Seen } from "./select-by-id.ts";

export interface RetryAsked {
  readonly selection: ErrorSelection;
  readonly seen?: Seen | undefined;
  /** Also starts the mappings concerned. */
  readonly runNow: boolean;
  readonly requestedBy: string | undefined;
}

interface Flagged {
  readonly taken: readonly ErrorItem[];
  readonly leftOut: readonly LeftOut[];
}

/** As many flags as one request sets; it is answered long before the gateway gives up. */
const mostFlagged = 1000;

/**
 * E5: the next synchronization takes the records up again; flags only, unless it is to run now. More than
 * one request can flag are taken up by a job of their own instead, page by page and at once.
 */
export async function retryErrors(
  app: ManageApp,
  asked: RetryAsked,
): Promise<Result<BulkResult, ManageFailure>> {
  const { selection, requestedBy } = asked;
  if ("ids" in selection) return flagErrors(app, asked);
  const counted = await countByMapping(app, "retry", selection);
  if (!counted.ok) return counted;
  const { mappings, leftOutCount } = counted.value;
  const chosen = mappings.reduce((sum, { count }) => sum + count, leftOutCount);
  if (chosen <= mostFlagged) return flagErrors(app, asked);
  return actOnErrors(app, { act: { kind: "retry" }, selection, preview: undefined, requestedBy });
}

async function flagErrors(
  app: ManageApp,
  { selection, seen, runNow, requestedBy }: RetryAsked,
): Promise<Result<BulkResult, ManageFailure>> {
  const concerned = new Set<MappingName>();
  const leftOut: LeftOut[] = [];
  let taken = 0;
  for await (const chosen of chosenItems(app, selection, seen)) {
    if (!chosen.ok) return chosen;
    leftOut.push(...chosen.value.leftOut);
    const flagged = await flag(app, chosen.value.items);
    leftOut.push(...flagged.leftOut);
    taken += flagged.taken.length;
    for (const { mapping } of flagged.taken) concerned.add(mapping);
  }
  const started = runNow ? await start(app, [...concerned], requestedBy) : notRun;
  return ok({ taken, leftOut, ...started });
}

const notRun = { jobs: [], notStarted: [] };

async function start(
  app: ManageApp,
  mappings: readonly MappingName[],
  requestedBy: string | undefined,
): Promise<Pick<BulkResult, "jobs" | "notStarted">> {
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

/** Page by page: flagging an item does not move it in the list. */
async function* chosenItems(
  { store }: ManageApp,
  selection: ErrorSelection,
  seen: Seen | undefined,
): AsyncGenerator<Result<ChosenById, ManageFailure>> {
  if ("ids" in selection) {
    yield chosenById({ store }, { action: "retry" }, selection.ids, seen);
    return;
  }
  const filter = "filter" in selection ? selection.filter : {};
  let cursor: string | undefined;
  do {
    const page = await store.errors.list(filter, { limit: 500, cursor });
    if (!page.ok) throw new Error("The list of errors refused its own cursor");
    yield ok({ items: page.value.items, leftOut: [] });
    cursor = page.value.cursor;
  } while (cursor !== undefined);
}

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
        .map(({ id, kind }) => ({
          id,
          reason: notAllowed(kind, "retry"),
          code: "notAllowed" as const,
        })),
      ...[...stale].map(({ id }) => ({
        id,
        reason: "It changed at this moment. Look at it again.",
      })),
    ],
  };
}
