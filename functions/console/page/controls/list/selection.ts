/** What somebody ticked: some rows, or everything that matches the filter, loaded or not. */
export type Selection =
  | { readonly kind: "rows"; readonly keys: ReadonlySet<string> }
  | { readonly kind: "everything" };

export const nothingSelected: Selection = { kind: "rows", keys: new Set() };

export const isSelected = (selection: Selection, key: string): boolean =>
  selection.kind === "everything" || selection.keys.has(key);

/** Ticking one row off ends "everything": what remains is what is loaded. */
export function withToggled(
  selection: Selection,
  key: string,
  loaded: readonly string[],
): Selection {
  const keys = new Set(selection.kind === "everything" ? loaded : selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { kind: "rows", keys };
}

export const withAdded = (selection: Selection, more: readonly string[]): Selection =>
  selection.kind === "everything"
    ? selection
    : { kind: "rows", keys: new Set([...selection.keys, ...more]) };

/** Rows that are not there any more are not selected either. */
export function withoutGone(selection: Selection, loaded: readonly string[]): Selection {
  if (selection.kind === "everything" || selection.keys.size === 0) return selection;
  const there = new Set(loaded);
  const keys = [...selection.keys].filter((key) => there.has(key));
  return keys.length === selection.keys.size ? selection : { kind: "rows", keys: new Set(keys) };
}
