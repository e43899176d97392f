import { ArrowClockwiseRegular, DismissCircleRegular, OpenRegular } from "@fluentui/react-icons";
import { useCallback, useMemo, useState } from "react";
import { type JobFilter, listJobs } from "../api/job-calls.ts";
import type { Job } from "../api/shapes.ts";
import { readStatus } from "../api/status-calls.ts";
import { useAnswer } from "../api/use-answer.ts";
import { usePages } from "../api/use-pages.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { type Action, ActionBar } from "../controls/action-bar.tsx";
import { DataList } from "../controls/data-list.tsx";
import { FailureBar } from "../controls/failure-bar.tsx";
import { ListWithDetails } from "../controls/list-with-details.tsx";
import { PageTitle } from "../controls/page-title.tsx";
import { goTo, type Params, replaceRoute } from "../shell/route.ts";
import { useReloadAfterJobs } from "../shell/use-job-watch.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { jobColumns } from "./job-columns.tsx";
import { JobDetails } from "./job-details.tsx";
import { filterOf, isFiltered } from "./job-filter.ts";
import { JobFilterBar } from "./job-filter-bar.tsx";
import { hasEnded, jobTitle } from "./job-words.ts";
import { useCancel } from "./use-cancel.ts";

export function JobList({ params }: { readonly params: Params }) {
  const texts = useTexts();
  const format = useFormat();
  const { jobs, shell } = texts;
  const filter = filterOf(params);
  const pages = usePages(JSON.stringify(filter), (api, page) => listJobs(api, filter, page));
  const status = useAnswer({ key: "status" }, readStatus);
  const [current, setCurrent] = useState<string>();
  const [isOpen, setOpen] = useState(false);

  const { items, reload } = pages;
  const columns = useMemo(() => jobColumns(texts, format), [texts, format]);
  const refresh = useCallback(() => reload(), [reload]);
  useReloadAfterJobs(refresh);
  useRefresh(items.every(hasEnded) ? undefined : secondsBetweenNews, items, refresh);
  const job = items.find(({ id }) => id === current);
  const { cancel, ...cancelling } = useCancel(job, refresh);
  const open = ({ id }: Job): void => goTo({ page: "jobs", item: id });
  const changeFilter = useCallback(
    (next: JobFilter) => replaceRoute({ page: "jobs", params: { ...next } }),
    [],
  );
  const actions: readonly Action[] = [
    {
      id: "open",
      label: jobs.actions.open,
      icon: <OpenRegular />,
      isEnabled: job !== undefined,
      reason: jobs.noneChosen,
      run: () => job && open(job),
    },
    {
      id: "cancel",
      label: jobs.actions.cancel,
      icon: <DismissCircleRegular />,
      ...cancelling,
      run: () => void cancel(),
    },
    {
      id: "refresh",
      label: shell.refresh,
      icon: <ArrowClockwiseRegular />,
      isEnabled: true,
      run: refresh,
    },
  ];
  return (
    <>
      <PageTitle title={shell.pages.jobs} intro={jobs.intro} />
      <ActionBar actions={actions} />
      <JobFilterBar
        filter={filter}
        mappings={status.value?.mappings.map(({ name }) => name) ?? []}
        onChange={changeFilter}
      />
      <FailureBar failure={pages.failure} onRetry={refresh} />
      <ListWithDetails
        label={jobs.details.name}
        details={job && <JobDetails job={job} />}
        hint={jobs.details.none}
        isOpen={isOpen}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
      >
        <DataList
          label={shell.pages.jobs}
          items={items}
          columns={columns}
          keyOf={keyOf}
          nameOf={(each) => jobTitle(each, texts)}
          current={current}
          onCurrent={setCurrent}
          onOpen={open}
          isLoading={pages.isLoading}
          isComplete={pages.isComplete}
          onNearEnd={pages.loadMore}
          empty={isFiltered(filter) ? jobs.noneFound : jobs.none}
        />
      </ListWithDetails>
    </>
  );
}

/** As long as a job that is shown goes on. */
const secondsBetweenNews = 3;

const keyOf = ({ id }: Job): string => id;
