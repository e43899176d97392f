import type { JobState } from "../../../../lib/domain/job/job.ts";
import { type Api, type ApiFailure } from "./call-api.ts";
import { readJob } from "./job-calls.ts";
import type { Job } from "./shapes.ts";

const goesOn: Readonly<Record<JobState, boolean>> = {
  queued: true,
  running: true,
  completed: false,
  completedWithErrors: false,
  failed: false,
  cancelled: false,
};

export const hasEnded = ({ state }: Pick<Job, "state">): boolean => !goesOn[state];

interface Following {
  readonly signal: AbortSignal;
  /** Called with every news, the first and the last included. */
  readonly onProgress: (jobs: readonly Job[], failure: ApiFailure | undefined) => void;
}

/** Often at first, for most jobs are short. */
const waits = [200, 300, 500, 500, 1000, 1000, 1500];
const longestWait = 3000;

/**
 * Asks how the jobs are until all have ended, however long nobody answers. Resolves with them as they
 * ended, or with what is known when it is aborted.
 */
export async function followJobs(
  api: Api,
  jobs: readonly Job[],
  { signal, onProgress }: Following,
): Promise<readonly Job[]> {
  let known = jobs;
  onProgress(known, undefined);
  for (let turn = 0; !known.every(hasEnded) && !signal.aborted; turn += 1) {
    await pause(waits[turn] ?? longestWait, signal);
    if (signal.aborted) break;
    const news = await readAll(api, known);
    known = news.jobs;
    if (!signal.aborted) onProgress(known, news.failure);
  }
  return known;
}

interface News {
  readonly jobs: readonly Job[];
  readonly failure: ApiFailure | undefined;
}

async function readAll(api: Api, known: readonly Job[]): Promise<News> {
  const read = await Promise.all(
    known.map(async (job) => ({
      job,
      now: hasEnded(job) ? undefined : await readJob(api, job.id),
    })),
  );
  const failure = read.flatMap(({ now }) => (now === undefined || now.ok ? [] : [now.failure]))[0];
  return { jobs: read.map(({ job, now }) => (now?.ok === true ? now.value : job)), failure };
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = window.setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      window.clearTimeout(timer);
      resolve();
    });
  });
