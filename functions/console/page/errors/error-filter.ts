import { errorKinds, errorStatuses } from "../../../../lib/domain/error/error-item.ts";
import type { ErrorFilter } from "../api/error-calls.ts";
import type { Params } from "../context/route.ts";

/** What the list is narrowed to; the search text is no part of what an action can be about. */
export interface ListFilter extends ErrorFilter {
  readonly search?: string | undefined;
}

/** As the address of the page says it; what it says wrongly is left out. */
export const filterOf = ({ mapping, kind, status, search }: Params): ListFilter => ({
  mapping: mapping !== undefined && /^[A-Z][A-Z0-9-]{0,39}$/.test(mapping) ? mapping : undefined,
  kind: errorKinds.find((each) => each === kind),
  status: errorStatuses.find((each) => each === status),
  search: search === undefined || search.trim() === "" ? undefined : search,
});

export const isFiltered = ({ mapping, kind, status, search }: ListFilter): boolean =>
  [mapping, kind, status, search].some((each) => each !== undefined);
