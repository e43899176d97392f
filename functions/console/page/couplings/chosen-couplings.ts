import type { CouplingChoice, CouplingFilter } from "../api/coupling-calls.ts";
import type { Coupling } from "../api/shapes.ts";
import type { Selection } from "../controls/selection.ts";

/** What the actions are about: rows, or all couplings of the table that is filtered to. */
export type ChosenCouplings =
  | { readonly kind: "rows"; readonly rows: readonly Coupling[] }
  | { readonly kind: "everything"; readonly mapping: string | undefined };

interface On {
  readonly items: readonly Coupling[];
  readonly selection: Selection;
  readonly current: string | undefined;
  readonly filter: CouplingFilter;
}

/** The ticked rows; where none is ticked, the row that is looked at. */
export function chosenOf({ items, selection, current, filter }: On): ChosenCouplings {
  if (selection.kind === "everything") return { kind: "everything", mapping: filter.mapping };
  const isChosen = (id: string): boolean =>
    selection.keys.size > 0 ? selection.keys.has(id) : id === current;
  return { kind: "rows", rows: items.filter(({ id }) => isChosen(id)) };
}

/** What one request takes. */
const mostIds = 1000;

export function choicesOf(chosen: ChosenCouplings): readonly CouplingChoice[] {
  if (chosen.kind === "everything") {
    const { mapping } = chosen;
    return [mapping === undefined ? { all: true } : { filter: { mapping } }];
  }
  const ids = chosen.rows.map(({ id }) => id);
  return Array.from({ length: Math.ceil(ids.length / mostIds) }, (_, request) => ({
    ids: ids.slice(request * mostIds, (request + 1) * mostIds),
  }));
}
