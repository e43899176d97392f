import type { ErrorItem } from "../../domain/error/error-item.ts";
import { actionsOf } from "../../domain/error/error-transitions.ts";
import type { ErrorId } from "../../domain/ids.ts";
import type { CheckpointOf } from "../../domain/job/checkpoint.ts";
import { type ErrorRequest, requestKinds } from "../../domain/job/request-kinds.ts";
import { ok } from "../../domain/result.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { resolvedBefore } from "../error-actions/already-resolved.ts";
import { asWished } from "../error-actions/validate-action.ts";
import { gatherDue, gatherListed } from "../gather/gather-selected.ts";
import type { Gathered } from "../process/run-piece.ts";

type Selected = CheckpointOf<"selectedErrors">;

/**
 * What a person wants done about error items: the next of them, each with its records as they are now.
 * Couplings are removed without a look at the records, so that it can be done while an app is away.
 */
export async function selectedErrorsPiece(
  app: SyncApp,
  work: StepWork,
  request: ErrorRequest,
  checkpoint: Selected,
): Gathered {
  const own = ownWork(work, checkpoint);
  const { items, gone, next } = await nextItems(app, work, request, checkpoint);
  const gathered =
    request.kind === "removeCoupling"
      ? ok(await gatherListed(app, work, items))
      : await gatherDue(app, work, items);
  if (!gathered.ok) return gathered;
  const lost = gone.filter((id) => !own.has(id));
  const runs = [
    ...gathered.value.map((run) => asWished(request, run, { job: work.job, own })),
    ...(await resolvedBefore(app, work, request, lost)),
  ];
  return ok({
    runs,
    next: next ?? { positions: {} },
    repeatAt: ({ resolved = [] }) => ({ ...checkpoint, resolved: [...own, ...resolved] }),
  });
}

/** What this job resolved itself in earlier tries of the same piece, or is about to have resolved. */
const ownWork = ({ job, recovered }: StepWork, { resolved }: Selected): ReadonlySet<ErrorId> =>
  new Set([
    ...(resolved ?? []),
    ...(recovered ?? []),
    ...(job.unpublished ?? []).flatMap((news) => news.resolved.map(({ id }) => id)),
  ]);

interface Items {
  readonly items: readonly ErrorItem[];
  /** Named ones that are not listed any more. */
  readonly gone: readonly ErrorId[];
  /** Undefined when these are the last. */
  readonly next: Selected | undefined;
}

async function nextItems(
  { store, settings }: Pick<SyncApp, "store" | "settings">,
  { mapping }: StepWork,
  { kind, errors: selection }: ErrorRequest,
  { next: start, cursor }: Selected,
): Promise<Items> {
  const limit = settings.recordsPerStep;
  if ("ids" in selection) {
    const end = start + limit;
    const named = selection.ids.slice(start, end);
    const found = await store.errors.get(named);
    const isLast = end >= selection.ids.length;
    return {
      items: [...found.values()],
      gone: named.filter((id) => !found.has(id)),
      next: isLast ? undefined : { phase: "selectedErrors", next: end, again: 0 },
    };
  }
  const page = await store.errors.list(
    { ...selection, mapping: mapping.name },
    {
      limit,
      cursor,
    },
  );
  if (!page.ok) throw new Error(`The place in the list of ${mapping.name} errors was lost`);
  const { items, cursor: onward } = page.value;
  return {
    // Whoever chose by a filter was told that items of other kinds stay as they are.
    gone: [],
    items: items.filter((item) => actionsOf(item).includes(requestKinds[kind].errorAction)),
    next:
      onward === undefined
        ? undefined
        : { phase: "selectedErrors", next: 0, cursor: onward, again: 0 },
  };
}
