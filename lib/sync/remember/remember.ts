import type { ErrorNews } from "../../domain/error/error-events.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import { failedOnto } from "../../domain/error/error-transitions.ts";
import { toldItem } from "../../domain/event/event-factory.ts";
import type { ErrorId } from "../../domain/ids.ts";
import type { CouplingChange } from "../../ports/store.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { updateAllUnderRevision } from "../context/update-under-revision.ts";
import { noteNews, publishNews } from "../jobs/publish-error-events.ts";
import { losesItem } from "../pair/endings.ts";
import type { PairWork } from "../pair/pair.ts";
import { appendHistory } from "./append-history.ts";
import { couplingChanges, type Remembered } from "./pair-coupling.ts";
import { errorAfter } from "./pair-error.ts";

/**
 * Stores what a step did. The order makes every crash in between harmless: history first (the rest
 * points to it), then what is listed (a pair is never skipped without being listed), then the
 * couplings, and only then is forgotten what no longer applies. Others hear of it last. Answers which
 * error items went.
 */
export async function remember(
  app: Pick<SyncApp, "store" | "events" | "clock" | "settings">,
  work: StepWork,
  runs: readonly PairWork[],
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

const resolvedError = ({ run, error }: Remembered): readonly ErrorItem[] =>
  run.error !== undefined && run.error.id !== error?.id && losesItem(run) ? [run.error] : [];

/** An item that a person changed meanwhile, or an earlier delivery of this step stored, keeps what they put there. */
async function saveErrors(
  { store }: Pick<SyncApp, "store">,
  items: readonly ErrorItem[],
): Promise<void> {
  await updateAllUnderRevision(
    items,
    (open) => store.errors.save(open),
    async (lost) => {
      if (lost.length === 0) return [];
      const current = await store.errors.get(lost.map(({ id }) => id));
      return lost.map((found) => failedOnto(current.get(found.id), found));
    },
  );
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
