import type { Result } from "../domain/result.ts";
import type { Page, PageRequest, StoredMapping } from "../ports/store.ts";
import { listed, pageByName } from "./listed.ts";
import type { ManageApp } from "./manage-app.ts";
import type { ManageFailure } from "./manage-failure.ts";

export const listMappings = async (
  { store }: Pick<ManageApp, "store">,
  page: PageRequest,
): Promise<Result<Page<StoredMapping>, ManageFailure>> =>
  listed(pageByName(await store.mappings.all(), ({ mapping }) => mapping.name, page));
