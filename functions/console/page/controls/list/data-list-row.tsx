import { mergeClasses } from "@fluentui/react-components";
import { useMemo } from "react";
import type { Column } from "./column.ts";
import { useListStyles } from "./data-list-styles.ts";
import { gridTracks } from "./grid-tracks.ts";

interface Props<T> {
  /** The key that its list knows it by. */
  readonly id: string;
  readonly item: T;
  readonly columns: readonly Column<T>[];
  readonly index: number;
  readonly height: number;
  readonly isCard: boolean;
  readonly isCurrent: boolean;
  readonly isTabStop: boolean;
  /** Undefined where nothing can be ticked. */
  readonly isTicked: boolean | undefined;
  readonly tickLabel: string;
  readonly onTick: () => void;
  readonly onCurrent: () => void;
  readonly onOpen: () => void;
}

export function DataListRow<T>(props: Props<T>) {
  const { item, columns, index, height, isCard, isCurrent, isTabStop, isTicked } = props;
  const styles = useListStyles();
  // The same elements again are not drawn again: scrolling stays smooth.
  const cells = useMemo(() => {
    const shown = isCard ? columns.filter(({ onNarrow }) => onNarrow === true) : columns;
    return shown.map(({ id, cell }) => (
      <div key={id} role="gridcell" className={styles.cell}>
        {cell(item, isTabStop)}
      </div>
    ));
  }, [item, columns, isCard, isTabStop, styles.cell]);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      {...(isTicked !== undefined && { "aria-selected": isTicked })}
      data-key={props.id}
      tabIndex={isTabStop ? 0 : -1}
      className={mergeClasses(
        styles.row,
        isCard && styles.card,
        isTicked === true && styles.selected,
        isCurrent && styles.current,
      )}
      style={{
        height,
        top: index * height,
        ...(isCard && isTicked === undefined && { gridTemplateColumns: "1fr" }),
        ...(!isCard && { gridTemplateColumns: gridTracks(columns, isTicked !== undefined) }),
      }}
      onClick={props.onCurrent}
      onDoubleClick={props.onOpen}
    >
      {isTicked !== undefined && (
        <div role="gridcell" className={styles.tick}>
          <input
            type="checkbox"
            className={styles.box}
            aria-label={props.tickLabel}
            checked={isTicked}
            tabIndex={isTabStop ? 0 : -1}
            onChange={props.onTick}
            onClick={(event) => event.stopPropagation()}
          />
        </div>
      )}
      {isCard ? (
        <div role="presentation" className={styles.cardLines}>
          {cells}
        </div>
      ) : (
        cells
      )}
    </div>
  );
}
