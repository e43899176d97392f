import { useCallback, useMemo, useState } from "react";
import { type CouplingFilter, listCouplings } from "../api/coupling-calls.ts";
import type { Coupling } from "../api/shapes.ts";
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
import { CoupleDialog, type FirstPair } from "./couple-dialog.tsx";
import { CouplingActions } from "./coupling-actions.tsx";
import { couplingColumns } from "./coupling-columns.tsx";
import { CouplingDetails } from "./coupling-details.tsx";
import { filterOf, isFiltered } from "./coupling-filter.ts";
import { CouplingFilterBar } from "./coupling-filter-bar.tsx";
import { selectedCouplings } from "./selected-couplings.ts";

/** Couplings: which record belongs to which. */
export function CouplingsPage({ route }: PageProps) {
  const texts = useTexts();
  const format = useFormat();
  const { couplings, shell } = texts;
  // Whoever comes to set up a coupling names a pair that is not coupled yet: no filter.
  const [first, setFirst] = useState(() => firstPairOf(route.params));
  const filter = filterOf(route.params["couple"] === undefined ? route.params : {});
  const pages = usePages(JSON.stringify(filter), (api, page) => listCouplings(api, filter, page));
  const status = useAnswer({ key: "status" }, readStatus);
  const names = status.value?.mappings.map(({ name }) => name) ?? [];
  const list = useList(pages, keyOf);

  const { selection, select, row } = list;
  const { reload } = pages;
  const columns = useMemo(() => couplingColumns(texts, format), [texts, format]);
  const changeFilter = useCallback(
    (next: CouplingFilter) => {
      select(nothingSelected);
      replaceRoute({ page: "couplings", params: { ...next } });
    },
    [select],
  );
  const refresh = useCallback(() => reload(), [reload]);
  useReloadAfterJobs(refresh);
  const closeCouple = (): void => {
    setFirst(undefined);
    if (route.params["couple"] !== undefined) changeFilter({});
  };
  return (
    <>
      <PageTitle title={shell.pages.couplings} intro={couplings.intro} />
      <CouplingActions
        selected={selectedCouplings(list, filter)}
        onCouple={() =>
          setFirst({
            mapping: filter.mapping,
            businessCentralId: undefined,
            dataverseId: undefined,
          })
        }
        onChanged={refresh}
      />
      <CouplingFilterBar filter={filter} mappings={names} onChange={changeFilter} />
      <SelectionBar selection={selection} everything={offers(filter)} onSelect={select} />
      <ListPane
        list={list}
        label={shell.pages.couplings}
        columns={columns}
        nameOf={nameOf}
        canTick
        details={row && <CouplingDetails coupling={row} />}
        detailsTexts={couplings.details}
        empty={isFiltered(filter) ? couplings.noneFound : couplings.none}
        onRefresh={refresh}
      />
      {first !== undefined && <CoupleDialog first={first} mappings={names} onClose={closeCouple} />}
    </>
  );
}

/** The API acts on all couplings of a table, and on no narrower filter. */
function offers({ mapping: _, ...narrower }: CouplingFilter): "offered" | "searching" | "never" {
  if (narrower.search !== undefined) return "searching";
  return isFiltered(narrower) ? "never" : "offered";
}

function firstPairOf(params: PageProps["route"]["params"]): FirstPair | undefined {
  if (params["couple"] === undefined) return undefined;
  const { mapping, businessCentralId, dataverseId } = filterOf(params);
  return { mapping, businessCentralId, dataverseId };
}

const keyOf = ({ id }: Coupling): string => id;

const nameOf = ({ titles }: Coupling): string => titles.businessCentral;
