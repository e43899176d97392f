import { inRequests } from "../api/bulk-requests.ts";
import type { CouplingFilter, CouplingSelection } from "../api/coupling-calls.ts";
import type { Coupling } from "../api/shapes.ts";
import type { ListState } from "../controls/list/use-list.ts";

/** What the actions are about: rows, or all couplings of the table that is filtered to. */
export type SelectedCouplings =
  | { readonly kind: "rows"; readonly rows: readonly Coupling[] }
  | { readonly kind: "everything"; readonly mapping: string | undefined };

export const selectedCouplings = (
  { selection, selectedRows }: Pick<ListState<Coupling>, "selection" | "selectedRows">,
  filter: CouplingFilter,
): SelectedCouplings =>
  selection.kind === "everything"
    ? { kind: "everything", mapping: filter.mapping }
    : { kind: "rows", rows: selectedRows };

export function requestSelections(selected: SelectedCouplings): readonly CouplingSelection[] {
  if (selected.kind === "everything") {
    const { mapping } = selected;
    return [mapping === undefined ? { all: true } : { filter: { mapping } }];
  }
  return inRequests(selected.rows.map(({ id }) => id)).map((ids) => ({ ids }));
}
