import { useCallback, useMemo, useState } from "react";
import { type CouplingFilter, listCouplings } from "../api/coupling-calls.ts";
import type { Coupling } from "../api/shapes.ts";
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
import { chosenOf } from "./chosen-couplings.ts";
import { CoupleDialog, type FirstPair } from "./couple-dialog.tsx";
import { CouplingActions } from "./coupling-actions.tsx";
import { couplingColumns } from "./coupling-columns.tsx";
import { CouplingDetails } from "./coupling-details.tsx";
import { filterOf, isFiltered } from "./coupling-filter.ts";
import { CouplingFilterBar } from "./coupling-filter-bar.tsx";

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
  const [ticked, setTicked] = useState<Selection>(nothingSelected);
  const [current, setCurrent] = useState<string>();
  const [isOpen, setOpen] = useState(false);

  const { items, reload } = pages;
  const selection = useMemo(() => withoutGone(ticked, items.map(keyOf)), [ticked, items]);
  const columns = useMemo(() => couplingColumns(texts, format), [texts, format]);
  const changeFilter = useCallback((next: CouplingFilter) => {
    setTicked(nothingSelected);
    replaceRoute({ page: "couplings", params: { ...next } });
  }, []);
  const refresh = useCallback(() => reload(), [reload]);
  useReloadAfterJobs(refresh);
  const chosen = chosenOf({ items, selection, current, filter });
  const coupling = items.find(({ id }) => id === current);
  const closeCouple = (): void => {
    setFirst(undefined);
    if (route.params["couple"] !== undefined) changeFilter({});
  };
  return (
    <>
      <PageTitle title={shell.pages.couplings} intro={couplings.intro} />
      <CouplingActions
        chosen={chosen}
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
      <SelectionBar selection={selection} everything={offers(filter)} onSelect={setTicked} />
      <FailureBar failure={pages.failure} onRetry={refresh} />
      <ListWithDetails
        label={couplings.details.name}
        details={coupling && <CouplingDetails coupling={coupling} />}
        hint={couplings.details.none}
        isOpen={isOpen}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
      >
        <DataList
          label={shell.pages.couplings}
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
          onNearEnd={pages.loadMore}
          empty={isFiltered(filter) ? couplings.noneFound : couplings.none}
        />
      </ListWithDetails>
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
