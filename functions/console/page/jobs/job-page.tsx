import {
  ArrowClockwiseRegular,
  ArrowLeftRegular,
  DismissCircleRegular,
  InfoRegular,
} from "@fluentui/react-icons";
import { useCallback, useEffect, useMemo, useState } from "react";
import { JobId } from "../../../../lib/domain/ids.ts";
import { hasEnded } from "../api/follow-jobs.ts";
import { readJob } from "../api/job-calls.ts";
import type { Job } from "../api/shapes.ts";
import { useAnswer } from "../api/use-answer.ts";
import { goTo, type Params } from "../context/route.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { type Action, ActionBar } from "../controls/head/action-bar.tsx";
import { PageTitle } from "../controls/head/page-title.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { JobRecords } from "./job-records.tsx";
import { jobTitle } from "./job-words.ts";
import { useCancel } from "./use-cancel.ts";

interface Props {
  readonly id: string;
  readonly params: Params;
}

/** One job: how it goes, and what it did to each record. */
export function JobPage({ id, params }: Props) {
  const { jobs, shell } = useTexts();
  const parsed = JobId.safeParse(id).data;
  if (parsed === undefined) return <PageTitle title={shell.pages.jobs} intro={jobs.noneFound} />;
  return <KnownJob id={parsed} params={params} />;
}

const secondsBetweenNews = 2;

function KnownJob({ id, params }: { readonly id: Job["id"]; readonly params: Params }) {
  const texts = useTexts();
  const { jobs, shell } = texts;
  const [isGoing, setGoing] = useState(true);
  const loaded = useAnswer(
    { key: id, ...(isGoing && { everySeconds: secondsBetweenNews }) },
    (api) => readJob(api, id),
  );
  const job = loaded.value;
  useEffect(() => setGoing(job === undefined || !hasEnded(job)), [job]);
  const [isOpen, setOpen] = useState(false);
  const [current, setCurrent] = useState<string>();
  const { cancel, ...cancelling } = useCancel(job, loaded.reload);
  const showJob = useCallback(() => {
    setCurrent(undefined);
    setOpen(true);
  }, []);
  const actions: readonly Action[] = [
    {
      id: "back",
      label: jobs.actions.back,
      icon: <ArrowLeftRegular />,
      isEnabled: true,
      run: () => goTo({ page: "jobs" }),
    },
    {
      id: "details",
      label: shell.details,
      icon: <InfoRegular />,
      isEnabled: job !== undefined,
      run: showJob,
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
      run: loaded.reload,
    },
  ];
  const title = useMemo(
    () => (job === undefined ? shell.pages.jobs : jobTitle(job, texts)),
    [job, shell, texts],
  );
  return (
    <>
      <PageTitle title={title} />
      <ActionBar actions={actions} />
      <FailureBar failure={loaded.failure} onRetry={loaded.reload} />
      {job !== undefined && (
        <JobRecords
          job={job}
          params={params}
          current={current}
          onCurrent={setCurrent}
          isOpen={isOpen}
          onOpen={setOpen}
        />
      )}
    </>
  );
}
