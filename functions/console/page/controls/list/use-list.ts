import { useMemo, useState } from "react";
import type { Pages } from "../../api/use-pages.ts";
import { nothingSelected, type Selection, withoutGone } from "./selection.ts";

/** A list as somebody works with it: what is loaded, what is ticked, and the row that is looked at. */
export interface ListState<T> {
  readonly pages: Pages<T>;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly current: string | undefined;
  readonly setCurrent: (key: string) => void;
  /** The row that is looked at. */
  readonly row: T | undefined;
  /** The rows that an action is about: the ticked ones; where none is ticked, the row that is looked at. */
  readonly selectedRows: readonly T[];
  /** Whether the details are shown where they have no room beside the list. */
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
}

/** `keyOf` has to stay the same. `first`: the row that is looked at from the start. */
export function useList<T>(
  pages: Pages<T>,
  keyOf: (item: T) => string,
  first?: string,
): ListState<T> {
  const { items } = pages;
  const [ticked, select] = useState<Selection>(nothingSelected);
  const [current, setCurrent] = useState(first);
  const [isOpen, setOpen] = useState(false);
  const keys = useMemo(() => items.map(keyOf), [items, keyOf]);
  const selection = useMemo(() => withoutGone(ticked, keys), [ticked, keys]);
  const row = items[current === undefined ? -1 : keys.indexOf(current)];
  const selectedRows = useMemo(
    () => rowsOf({ items, keys, selection, current }),
    [items, keys, selection, current],
  );
  return {
    pages,
    items,
    keyOf,
    selection,
    select,
    current,
    setCurrent,
    row,
    selectedRows,
    isOpen,
    setOpen,
  };
}

interface LoadedRows<T> {
  readonly items: readonly T[];
  readonly keys: readonly string[];
  readonly selection: Selection;
  readonly current: string | undefined;
}

/** The ticked rows; where none is ticked, the row that is looked at. */
export function rowsOf<T>({ items, keys, selection, current }: LoadedRows<T>): readonly T[] {
  if (selection.kind === "everything") return items;
  const ticked = selection.keys;
  return items.filter((_, index) => {
    const key = keys[index];
    return key !== undefined && (ticked.size > 0 ? ticked.has(key) : key === current);
  });
}
