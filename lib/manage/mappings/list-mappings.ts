import { ok, type Result } from "../../domain/result.ts";
import type { Page, PageRequest } from "../../ports/store.ts";
import type { ManageApp } from "../manage-app.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { listed, pageByName } from "../paging.ts";
import { type ListedMapping, statusesOf } from "./show-status.ts";

/** Each with how it is; what is counted is counted for the mappings of the page only. */
export async function listMappings(
  app: Pick<ManageApp, "store" | "clock">,
  request: PageRequest,
): Promise<Result<Page<ListedMapping>, ManageFailure>> {
  const all = await app.store.mappings.all();
  const page = listed(pageByName(all, ({ mapping }) => mapping.name, request));
  if (!page.ok) return page;
  const { items, cursor } = page.value;
  const statuses = await statusesOf(app, items);
  const mappings = items.flatMap((stored, index): readonly ListedMapping[] => {
    const status = statuses[index];
    return status === undefined ? [] : [{ stored, status }];
  });
  return ok({ items: mappings, cursor });
}
