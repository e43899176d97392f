import type { Coupling } from "../domain/coupling.ts";
import type { ErrorItem } from "../domain/error-item.ts";
import type { ErrorNews } from "../domain/error-news.ts";
import { failedOnto } from "../domain/error-transitions.ts";
import { toldItem } from "../domain/events-of.ts";
import { couplingIdOf, type ErrorId, type HistoryRef } from "../domain/ids.ts";
import { type Instant, plusMinutes } from "../domain/instant.ts";
import type { CouplingChange } from "../ports/store.ts";
import { errorAfter } from "./error-of-run.ts";
import { historyOf } from "./history-of-run.ts";
import { idOn, isNewPair, type PairRun } from "./pair-run.ts";
import { noteNews, publishNews } from "./publish-news.ts";
import type { StepWork } from "./step-work.ts";
import type { SyncApp } from "./sync-app.ts";

type Parts = Pick<SyncApp, "store" | "events" | "clock" | "settings">;

/** A pair with all that is to be stored of it. */
interface Remembered {
  readonly run: PairRun;
  readonly history: HistoryRef | undefined;
  readonly error: ErrorItem | undefined;
}

/**
 * Stores what a step did. The order makes every crash in between harmless: history first (the rest
 * points to it), then what is listed (a pair is never skipped without being listed), then the
 * couplings, and only then is forgotten what no longer applies. Others hear of it last. Answers which
 * error items went.
 */
export async function remember(
  app: Parts,
  work: StepWork,
  runs: readonly PairRun[],
): Promise<readonly ErrorId[]> {
  const known = runs.filter(({ end }) => end !== undefined);
  const histories = await appendHistory(app, work, known);
  const now = app.clock.now();
  const remembered = known.map((run, index): Remembered => {
    const history = histories[index];
    return { run, history, error: errorAfter(work, run, now, history) };
  });
  const news = newsOf(remembered);
  await noteNews(app, work.job, news);
  await saveErrors(
    app,
    remembered.flatMap(({ error }) => (error === undefined ? [] : [error])),
  );
  const changes = remembered.flatMap((one) => couplingChanges(app, work, one));
  // A restored record is coupled anew: the old coupling lets go of the survivor first.
  await saveCouplings(
    app,
    work,
    changes.filter(({ kind }) => kind === "remove"),
  );
  await saveCouplings(
    app,
    work,
    changes.filter(({ kind }) => kind !== "remove"),
  );
  await app.store.errors.remove(remembered.flatMap(resolvedError));
  await publishNews(app, work.job, news);
  return news.resolved.map(({ id }) => id);
}

const newsOf = (remembered: readonly Remembered[]): ErrorNews => ({
  opened: remembered.flatMap(({ run, error }) =>
    error === undefined || error.id === run.error?.id ? [] : [error.id],
  ),
  resolved: remembered.flatMap(resolvedError).map(toldItem),
});

/** An item that a person changed meanwhile, or an earlier delivery of this step stored, keeps what they put there. */
async function saveErrors(
  { store }: Pick<SyncApp, "store">,
  items: readonly ErrorItem[],
): Promise<void> {
  let open = items;
  while (open.length > 0) {
    const saved = await store.errors.save(open);
    const stale = open.filter((_, index) => saved[index] === "stale");
    if (stale.length === 0) return;
    const current = await store.errors.get(stale.map(({ id }) => id));
    open = stale.map((found) => failedOnto(current.get(found.id), found));
  }
}

/** Nobody else writes couplings; should it happen all the same, the step is delivered again and reads them anew. */
async function saveCouplings(
  { store }: Pick<SyncApp, "store">,
  { mapping }: StepWork,
  changes: readonly CouplingChange[],
): Promise<void> {
  const lost = (await store.couplings.save(changes)).filter((answer) => answer !== "saved");
  if (lost.length > 0) {
    throw new Error(
      `${lost.length} couplings of ${mapping.name} changed while a step worked on them`,
    );
  }
}

/** A line per thing done, in the job's log and each record's. */
export async function appendHistory(
  app: Pick<SyncApp, "store" | "clock" | "settings">,
  work: StepWork,
  runs: readonly PairRun[],
): Promise<readonly (HistoryRef | undefined)[]> {
  const former = await formerLogs(app, work, runs);
  const now = app.clock.now();
  const groups = runs.map((run) => historyOf(work, run, now, former.get(run)));
  return app.store.history.append(work.job.id, groups, keptUntil(app));
}

/** What people read back is kept for so long. */
const keptUntil = ({ clock, settings }: Pick<SyncApp, "clock" | "settings">): Instant =>
  plusMinutes(clock.now(), settings.retentionDays * 24 * 60);

