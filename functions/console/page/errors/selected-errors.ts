import type { ErrorAction } from "../../../../lib/domain/error/error-item.ts";
import { inRequests } from "../api/bulk-requests.ts";
import type { ErrorSelection } from "../api/error-calls.ts";
import type { ErrorItem } from "../api/shapes.ts";
import type { ListState } from "../controls/list/use-list.ts";
import type { ListFilter } from "./error-filter.ts";

/** What the actions are about. */
export type SelectedErrors =
  | { readonly kind: "items"; readonly items: readonly ErrorItem[] }
  /** `loaded`: those of them that the list knows. */
  | {
      readonly kind: "everything";
      readonly filter: ListFilter;
      readonly loaded: readonly ErrorItem[];
    };

export const selectedErrors = (
  {
    items,
    selection,
    selectedRows,
  }: Pick<ListState<ErrorItem>, "items" | "selection" | "selectedRows">,
  filter: ListFilter,
): SelectedErrors =>
  selection.kind === "everything"
    ? { kind: "everything", filter, loaded: items }
    : { kind: "items", items: selectedRows };

/**
 * As the items' own `actions` say: of selected rows all must allow it. Of everything that matches some
 * must, for what it does not fit is left out, and the preview says how many.
 */
export function isAllowed(selected: SelectedErrors, action: ErrorAction): boolean {
  const allows = ({ actions }: ErrorItem): boolean => actions.includes(action);
  return selected.kind === "items"
    ? selected.items.length > 0 && selected.items.every(allows)
    : selected.loaded.some(allows);
}

/** Rows of different kinds: what one takes is not for another. */
export const isForSome = (selected: SelectedErrors, action: ErrorAction): boolean =>
  selected.kind === "items" &&
  !isAllowed(selected, action) &&
  selected.items.some(({ actions }) => actions.includes(action));

/** What the requests name: rows with the revisions that were shown, so that nobody acts on an older state. */
export function requestSelections(selected: SelectedErrors): readonly ErrorSelection[] {
  if (selected.kind === "items") return inRequests(selected.items).map(requestSelection);
  const { mapping, kind, status } = selected.filter;
  return mapping === undefined && kind === undefined && status === undefined
    ? [{ all: true }]
    : [{ filter: { mapping, kind, status } }];
}

const requestSelection = (items: readonly ErrorItem[]): ErrorSelection => ({
  ids: items.map(({ id }) => id),
  seen: Object.fromEntries(items.map(({ id, revision }) => [id, revision])),
});
