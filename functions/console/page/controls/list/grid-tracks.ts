import type { Column } from "./column.ts";

type Widths = readonly Pick<Column<never>, "width">[];

const tickWidth = 40;

/** The columns as tracks of a CSS grid. */
export const gridTracks = (columns: Widths, canTick: boolean): string =>
  [
    ...(canTick ? [`${tickWidth}px`] : []),
    ...columns.map(({ width: [least, share] }) => `minmax(${least}px, ${share}fr)`),
  ].join(" ");

/** In less room than this the list scrolls sideways. */
export const leastWidth = (columns: Widths, canTick: boolean): number =>
  columns.reduce((sum, { width: [least] }) => sum + least, canTick ? tickWidth : 0);
