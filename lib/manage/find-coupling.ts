import type { Coupling } from "../domain/coupling.ts";
import type { HistoryEntry } from "../domain/history.ts";
import type { CouplingId } from "../domain/ids.ts";
import { failed, ok, type Result } from "../domain/result.ts";
import type { Page, PageRequest } from "../ports/store.ts";
import { listed } from "./listed.ts";
import type { ManageApp } from "./manage-app.ts";
import { declined, type ManageFailure } from "./manage-failure.ts";

type Parts = Pick<ManageApp, "store">;

export async function findCoupling(
  { store }: Parts,
  id: CouplingId,
): Promise<Result<Coupling, ManageFailure>> {
  const coupling = await store.couplings.get(id);
  return coupling === undefined
    ? declined("notFound", `There is no coupling ${id}.`)
    : ok(coupling);
}

/** The Synchronization Log of a coupled pair, newest first. */
export async function logOfCoupling(
  app: Parts,
  id: CouplingId,
  page: PageRequest,
): Promise<Result<Page<HistoryEntry>, ManageFailure>> {
  const coupling = await findCoupling(app, id);
  if (!coupling.ok) return coupling;
  const { history } = coupling.value;
  if (history !== undefined) return listed(await app.store.history.ofRecord(history, page));
  return listed(page.cursor === undefined ? ok({ items: [] }) : failed("badCursor"));
}
