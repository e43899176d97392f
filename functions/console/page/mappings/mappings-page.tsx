import { useCallback, useMemo, useState } from "react";
import { listMappings } from "../api/mapping-calls.ts";
import type { ListedMapping } from "../api/shapes.ts";
import { usePages } from "../api/use-pages.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { DataList } from "../controls/data-list.tsx";
import { FailureBar } from "../controls/failure-bar.tsx";
import { ListWithDetails } from "../controls/list-with-details.tsx";
import { PageTitle } from "../controls/page-title.tsx";
import { isSelected, nothingSelected, type Selection, withoutGone } from "../controls/selection.ts";
import { SelectionBar } from "../controls/selection-bar.tsx";
import type { PageProps } from "../shell/page-props.ts";
import { useReloadAfterJobs } from "../shell/use-job-watch.ts";
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
  const [ticked, setTicked] = useState<Selection>(nothingSelected);
  const [current, setCurrent] = useState<string | undefined>(route.item);
  const [isOpen, setOpen] = useState(false);

  const { items, reload } = pages;
  const selection = useMemo(() => withoutGone(ticked, items.map(keyOf)), [ticked, items]);
  const columns = useMemo(() => mappingColumns(texts, format), [texts, format]);
  const refresh = useCallback(() => reload(), [reload]);
  useReloadAfterJobs(refresh);
  useRefresh(secondsBetweenNews, items, refresh);
  const chosen = useMemo(() => {
    const areTicked = items.filter(({ name }) => isSelected(selection, name));
    return areTicked.length > 0 ? areTicked : items.filter(({ name }) => name === current);
  }, [items, selection, current]);
  const mapping = items.find(({ name }) => name === current);
  return (
    <>
      <PageTitle title={shell.pages.mappings} intro={mappings.intro} />
      <MappingActions chosen={chosen} onChanged={refresh} />
      <SelectionBar selection={selection} everything="never" onSelect={setTicked} />
      <FailureBar failure={pages.failure} onRetry={refresh} />
      <ListWithDetails
        label={mappings.details.name}
        details={mapping && <MappingDetails mapping={mapping} />}
        hint={mappings.details.none}
        isOpen={isOpen}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
      >
        <DataList
          label={shell.pages.mappings}
          items={items}
          columns={columns}
          keyOf={keyOf}
          nameOf={keyOf}
          selection={selection}
          onSelect={setTicked}
          current={current}
          onCurrent={setCurrent}
          onOpen={() => setOpen(true)}
          isLoading={pages.isLoading}
          isComplete={pages.isComplete}
          onNearEnd={pages.loadMore}
          empty={mappings.none}
        />
      </ListWithDetails>
    </>
  );
}

const keyOf = ({ name }: ListedMapping): string => name;
