import { useCallback, useMemo } from "react";
import { listErrors } from "../api/error-calls.ts";
import type { ErrorItem } from "../api/shapes.ts";
import { readStatus } from "../api/status-calls.ts";
import { useAnswer } from "../api/use-answer.ts";
import { usePages } from "../api/use-pages.ts";
import type { PageProps } from "../context/page-props.ts";
import { replaceRoute } from "../context/route.ts";
import { useReloadAfterJobs } from "../context/use-job-watch.ts";
import { PageTitle } from "../controls/head/page-title.tsx";
import { ListPane } from "../controls/list/list-pane.tsx";
import { nothingSelected } from "../controls/list/selection.ts";
import { SelectionBar } from "../controls/list/selection-bar.tsx";
import { useList } from "../controls/list/use-list.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { ErrorActions } from "./error-actions.tsx";
import { errorColumns } from "./error-columns.tsx";
import { ErrorDetails } from "./error-details.tsx";
import { filterOf, isFiltered, type ListFilter } from "./error-filter.ts";
import { FilterBar } from "./error-filter-bar.tsx";
import { selectedErrors } from "./selected-errors.ts";

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
  const list = useList(pages, keyOf);

  const { items, selection, select, current, row } = list;
  const { reload } = pages;
  const columns = useMemo(() => errorColumns(texts, format), [texts, format]);
  const changeFilter = useCallback(
    (next: ListFilter) => {
      select(nothingSelected);
      replaceRoute({ page: "errors", params: { ...next } });
    },
    [select],
  );
  const refresh = useCallback(() => {
    reload(Math.max(mostReloaded, items.findIndex(({ id }) => id === current) + mostReloaded / 2));
    status.reload();
  }, [reload, status.reload, items, current]);
  useReloadAfterJobs(refresh);

  const selected = selectedErrors(list, filter);
  return (
    <>
      <PageTitle title={shell.pages.errors} intro={errors.intro} />
      <ErrorActions selected={selected} filter={filter} status={status.value} onChanged={refresh} />
      <FilterBar
        filter={filter}
        mappings={status.value?.mappings.map(({ name }) => name) ?? []}
        onChange={changeFilter}
      />
      <SelectionBar
        selection={selection}
        everything={filter.search === undefined ? "offered" : "searching"}
        onSelect={select}
      />
      <ListPane
        list={list}
        label={shell.pages.errors}
        columns={columns}
        nameOf={nameOf}
        canTick
        details={row && <ErrorDetails item={row} />}
        detailsTexts={errors.details}
        empty={isFiltered(filter) ? errors.noneFound : errors.none}
        onRefresh={refresh}
      />
    </>
  );
}

const keyOf = ({ id }: ErrorItem): string => id;

const nameOf = ({ businessCentral, dataverse, id }: ErrorItem): string =>
  businessCentral.title ?? dataverse.title ?? id;
