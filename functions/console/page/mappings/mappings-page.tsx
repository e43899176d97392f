import { useCallback, useMemo } from "react";
import { listMappings } from "../api/mapping-calls.ts";
import type { ListedMapping } from "../api/shapes.ts";
import { usePages } from "../api/use-pages.ts";
import { useRefresh } from "../api/use-refresh.ts";
import type { PageProps } from "../context/page-props.ts";
import { useReloadAfterJobs } from "../context/use-job-watch.ts";
import { PageTitle } from "../controls/head/page-title.tsx";
import { ListPane } from "../controls/list/list-pane.tsx";
import { SelectionBar } from "../controls/list/selection-bar.tsx";
import { useList } from "../controls/list/use-list.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { MappingActions } from "./mapping-actions.tsx";
import { mappingColumns } from "./mapping-columns.tsx";
import { MappingDetails } from "./mapping-details.tsx";

/** Runs go on while somebody looks. */
const secondsBetweenNews = 15;

/** Integration Table Mappings: which tables are kept in step, and how. */
export function MappingsPage({ route }: PageProps) {
  const texts = useTexts();
  const format = useFormat();
  const { mappings, shell } = texts;
  const pages = usePages("mappings", listMappings);
  const list = useList(pages, keyOf, route.item);

  const { items, selection, select, row } = list;
  const { reload } = pages;
  const columns = useMemo(() => mappingColumns(texts, format), [texts, format]);
  const refresh = useCallback(() => reload(), [reload]);
  useReloadAfterJobs(refresh);
  useRefresh(secondsBetweenNews, items, refresh);
  return (
    <>
      <PageTitle title={shell.pages.mappings} intro={mappings.intro} />
      <MappingActions selected={list.selectedRows} onChanged={refresh} />
      <SelectionBar selection={selection} everything="never" onSelect={select} />
      <ListPane
        list={list}
        label={shell.pages.mappings}
        columns={columns}
        nameOf={keyOf}
        canTick
        details={row && <MappingDetails mapping={row} />}
        detailsTexts={mappings.details}
        empty={mappings.none}
        onRefresh={refresh}
      />
    </>
  );
}

const keyOf = ({ name }: ListedMapping): string => name;
