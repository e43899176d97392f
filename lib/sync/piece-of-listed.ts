import { type ErrorAction, type ErrorItem, hasMovedOn } from "../domain/error-item.ts";
import { actionsOf, requestRetry } from "../domain/error-transitions.ts";
import type { ErrorSelection, JobRequest } from "../domain/job-request.ts";
import { ok } from "../domain/result.ts";
import { appName, sides } from "../domain/side.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { versionsOf } from "./gather-changes.ts";
import { gatherDue, gatherListed } from "./gather-chosen.ts";
import { ended, type PairRun } from "./pair-run.ts";
import type { StepResult } from "./step-result.ts";
import type { StepWork } from "./step-work.ts";
import type { SyncApp } from "./sync-app.ts";
import { failedOrPaused, interrupted, workThrough } from "./work-through.ts";

type Listed = Extract<Checkpoint, { phase: "listed" }>;
type ErrorRequest = Extract<JobRequest, { errors: ErrorSelection }>;

/**
 * What a person wants done about error items: the next of them, each with its records as they are now.
 * Couplings are removed without a look at the records, so that it can be done while an app is away.
 */
export async function listedPiece(
  app: SyncApp,
  work: StepWork,
  request: JobRequest,
  checkpoint: Listed,
): Promise<StepResult> {
  if (!("errors" in request)) throw new Error(`${request.kind} is not about error items`);
  const { items, next } = await nextItems(app, work, request, checkpoint);
  const gathered =
    request.kind === "removeCoupling"
      ? ok(await gatherListed(app, work, items))
      : await gatherDue(app, work, items);
  if (!gathered.ok) return failedOrPaused(app, gathered.failure, checkpoint);
  const runs = gathered.value.map((run) => (run.end === undefined ? asWished(request, run) : run));
  const worked = await workThrough(app, work, runs);
  const stopped = interrupted(app, worked, checkpoint);
  if (stopped !== undefined) return stopped;
  const { tally } = worked;
  return next === undefined
    ? { kind: "done", positions: {}, tally }
    : { kind: "more", checkpoint: next, tally };
}

interface Items {
  readonly items: readonly ErrorItem[];
  /** Undefined when these are the last. */
  readonly next: Listed | undefined;
}

async function nextItems(
  { store, settings }: Pick<SyncApp, "store" | "settings">,
  { mapping }: StepWork,
  { kind, errors: selection }: ErrorRequest,
  { next: start, cursor }: Listed,
): Promise<Items> {
  const limit = settings.recordsPerStep;
  if ("ids" in selection) {
    const end = start + limit;
    const found = await store.errors.get(selection.ids.slice(start, end));
    const isLast = end >= selection.ids.length;
    return {
      items: [...found.values()],
      next: isLast ? undefined : { phase: "listed", next: end, again: 0 },
    };
  }
  const page = await store.errors.list({ ...selection, mapping: mapping.name }, [mapping.name], {
    limit,
    cursor,
  });
  if (!page.ok) throw new Error(`The place in the list of ${mapping.name} errors was lost`);
  const { items, cursor: onward } = page.value;
  return {
    // Whoever chose by a filter was told that items of other kinds stay as they are.
    items: items.filter((item) => actionsOf(item).includes(actionOf[kind])),
    next: onward === undefined ? undefined : { phase: "listed", next: 0, cursor: onward, again: 0 },
  };
}

const actionOf: Readonly<Record<ErrorRequest["kind"], ErrorAction>> = {
  resolve: "synchronize",
  retry: "retry",
  restore: "restore",
  delete: "delete",
  removeCoupling: "remove-coupling",
};

/** A19: every wish is checked against the records as they are now; what does not fit any more is refused. */
function asWished(request: ErrorRequest, run: PairRun): PairRun {
  switch (request.kind) {
    case "resolve":
      return request.force !== true && isOutdated(run)
        ? run
        : { ...run, force: { use: request.use, fields: request.fields } };
    case "retry":
      return run.error === undefined ? run : { ...run, error: requestRetry(run.error) };
    case "restore":
    case "delete":
      return isBroken(run)
        ? { ...run, deletion: request.kind }
        : ended(run, { kind: "refused", message: bothThere(request, run) });
    case "removeCoupling":
      return uncoupled(run);
  }
}

/** The choice was made for other data: decided without it, a conflict is listed anew with what both hold now. */
const isOutdated = (run: PairRun): boolean =>
  run.error !== undefined && hasMovedOn(run.error, versionsOf(run));

const isBroken = ({ states }: PairRun): boolean =>
  sides.some((side) => states[side].kind === "deleted");

const bothThere = ({ kind }: ErrorRequest, { coupling }: PairRun): string =>
  `"${coupling?.title ?? ""}" exists in both ${appName.businessCentral} and ${appName.dataverse}: there is nothing to ${kind}. The next run takes it up.`;

/** Both records stay; only the coupling goes. */
export const uncoupled = (run: PairRun): PairRun =>
  run.stored === undefined
    ? ended(run, { kind: "refused", message: "This record is not coupled." })
    : ended(run, { kind: "uncoupled" });
