import type { MappingName } from "../../domain/ids.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { StoredMapping } from "../../ports/store.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";

export async function storedMapping(
  { store }: Pick<ManageApp, "store">,
  name: MappingName,
): Promise<Result<StoredMapping, ManageFailure>> {
  const stored = await store.mappings.get(name);
  return stored === undefined ? declined("notFound", `There is no mapping ${name}.`) : ok(stored);
}
