import type { ErrorItem } from "../domain/error-item.ts";
import type { ErrorId } from "../domain/ids.ts";
import { ok, type Result } from "../domain/result.ts";
import type { ErrorFilter, Page, PageRequest } from "../ports/store.ts";
import { listedOf } from "./listed.ts";
import type { ManageApp } from "./manage-app.ts";
import { declined, type ManageFailure } from "./manage-failure.ts";

type Parts = Pick<ManageApp, "store">;

/** Coupled Data Synchronization Errors, newest first. */
export async function listErrors(
  { store }: Parts,
  filter: ErrorFilter,
  page: PageRequest,
): Promise<Result<Page<ErrorItem>, ManageFailure>> {
  const mappings = (await store.mappings.all()).map(({ mapping }) => mapping.name);
  return listedOf(await store.errors.list(filter, mappings, page), filter.mapping, mappings);
}

export async function findError(
  { store }: Parts,
  id: ErrorId,
): Promise<Result<ErrorItem, ManageFailure>> {
  const item = (await store.errors.get([id])).get(id);
  return item === undefined
    ? declined("notFound", `There is no error ${id}. It may have been resolved.`)
    : ok(item);
}
