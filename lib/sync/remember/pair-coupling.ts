import type { Coupling } from "../../domain/coupling.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import type { HistoryRef } from "../../domain/ids.ts";
import type { JobRequest } from "../../domain/job/job-request.ts";
import type { CouplingChange } from "../../ports/store.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { isClear, unreadAfter } from "../pair/endings.ts";
import type { PairWork } from "../pair/pair.ts";
import { keptUntil } from "./retention.ts";

type Deps = Pick<SyncApp, "clock" | "settings">;

/** A pair with all that is to be stored of it. */
export interface Remembered {
  readonly run: PairWork;
  readonly history: HistoryRef | undefined;
  readonly error: ErrorItem | undefined;
}

/** What to do about the couplings of one pair; nothing where nothing is new. */
export function couplingChanges(
  app: Deps,
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
  if (stored === undefined) {
    return [{ kind: "create", coupling: after, endsApart: isAskedFor(work, run) }];
  }
  if (stored.id !== coupling.id) {
    return [
      removal(app, work, stored, history),
      {
        kind: "create",
        coupling: { ...after, revision: 0 },
        endsApart: isAskedFor(work, run),
      },
    ];
  }
  return isWorthStoring(run, stored, after)
    ? [{ kind: "update", before: stored, after: { ...after, revision: stored.revision } }]
    : [];
}

/** K13: policies are no persons: what they take apart may get a counterpart again. */
const takesApart = ({ job }: StepWork): true | undefined =>
  personsUncoupling.has(job.request.kind) ? true : undefined;

const personsUncoupling: ReadonlySet<JobRequest["kind"]> = new Set([
  "uncouple",
  "uncoupleAll",
  "removeCoupling",
]);

/** A person chose the two, or asked for the counterpart. */
const isAskedFor = ({ job }: StepWork, { createAsked }: PairWork): true | undefined =>
  createAsked || job.request.kind === "couple" ? true : undefined;

/** W18: the log of a pair that is no longer coupled can be read for as long as its entries are kept. */
const removal = (
  app: Deps,
  work: StepWork,
  coupling: Coupling,
  history: HistoryRef | undefined,
): CouplingChange => ({
  kind: "remove",
  coupling,
  apart: takesApart(work),
  former: {
    id: coupling.id,
    mapping: coupling.mapping,
    ids: coupling.ids,
    title: coupling.title,
    removedAt: app.clock.now(),
    jobId: work.job.id,
    history: history ?? coupling.history,
    expiresAt: keptUntil(app),
  },
});

function couplingAfter(
  { clock }: Deps,
  { job }: StepWork,
  { run, history, error }: Remembered,
  coupling: Coupling,
): Coupling {
  const moved = run.done.length > 0 || coupling.base !== run.stored?.base;
  return {
    ...coupling,
    status: statusAfter(run, error, coupling),
    errorId: isClear(run) || error !== undefined ? error?.id : coupling.errorId,
    unread: unreadAfter(run, coupling.unread),
    history: history ?? coupling.history,
    lastSynchronizedAt: moved ? clock.now() : coupling.lastSynchronizedAt,
    lastJobId: moved ? job.id : coupling.lastJobId,
  };
}

function statusAfter(
  run: PairWork,
  error: ErrorItem | undefined,
  coupling: Coupling,
): Coupling["status"] {
  if (error !== undefined) return error.status;
  return isClear(run) ? "active" : coupling.status;
}

/** An echo, or a change of columns that are not mapped, costs no write. */
function isWorthStoring(run: PairWork, before: Coupling, after: Coupling): boolean {
  return (
    run.done.length > 0 ||
    after.base !== before.base ||
    after.unacknowledged !== before.unacknowledged ||
    after.status !== before.status ||
    after.errorId !== before.errorId ||
    after.history !== before.history ||
    after.unread.length !== before.unread.length
  );
}
