import type { ErrorItem } from "../../domain/error/error-item.ts";
import {
  type CouplingId,
  couplingIdOf,
  type ErrorId,
  mappingOfId,
  recordOfError,
} from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { ErrorFilter, Page, PageRequest, Search } from "../../ports/store.ts";
import { logFrom } from "../couplings/read-coupling.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";
import { listedOf } from "../paging.ts";

type Deps = Pick<ManageApp, "store">;

/** Coupled Data Synchronization Errors, newest first. */
export async function listErrors(
  { store }: Deps,
  filter: ErrorFilter & Search,
  page: PageRequest,
): Promise<Result<Page<ErrorItem>, ManageFailure>> {
  const mappings = (await store.mappings.all()).map(({ mapping }) => mapping.name);
  return listedOf(await store.errors.list(filter, page), filter.mapping, mappings);
}

export async function findError(
  { store }: Deps,
  id: ErrorId,
): Promise<Result<ErrorItem, ManageFailure>> {
  const item = (await store.errors.get([id])).get(id);
  return item === undefined ? unknownError(id) : ok(item);
}

const unknownError = (id: ErrorId) =>
  declined("notFound", `There is no error ${id}. It may have been resolved.`);

/**
 * The Synchronization Log of a listed record, newest first; coupled or not. An item that was resolved
 * has the log of the pair that its record belongs to, or belonged to.
 */
export async function logOfError(
  app: Deps,
  id: ErrorId,
  page: PageRequest,
): Promise<Result<Page<HistoryEntry>, ManageFailure>> {
  const { errors, couplings } = app.store;
  const item = (await errors.get([id])).get(id);
  const couplingId = item === undefined ? await couplingOf(app, id) : item.couplingId;
  const coupling = couplingId && (await couplings.get(couplingId));
  if (coupling !== undefined) return logFrom(app, coupling.history, page);
  if (item !== undefined) return logFrom(app, item.history, page);
  const former = couplingId && (await couplings.former([couplingId])).get(couplingId);
  return former === undefined ? unknownError(id) : logFrom(app, former.history, page);
}

/** E8: an item is named by the record in Business Central, or by one in Dataverse that was not coupled. */
async function couplingOf({ store }: Deps, id: ErrorId): Promise<CouplingId | undefined> {
  const mapping = mappingOfId(id);
  const { side, recordId } = recordOfError(id);
  if (side === "businessCentral") return couplingIdOf(mapping, recordId);
  return (await store.couplings.bySide(mapping, side, [recordId])).get(recordId)?.id;
}
