import { ArrowClockwiseRegular, DismissCircleRegular, OpenRegular } from "@fluentui/react-icons";
import { useCallback, useMemo } from "react";
import { hasEnded } from "../api/follow-jobs.ts";
import { type JobFilter, listJobs } from "../api/job-calls.ts";
import type { Job } from "../api/shapes.ts";
import { readStatus } from "../api/status-calls.ts";
import { useAnswer } from "../api/use-answer.ts";
import { usePages } from "../api/use-pages.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { goTo, type Params, replaceRoute } from "../context/route.ts";
import { useReloadAfterJobs } from "../context/use-job-watch.ts";
import { type Action, ActionBar } from "../controls/head/action-bar.tsx";
import { PageTitle } from "../controls/head/page-title.tsx";
import { ListPane } from "../controls/list/list-pane.tsx";
import { useList } from "../controls/list/use-list.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { jobColumns } from "./job-columns.tsx";
import { JobDetails } from "./job-details.tsx";
import { filterOf, isFiltered } from "./job-filter.ts";
import { JobFilterBar } from "./job-filter-bar.tsx";
import { jobTitle } from "./job-words.ts";
import { useCancel } from "./use-cancel.ts";

export function JobList({ params }: { readonly params: Params }) {
  const texts = useTexts();
  const format = useFormat();
  const { jobs, shell } = texts;
  const filter = filterOf(params);
  const pages = usePages(JSON.stringify(filter), (api, page) => listJobs(api, filter, page));
  const status = useAnswer({ key: "status" }, readStatus);
  const list = useList(pages, keyOf);

  const { items, row: job } = list;
  const { reload } = pages;
  const columns = useMemo(() => jobColumns(texts, format), [texts, format]);
  const refresh = useCallback(() => reload(), [reload]);
  useReloadAfterJobs(refresh);
  useRefresh(items.every(hasEnded) ? undefined : secondsBetweenNews, items, refresh);
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
      reason: jobs.noneSelected,
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
      <ListPane
        list={list}
        label={shell.pages.jobs}
        columns={columns}
        nameOf={(each) => jobTitle(each, texts)}
        canTick={false}
        onOpen={open}
        details={job && <JobDetails job={job} />}
        detailsTexts={jobs.details}
        empty={isFiltered(filter) ? jobs.noneFound : jobs.none}
        onRefresh={refresh}
      />
    </>
  );
}

/** As long as a job that is shown goes on. */
const secondsBetweenNews = 3;

const keyOf = ({ id }: Job): string => id;
