import type { Coupling, FormerCoupling } from "../../domain/coupling.ts";
import type { CouplingId, HistoryRef } from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { Page, PageRequest } from "../../ports/store.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";
import { listed } from "../paging.ts";

type Deps = Pick<ManageApp, "store">;

export async function findCoupling(
  { store }: Deps,
  id: CouplingId,
): Promise<Result<Coupling, ManageFailure>> {
  const coupling = await store.couplings.get(id);
  if (coupling !== undefined) return ok(coupling);
  const former = (await store.couplings.former([id])).get(id);
  return declined("notFound", former === undefined ? unknown(id) : removed(former));
}

/** The Synchronization Log of a coupled pair, newest first; also of one that was coupled. */
export async function logOfCoupling(
  app: Deps,
  id: CouplingId,
  page: PageRequest,
): Promise<Result<Page<HistoryEntry>, ManageFailure>> {
  const { couplings } = app.store;
  const found = (await couplings.get(id)) ?? (await couplings.former([id])).get(id);
  return found === undefined
    ? declined("notFound", unknown(id))
    : logFrom(app, found.history, page);
}

/** From the newest entry backwards. */
export async function logFrom(
  { store }: Deps,
  newest: HistoryRef | undefined,
  page: PageRequest,
): Promise<Result<Page<HistoryEntry>, ManageFailure>> {
  if (newest !== undefined) return listed(await store.history.ofRecord(newest, page));
  return listed(page.cursor === undefined ? ok({ items: [] }) : failed("badCursor"));
}

const unknown = (id: CouplingId): string => `There is no coupling ${id}.`;

const removed = ({ id, title, removedAt, jobId, expiresAt }: FormerCoupling): string =>
  `"${title}" is no longer coupled: job ${jobId} removed coupling ${id} at ${removedAt}. Its log is at /v1/couplings/${id}/log until ${expiresAt}.`;
