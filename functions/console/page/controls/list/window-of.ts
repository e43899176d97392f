export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
}

export interface Window {
  /** The first row that is drawn. */
  readonly from: number;
  /** The first one after it that is not. */
  readonly to: number;
}

/** Drawn beyond what is seen, so that scrolling shows no gaps. */
const overscan = 10;

/** Which of many rows of the same height are drawn. */
export function windowOf(
  { scrollTop, height }: Viewport,
  rowHeight: number,
  count: number,
): Window {
  const first = Math.floor(scrollTop / rowHeight) - overscan;
  const last = Math.ceil((scrollTop + height) / rowHeight) + overscan;
  return { from: Math.max(0, Math.min(first, count)), to: Math.max(0, Math.min(last, count)) };
}

/**
 * The rows of a window, and the one that takes the keys: it stays in the document wherever the list is
 * scrolled. In the order of the list, for a row that is moved in the document loses the focus.
 */
export function rowsToDraw({ from, to }: Window, withKeys: number | undefined): readonly number[] {
  const rows = Array.from({ length: to - from }, (_, offset) => from + offset);
  if (withKeys === undefined || (withKeys >= from && withKeys < to)) return rows;
  return withKeys < from ? [withKeys, ...rows] : [...rows, withKeys];
}

/** How far to scroll so that the row is seen whole; what it is already when it is. */
export function scrolledTo(
  { scrollTop, height }: Viewport,
  rowHeight: number,
  index: number,
): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}
