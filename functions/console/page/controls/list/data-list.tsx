import { mergeClasses } from "@fluentui/react-components";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useWidth } from "../../context/use-width.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { type Column, nextSorting, type Sorting, sorted } from "./column.ts";
import { DataListHeader } from "./data-list-header.tsx";
import { DataListRow } from "./data-list-row.tsx";
import { useListStyles } from "./data-list-styles.ts";
import { leastWidth } from "./grid-tracks.ts";
import { listKeys } from "./list-keys.ts";
import { isSelected, type Selection, withAdded, withToggled } from "./selection.ts";
import { useRowFocus } from "./use-row-focus.ts";
import { useViewport } from "./use-viewport.ts";
import { rowsToDraw, scrolledTo, windowOf } from "./window-of.ts";

export interface DataListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string;
  /** What a row is called where it is ticked. */
  readonly nameOf: (item: T) => string;
  /** Absent where nothing can be ticked. */
  readonly selection?: Selection | undefined;
  readonly onSelect?: ((selection: Selection) => void) | undefined;
  /** The row that is looked at. */
  readonly current: string | undefined;
  readonly onCurrent: (key: string) => void;
  /** Enter, or a double click. */
  readonly onOpen?: ((item: T) => void) | undefined;
  readonly isLoading: boolean;
  readonly isComplete: boolean;
  /** The rows below could not be loaded just now. */
  readonly isStuck?: boolean | undefined;
  readonly onNearEnd: () => void;
  /** Shown when there is nothing. */
  readonly empty: ReactNode;
}

const rowHeight = 40;
const lineHeight = 22;
/** More rows are loaded when fewer than these are left below. */
const nearEnd = 25;

/** A list of any length: only the rows that can be seen are in the document. Keys work as in a grid. */
export function DataList<T>(props: DataListProps<T>) {
  const { label, items, columns, keyOf, nameOf, selection, onSelect, current, onCurrent } = props;
  const { isLoading, isComplete, isStuck = false, onNearEnd } = props;
  const styles = useListStyles();
  const { shell } = useTexts();
  const isNarrow = useWidth() === "narrow";
  const [sorting, setSorting] = useState<Sorting>();
  const rows = useMemo(
    () => sorted(items, columns, sorting, document.documentElement.lang),
    [items, columns, sorting],
  );
  const keys = useMemo(() => rows.map(keyOf), [rows, keyOf]);
  const scroller = useRef<HTMLDivElement>(null);
  const height = isNarrow
    ? lineHeight * columns.filter(({ onNarrow }) => onNarrow === true).length + 14
    : rowHeight;
  const viewport = useViewport(scroller, height);
  const { from, to } = windowOf(viewport, height, rows.length);

  useEffect(() => {
    if (!isLoading && !isComplete && !isStuck && to + nearEnd >= rows.length) onNearEnd();
  }, [isLoading, isComplete, isStuck, to, rows.length, onNearEnd]);

  const currentIndex = current === undefined ? -1 : keys.indexOf(current);
  const show = (index: number): void => {
    const header = isNarrow ? 0 : rowHeight;
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    const seen = { scrollTop, height: clientHeight - header };
    scroller.current?.scrollTo({ top: scrolledTo(seen, height, index) });
  };
  const tabStop = currentIndex === -1 ? 0 : currentIndex;
  const { focusRow, onFocus, onBlur } = useRowFocus(scroller, keys[tabStop]);
  const onKeyDown = listKeys({
    keys,
    current: currentIndex,
    page: Math.max(1, Math.floor(viewport.height / height) - 2),
    onMove: (index, isExtending) => {
      const key = keys[index];
      if (key === undefined) return;
      onCurrent(key);
      focusRow(key);
      show(index);
      const before = keys[currentIndex];
      if (isExtending && selection !== undefined) {
        onSelect?.(withAdded(selection, before === undefined ? [key] : [before, key]));
      }
    },
    onToggle: (index) => {
      const key = keys[index];
      if (key !== undefined && selection !== undefined) {
        onSelect?.(withToggled(selection, key, keys));
      }
    },
    onAll: () => selection !== undefined && onSelect?.({ kind: "rows", keys: new Set(keys) }),
    onNone: () => selection !== undefined && onSelect?.({ kind: "rows", keys: new Set() }),
    onOpen: (index) => {
      const item = rows[index];
      if (item !== undefined) props.onOpen?.(item);
    },
  });

  const isEmpty = rows.length === 0 && isComplete;
  const drawn = rowsToDraw({ from, to }, rows.length === 0 ? undefined : tabStop);

  return (
    <>
      <div
        ref={scroller}
        className={mergeClasses(styles.scroller, isEmpty && styles.nothing)}
        role="grid"
        aria-label={label}
        aria-busy={isLoading}
        aria-rowcount={isComplete ? rows.length + 1 : -1}
        {...(selection !== undefined && { "aria-multiselectable": true })}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onBlur={onBlur}
      >
        <DataListHeader
          columns={columns}
          isHidden={isNarrow}
          sorting={sorting}
          onSort={(column) => setSorting(nextSorting(sorting, column))}
          selection={selection}
          loaded={keys}
          onSelect={onSelect}
        />
        <div
          className={styles.body}
          role="rowgroup"
          style={{
            height: rows.length * height,
            minWidth: isNarrow ? 0 : leastWidth(columns, selection !== undefined),
          }}
        >
          {drawn.map((index) => {
            const item = rows[index];
            const key = keys[index];
            if (item === undefined || key === undefined) return null;
            return (
              <DataListRow
                key={key}
                id={key}
                item={item}
                columns={columns}
                index={index}
                height={height}
                isCard={isNarrow}
                isCurrent={index === currentIndex}
                isTabStop={index === tabStop}
                isTicked={selection && isSelected(selection, key)}
                tickLabel={shell.list.select(nameOf(item))}
                onTick={() => selection && onSelect?.(withToggled(selection, key, keys))}
                onCurrent={() => onCurrent(key)}
                onOpen={() => props.onOpen?.(item)}
              />
            );
          })}
        </div>
      </div>
      {isEmpty && <div className={styles.empty}>{props.empty}</div>}
      <div className={styles.foot} role="status">
        {isComplete ? shell.list.loaded(rows.length) : shell.list.loadedSoFar(rows.length)}
        {isLoading && ` · ${shell.list.loadingMore}`}
      </div>
    </>
  );
}
