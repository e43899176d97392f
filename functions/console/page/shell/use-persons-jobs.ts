import { useEffect, useRef } from "react";
import { hasEnded } from "../api/follow-jobs.ts";
import { listJobs } from "../api/job-calls.ts";
import type { Job } from "../api/shapes.ts";
import { useApi } from "../api/use-api.ts";

/** By state it would be looked for among all that are kept. */
const limit = 100;

/** What the person started before the page was opened, and is not done: jobs go on without a page. */
export function usePersonsJobs(onJob: (job: Job) => void): void {
  const api = useApi();
  const latest = useRef(onJob);
  latest.current = onJob;
  useEffect(() => {
    const ended = new AbortController();
    const look = async (): Promise<void> => {
      const newest = await listJobs(api, {}, { limit });
      if (!newest.ok || ended.signal.aborted) return;
      const open = newest.value.items.filter((job) => !hasEnded(job));
      for (const job of open.filter(isOf(api.session.person))) latest.current(job);
    };
    void look();
    return () => ended.abort();
  }, [api]);
}

/** Where nobody signs in, every job that somebody asked for is the person's. */
const isOf =
  (person: string | undefined) =>
  ({ trigger, preview, requestedBy }: Job): boolean =>
    trigger === "manual" && preview !== true && requestedBy === person;
