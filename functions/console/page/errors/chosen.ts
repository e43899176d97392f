import type { ErrorAction } from "../../../../lib/domain/error/error-item.ts";
import type { ErrorChoice } from "../api/error-calls.ts";
import type { ErrorItem } from "../api/shapes.ts";
import type { Selection } from "../controls/selection.ts";
import type { ListFilter } from "./filter-of.ts";

/** What the actions are about. */
export type Chosen =
  | { readonly kind: "items"; readonly items: readonly ErrorItem[] }
  /** `loaded`: those of them that the list knows. */
  | {
      readonly kind: "everything";
      readonly filter: ListFilter;
      readonly loaded: readonly ErrorItem[];
    };

interface On {
  readonly items: readonly ErrorItem[];
  readonly selection: Selection;
  readonly current: string | undefined;
  readonly filter: ListFilter;
}

/** The ticked rows; where none is ticked, the row that is looked at. */
export function chosenOf({ items, selection, current, filter }: On): Chosen {
  if (selection.kind === "everything") return { kind: "everything", filter, loaded: items };
  const isChosen = (id: string): boolean =>
    selection.keys.size > 0 ? selection.keys.has(id) : id === current;
  return { kind: "items", items: items.filter(({ id }) => isChosen(id)) };
}

/**
 * As the items' own `actions` say: of chosen rows all must allow it. Of everything that matches some
 * must, for what it does not fit is left out, and the preview says how many.
 */
export function isAllowed(chosen: Chosen, action: ErrorAction): boolean {
  const allows = ({ actions }: ErrorItem): boolean => actions.includes(action);
  return chosen.kind === "items"
    ? chosen.items.length > 0 && chosen.items.every(allows)
    : chosen.loaded.some(allows);
}

/** Rows of different kinds: what one takes is not for another. */
export const isForSome = (chosen: Chosen, action: ErrorAction): boolean =>
  chosen.kind === "items" &&
  !isAllowed(chosen, action) &&
  chosen.items.some(({ actions }) => actions.includes(action));

/** What one request takes. */
const mostIds = 1000;

/** How the API is told: rows with the revisions that were shown, so that nobody acts on old news. */
export function choicesOf(chosen: Chosen): readonly ErrorChoice[] {
  if (chosen.kind === "items") return inRequests(chosen.items).map(choiceOf);
  const { mapping, kind, status } = chosen.filter;
  return mapping === undefined && kind === undefined && status === undefined
    ? [{ all: true }]
    : [{ filter: { mapping, kind, status } }];
}

const choiceOf = (items: readonly ErrorItem[]): ErrorChoice => ({
  ids: items.map(({ id }) => id),
  seen: Object.fromEntries(items.map(({ id, revision }) => [id, revision])),
});

const inRequests = (items: readonly ErrorItem[]): readonly (readonly ErrorItem[])[] =>
  Array.from({ length: Math.ceil(items.length / mostIds) }, (_, request) =>
    items.slice(request * mostIds, (request + 1) * mostIds),
  );
