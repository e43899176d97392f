import type { ReactNode } from "react";
import { FailureBar } from "../failure/failure-bar.tsx";
import type { Column } from "./column.ts";
import { DataList } from "./data-list.tsx";
import { ListWithDetails } from "./list-with-details.tsx";
import type { ListState } from "./use-list.ts";

interface Props<T> {
  readonly list: ListState<T>;
  readonly label: string;
  readonly columns: readonly Column<T>[];
  /** What a row is called where it is ticked. */
  readonly nameOf: (item: T) => string;
  readonly canTick: boolean;
  /** Enter, or a double click; shows the details where nothing else is said. */
  readonly onOpen?: ((item: T) => void) | undefined;
  /** Of the row that is looked at; undefined when there is none. */
  readonly details: ReactNode | undefined;
  readonly detailsTexts: { readonly name: string; readonly none: string };
  /** Shown when there is nothing. */
  readonly empty: ReactNode;
  /** Loads again after a failure. */
  readonly onRefresh: () => void;
}

/** What every page with a list has below its filters: why it could not be loaded, the list and its details. */
export function ListPane<T>(props: Props<T>) {
  const { list, columns, label, details, detailsTexts, canTick, onOpen } = props;
  const { pages, items, keyOf, selection, select, current, setCurrent, isOpen, setOpen } = list;
  const showDetails = (): void => setOpen(true);
  return (
    <>
      <FailureBar failure={pages.failure} onRetry={props.onRefresh} />
      <ListWithDetails
        label={detailsTexts.name}
        details={details}
        hint={detailsTexts.none}
        isOpen={isOpen}
        onOpen={showDetails}
        onClose={() => setOpen(false)}
      >
        <DataList
          label={label}
          items={items}
          columns={columns}
          keyOf={keyOf}
          nameOf={props.nameOf}
          selection={canTick ? selection : undefined}
          onSelect={canTick ? select : undefined}
          current={current}
          onCurrent={setCurrent}
          onOpen={onOpen ?? showDetails}
          isLoading={pages.isLoading}
          isComplete={pages.isComplete}
          isStuck={pages.failure !== undefined}
          onNearEnd={pages.loadMore}
          empty={props.empty}
        />
      </ListWithDetails>
    </>
  );
}
