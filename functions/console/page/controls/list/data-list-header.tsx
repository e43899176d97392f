import { useTexts } from "../../texts/use-texts.ts";
import type { Column, Sorting } from "./column.ts";
import { useListStyles } from "./data-list-styles.ts";
import { gridTracks, leastWidth } from "./grid-tracks.ts";
import { isSelected, type Selection } from "./selection.ts";

interface Props<T> {
  readonly columns: readonly Column<T>[];
  readonly isHidden: boolean;
  readonly sorting: Sorting | undefined;
  readonly onSort: (column: string) => void;
  readonly selection: Selection | undefined;
  readonly loaded: readonly string[];
  readonly onSelect: ((selection: Selection) => void) | undefined;
}

export function DataListHeader<T>(props: Props<T>) {
  const { columns, isHidden, sorting, onSort, selection } = props;
  const styles = useListStyles();
  const { shell } = useTexts();
  return (
    <div
      className={isHidden ? styles.hidden : styles.header}
      role="rowgroup"
      {...(!isHidden && { style: { minWidth: leastWidth(columns, selection !== undefined) } })}
    >
      <div
        role="row"
        aria-rowindex={1}
        className={styles.headerRow}
        style={{ gridTemplateColumns: gridTracks(columns, selection !== undefined) }}
      >
        {selection !== undefined && (
          <div role="columnheader" className={styles.tick}>
            <TickAll {...props} selection={selection} />
          </div>
        )}
        {columns.map(({ id, title, sortBy }) => (
          <div
            key={id}
            role="columnheader"
            className={styles.headerCell}
            {...(sorting?.column === id && { "aria-sort": sorting.direction })}
          >
            {sortBy === undefined || isHidden ? (
              title
            ) : (
              <button
                type="button"
                className={styles.sortButton}
                title={shell.list.sortBy(title)}
                onClick={() => onSort(id)}
              >
                {title}
                {sorting?.column === id && (sorting.direction === "ascending" ? " ↑" : " ↓")}
              </button>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function TickAll<T>({
  selection,
  loaded,
  onSelect,
}: Pick<Props<T>, "loaded" | "onSelect"> & { readonly selection: Selection }) {
  const styles = useListStyles();
  const { shell } = useTexts();
  const ticked = loaded.filter((key) => isSelected(selection, key)).length;
  const areAll = loaded.length > 0 && ticked === loaded.length;
  return (
    <input
      type="checkbox"
      className={styles.box}
      aria-label={shell.list.selectAll}
      checked={areAll}
      ref={(box) => {
        if (box !== null) box.indeterminate = ticked > 0 && !areAll;
      }}
      onChange={() => onSelect?.({ kind: "rows", keys: new Set(areAll ? [] : loaded) })}
    />
  );
}