/** W18: the log of a record that was coupled before goes on into the older one. */
async function formerLogs(
  { store }: Pick<SyncApp, "store">,
  { mapping }: StepWork,
  runs: readonly PairRun[],
): Promise<ReadonlyMap<PairRun, HistoryRef | undefined>> {
  const beginning = runs.flatMap((run) => {
    const id = idOn(run, "businessCentral");
    const begins = run.stored === undefined && run.error?.history === undefined && hasNews(run);
    return begins && id !== undefined ? [[run, couplingIdOf(mapping.name, id)] as const] : [];
  });
  if (beginning.length === 0) return new Map();
  const former = await store.couplings.former(beginning.map(([, id]) => id));
  return new Map(beginning.map(([run, id]) => [run, former.get(id)?.history]));
}

const hasNews = ({ done, end }: PairRun): boolean => done.length > 0 || end?.kind === "listed";

/** What to do about the couplings of one pair; nothing where nothing is new. */
function couplingChanges(
  app: Parts,
  work: StepWork,
  { run, history, error }: Remembered,
): readonly CouplingChange[] {
  const { stored, end } = run;
  if (end?.kind === "uncoupled") {
    return stored === undefined ? [] : [removal(app, work, stored, history)];
  }
  // While a lost record is created again there is no coupling but the stored one.
  const coupling = run.coupling ?? stored;
  if (coupling === undefined) return [];
  const after = couplingAfter(app, work, { run, history, error }, coupling);
  if (stored === undefined) return [{ kind: "create", coupling: after }];
  if (stored.id !== coupling.id) {
    return [
      removal(app, work, stored, history),
      { kind: "create", coupling: { ...after, revision: 0 } },
    ];
  }
  return isWorthStoring(run, stored, after)
    ? [{ kind: "update", before: stored, after: { ...after, revision: stored.revision } }]
    : [];
}

/** W18: the log of a pair that is no longer coupled can be read for as long as its entries are kept. */
const removal = (
  app: Parts,
  { job }: StepWork,
  coupling: Coupling,
  history: HistoryRef | undefined,
): CouplingChange => ({
  kind: "remove",
  coupling,
  former: {
    id: coupling.id,
    mapping: coupling.mapping,
    businessCentralId: coupling.businessCentralId,
    dataverseId: coupling.dataverseId,
    title: coupling.title,
    removedAt: app.clock.now(),
    jobId: job.id,
    history: history ?? coupling.history,
    expiresAt: keptUntil(app),
  },
});

function couplingAfter(
  { clock }: Parts,
  { job }: StepWork,
  { run, history, error }: Remembered,
  coupling: Coupling,
): Coupling {
  const moved = run.done.length > 0 || coupling.base !== run.stored?.base;
  return {
    ...coupling,
    status: statusAfter(run, error, coupling),
    errorId: isClear(run) || error !== undefined ? error?.id : coupling.errorId,
    unread: unreadAfter(run, coupling),
    history: history ?? coupling.history,
    lastSynchronizedAt: moved ? clock.now() : coupling.lastSynchronizedAt,
    lastJobId: moved ? job.id : coupling.lastJobId,
  };
}

function statusAfter(
  run: PairRun,
  error: ErrorItem | undefined,
  coupling: Coupling,
): Coupling["status"] {
  if (error !== undefined) return error.status;
  return isClear(run) ? "active" : coupling.status;
}

/** Nothing stands against the pair any more, as far as this mapping is concerned. */
const isClear = ({ end }: PairRun): boolean => end?.kind === "settled" || end?.kind === "leftOut";

/** W5: a side whose news was passed over is read before anything is decided or written again. */
function unreadAfter(run: PairRun, coupling: Coupling): Coupling["unread"] {
  switch (run.end?.kind) {
    case "settled":
      return [];
    case "leftOut":
      return [...new Set([...coupling.unread, ...run.end.unread])];
    case "listed":
    case "unfinished":
      return ["businessCentral", "dataverse"];
    case "skipped":
    case "uncoupled":
    case "refused":
    case undefined:
      return coupling.unread;
  }
}

/** An echo, or a change of columns that are not mapped, costs no write. */
function isWorthStoring(run: PairRun, before: Coupling, after: Coupling): boolean {
  return (
    run.done.length > 0 ||
    after.base !== before.base ||
    after.unheard !== before.unheard ||
    after.status !== before.status ||
    after.errorId !== before.errorId ||
    after.history !== before.history ||
    after.unread.length !== before.unread.length
  );
}

/** An item goes when its record is in step, uncoupled, listed anew, newly coupled, or no longer this mapping's business. */
function resolvedError({ run, error }: Remembered): readonly ErrorItem[] {
  if (run.error === undefined || run.error.id === error?.id) return [];
  switch (run.end?.kind) {
    case "settled":
    case "uncoupled":
    case "leftOut":
    case "listed":
      return [run.error];
    case "unfinished":
      // What the records were listed with before they were this pair is over, whatever becomes of the pair.
      return isNewPair(run) ? [run.error] : [];
    case "skipped":
    case "refused":
    case undefined:
      return [];
  }
}
