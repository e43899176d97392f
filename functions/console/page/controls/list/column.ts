import type { ReactNode } from "react";

export interface Column<T> {
  readonly id: string;
  readonly title: string;
  /** Pixels at least, and its share of what is left. */
  readonly width: readonly [least: number, share: number];
  /** `isCurrent`: the row takes the keys, so links in it can be reached with Tab. */
  readonly cell: (item: T, isCurrent: boolean) => ReactNode;
  /** By what it is sorted; absent when it cannot be. */
  readonly sortBy?: ((item: T) => string | number) | undefined;
  /** One of the lines of the card that a telephone shows. */
  readonly onNarrow?: boolean | undefined;
}

export interface Sorting {
  readonly column: string;
  readonly direction: "ascending" | "descending";
}

/** Ascending, descending, and then as loaded again. */
export function nextSorting(sorting: Sorting | undefined, column: string): Sorting | undefined {
  if (sorting?.column !== column) return { column, direction: "ascending" };
  return sorting.direction === "ascending" ? { column, direction: "descending" } : undefined;
}

export function sorted<T>(
  items: readonly T[],
  columns: readonly Column<T>[],
  sorting: Sorting | undefined,
  language: string,
): readonly T[] {
  const sortBy = columns.find(({ id }) => id === sorting?.column)?.sortBy;
  if (sorting === undefined || sortBy === undefined) return items;
  const collator = new Intl.Collator(language, { numeric: true });
  const sign = sorting.direction === "ascending" ? 1 : -1;
  const keyed = items.map((item) => ({ item, key: sortBy(item) }));
  return keyed
    .toSorted(({ key: a }, { key: b }) =>
      typeof a === "number" && typeof b === "number"
        ? sign * (a - b)
        : sign * collator.compare(String(a), String(b)),
    )
    .map(({ item }) => item);
}
