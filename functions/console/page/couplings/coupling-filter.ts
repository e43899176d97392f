import { MappingName } from "../../../../lib/domain/ids.ts";
import { couplingStatuses } from "../../../../lib/runtime/http/shapes/coupling.ts";
import type { CouplingFilter } from "../api/coupling-calls.ts";
import type { Params } from "../context/route.ts";
import { idIn } from "./record-in.ts";

/** As the address of the page says it; what it says wrongly is left out. */
export const filterOf = (params: Params): CouplingFilter => ({
  mapping: MappingName.safeParse(params["mapping"]).data,
  status: couplingStatuses.find((each) => each === params["status"]),
  businessCentralId: idIn(params["businessCentralId"]),
  dataverseId: idIn(params["dataverseId"]),
  search: searchIn(params["search"]),
});

/** The API looks for two letters or more. */
function searchIn(text = ""): string | undefined {
  const trimmed = text.trim();
  return trimmed.length < 2 ? undefined : trimmed;
}

export const isFiltered = (filter: CouplingFilter): boolean =>
  Object.values(filter).some((each) => each !== undefined);
