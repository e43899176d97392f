import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { followJobs } from "../api/follow-jobs.ts";
import type { Job } from "../api/shapes.ts";
import { useApi } from "../api/use-api.ts";
import { JobWatchContext, type Watched, type Watching } from "../context/use-job-watch.ts";
import { useNotices } from "../context/use-notices.ts";
import { JobOutcome } from "../controls/jobs/job-outcome.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { worstOf } from "./job-end.ts";
import { usePersonsJobs } from "./use-persons-jobs.ts";

/** Follows the jobs that were started on this page until they end, whatever page is open meanwhile. */
export function JobWatch({ children }: { readonly children: ReactNode }) {
  const api = useApi();
  const notify = useNotices();
  const { shell, words } = useTexts();
  const [watching, setWatching] = useState<readonly Watching[]>([]);
  const [ended, setEnded] = useState(0);
  const lastNumber = useRef(0);
  const left = useRef(new AbortController());
  useEffect(() => {
    left.current = new AbortController();
    return () => left.current.abort();
  }, []);

  const watch = useCallback(
    (watched: Watched) => {
      const { name, jobs, bulk } = watched;
      const { signal } = left.current;
      lastNumber.current += 1;
      const number = lastNumber.current;
      setWatching((before) => [...before, { ...watched, number }]);
      const onProgress = (news: readonly Job[]): void =>
        setWatching((before) =>
          before.map((each) => (each.number === number ? { ...each, jobs: news } : each)),
        );
      const run = async (): Promise<void> => {
        const last = await followJobs(api, jobs, { signal, onProgress });
        if (signal.aborted) return;
        setWatching((before) => before.filter((each) => each.number !== number));
        setEnded((count) => count + 1);
        const { intent, text } = worstOf(last);
        notify({
          intent,
          title: shell.jobs[text](name),
          detail: <JobOutcome jobs={last} bulk={bulk} />,
        });
      };
      void run();
    },
    [api, notify, shell],
  );

  usePersonsJobs((job) => watch({ name: words.jobType[job.type], jobs: [job] }));

  const value = useMemo(() => ({ watch, watching, ended }), [watch, watching, ended]);
  return <JobWatchContext value={value}>{children}</JobWatchContext>;
}
