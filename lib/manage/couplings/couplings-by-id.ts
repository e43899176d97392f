import type { Coupling } from "../../domain/coupling.ts";
import { type CouplingId, type MappingName, recordOfCoupling } from "../../domain/ids.ts";
import type { ManageApp } from "../manage-app.ts";

/** Named couplings of one mapping; those that are not there are left out. */
export async function couplingsById(
  { store }: Pick<ManageApp, "store">,
  mapping: MappingName,
  ids: readonly CouplingId[],
): Promise<ReadonlyMap<CouplingId, Coupling>> {
  const records = ids.map(recordOfCoupling);
  const found = await store.couplings.bySide(mapping, "businessCentral", records);
  return new Map([...found.values()].map((coupling) => [coupling.id, coupling]));
}
