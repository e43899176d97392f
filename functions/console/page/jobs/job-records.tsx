import { makeStyles } from "@fluentui/react-components";
import { useEffect, useMemo, useRef } from "react";
import { outcomes } from "../../../../lib/domain/job/job.ts";
import { readJobLog } from "../api/job-calls.ts";
import type { Job } from "../api/shapes.ts";
import { usePages } from "../api/use-pages.ts";
import { type Params, replaceRoute } from "../context/route.ts";
import { narrowQuery } from "../context/use-width.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { Choice, optionsOf } from "../controls/filter/choice.tsx";
import { DataList } from "../controls/list/data-list.tsx";
import { ListWithDetails } from "../controls/list/list-with-details.tsx";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { entryColumns, entryTitle, type JobEntry } from "./entry-columns.tsx";
import { EntryDetails } from "./entry-details.tsx";
import { JobDetails } from "./job-details.tsx";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    padding: "6px 20px",
    flexShrink: 0,
    [narrowQuery]: { padding: "6px 12px" },
  },
});

interface Props {
  readonly job: Job;
  readonly params: Params;
  readonly current: string | undefined;
  readonly onCurrent: (key: string) => void;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

const anyOutcome = ["", ...outcomes] as const;

/** The job's log: what was done to which record, all or of one outcome. */
export function JobRecords({ job, params, current, onCurrent, isOpen, onOpen }: Props) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  const { jobs, words } = texts;
  const outcome = outcomes.find((each) => each === params["outcome"]);
  const pages = usePages(`${job.id} ${outcome ?? ""}`, (api, page) =>
    readJobLog(api, job.id, { ...page, outcome }),
  );
  useReloadWithJob(job, pages.reload);
  const entries = useMemo(
    () => pages.items.map((entry, index): JobEntry => ({ key: String(index), entry })),
    [pages.items],
  );
  const columns = useMemo(() => entryColumns(texts, format), [texts, format]);
  const selected = entries.find(({ key }) => key === current);
  return (
    <>
      <div className={styles.bar} role="search" aria-label={jobs.filters.name}>
        <Choice
          label={jobs.filters.outcome}
          value={outcome ?? ""}
          options={optionsOf(anyOutcome, { "": jobs.filters.allOutcomes, ...words.outcome })}
          onChange={(next) =>
            replaceRoute({ page: "jobs", item: job.id, params: { outcome: next } })
          }
        />
      </div>
      <FailureBar failure={pages.failure} onRetry={() => pages.reload()} />
      <ListWithDetails
        label={jobs.details.name}
        details={
          selected === undefined ? (
            <JobDetails job={job} />
          ) : (
            <EntryDetails mapping={job.mapping} entry={selected.entry} />
          )
        }
        hint={jobs.records.hint}
        isOpen={isOpen}
        onOpen={() => onOpen(true)}
        onClose={() => onOpen(false)}
      >
        <DataList
          label={jobs.records.title}
          items={entries}
          columns={columns}
          keyOf={keyOf}
          nameOf={({ entry }) => entryTitle(entry)}
          current={current}
          onCurrent={onCurrent}
          onOpen={() => onOpen(true)}
          isLoading={pages.isLoading}
          isComplete={pages.isComplete}
          onNearEnd={pages.loadMore}
          empty={outcome === undefined ? jobs.records.none : jobs.noneFound}
        />
      </ListWithDetails>
    </>
  );
}

/** The log grows with the job. */
function useReloadWithJob({ state, progress: { done } }: Job, reload: () => void): void {
  const news = `${state} ${done}`;
  const before = useRef(news);
  useEffect(() => {
    if (before.current === news) return;
    before.current = news;
    reload();
  }, [news, reload]);
}

const keyOf = ({ key }: JobEntry): string => key;
