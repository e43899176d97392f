import { useCallback, useMemo, useState } from "react";
import { listErrors } from "../api/error-calls.ts";
import type { ErrorItem } from "../api/shapes.ts";
import { readStatus } from "../api/status-calls.ts";
import { useAnswer } from "../api/use-answer.ts";
import { usePages } from "../api/use-pages.ts";
import { DataList } from "../controls/data-list.tsx";
import { FailureBar } from "../controls/failure-bar.tsx";
import { ListWithDetails } from "../controls/list-with-details.tsx";
import { PageTitle } from "../controls/page-title.tsx";
import { nothingSelected, type Selection, withoutGone } from "../controls/selection.ts";
import { SelectionBar } from "../controls/selection-bar.tsx";
import type { PageProps } from "../shell/page-props.ts";
import { replaceRoute } from "../shell/route.ts";
import { useReloadAfterJobs } from "../shell/use-job-watch.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { chosenOf } from "./chosen.ts";
import { ErrorActions } from "./error-actions.tsx";
import { errorColumns } from "./error-columns.tsx";
import { ErrorDetails } from "./error-details.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { filterOf, isFiltered, type ListFilter } from "./filter-of.ts";

/** Of a list that somebody scrolled far down, what is far from the row that is looked at waits. */
const mostReloaded = 2000;

/** Coupled Data Synchronization Errors: everything that could not be synchronized, and what resolves it. */
export function ErrorsPage({ route }: PageProps) {
  const texts = useTexts();
  const format = useFormat();
  const { errors, shell } = texts;
  const filter = filterOf(route.params);
  const pages = usePages(JSON.stringify(filter), (api, page) => listErrors(api, filter, page));
  const status = useAnswer({ key: "status" }, readStatus);
  const [ticked, setTicked] = useState<Selection>(nothingSelected);
  const [current, setCurrent] = useState<string>();
  const [isOpen, setOpen] = useState(false);

  const { items, reload } = pages;
  const keys = useMemo(() => items.map(keyOf), [items]);
  const selection = useMemo(() => withoutGone(ticked, keys), [ticked, keys]);
  const columns = useMemo(() => errorColumns(texts, format), [texts, format]);
  const changeFilter = useCallback((next: ListFilter) => {
    setTicked(nothingSelected);
    replaceRoute({ page: "errors", params: { ...next } });
  }, []);
  const refresh = useCallback(() => {
    reload(Math.max(mostReloaded, items.findIndex(({ id }) => id === current) + mostReloaded / 2));
    status.reload();
  }, [reload, status.reload, items, current]);
  useReloadAfterJobs(refresh);

  const chosen = useMemo(
    () => chosenOf({ items, selection, current, filter }),
    [items, selection, current, filter],
  );
  const item = items.find(({ id }) => id === current);
  return (
    <>
      <PageTitle title={shell.pages.errors} intro={errors.intro} />
      <ErrorActions chosen={chosen} filter={filter} status={status.value} onChanged={refresh} />
      <FilterBar
        filter={filter}
        mappings={status.value?.mappings.map(({ name }) => name) ?? []}
        onChange={changeFilter}
      />
      <SelectionBar
        selection={selection}
        everything={filter.search === undefined ? "offered" : "searching"}
        onSelect={setTicked}
      />
      <FailureBar failure={pages.failure} onRetry={refresh} />
      <ListWithDetails
        label={errors.details.name}
        details={item === undefined ? undefined : <ErrorDetails item={item} />}
        hint={errors.details.none}
        isOpen={isOpen}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
      >
        <DataList
          label={shell.pages.errors}
          items={items}
          columns={columns}
          keyOf={keyOf}
          nameOf={nameOf}
          selection={selection}
          onSelect={setTicked}
          current={current}
          onCurrent={setCurrent}
          onOpen={() => setOpen(true)}
          isLoading={pages.isLoading}
          isComplete={pages.isComplete}
          isStuck={pages.failure !== undefined}
          onNearEnd={pages.loadMore}
          empty={isFiltered(filter) ? errors.noneFound : errors.none}
        />
      </ListWithDetails>
    </>
  );
}

const keyOf = ({ id }: ErrorItem): string => id;

const nameOf = ({ businessCentral, dataverse, id }: ErrorItem): string =>
  businessCentral.title ?? dataverse.title ?? id;
