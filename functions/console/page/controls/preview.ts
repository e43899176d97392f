import { ok, type Result } from "../../../../lib/domain/result.ts";
import type { Api, ApiFailure } from "../api/ask.ts";
import { followJobs } from "../api/follow-jobs.ts";
import { readJobLog } from "../api/job-calls.ts";
import type { Begun, Job, LogEntry } from "../api/shapes.ts";

/** What an action would do: what was taken and left out, and what each job would write. */
export interface Preview {
  readonly begun: Begun;
  readonly jobs: readonly Job[];
  /** The first of them, record by record. */
  readonly entries: readonly LogEntry[];
  readonly hasMore: boolean;
}

/** Asks the API for an action, for its preview here. The same key never does it twice. */
export type Begin = (api: Api, key: string) => Promise<Result<Begun, ApiFailure>>;

interface Asked {
  readonly begin: Begin;
  readonly signal: AbortSignal;
  readonly onProgress: (jobs: readonly Job[]) => void;
}

const mostShown = 100;

/** Lets the API find out what an action would do. Nothing is written anywhere. */
export async function previewOf(
  api: Api,
  { begin, signal, onProgress }: Asked,
): Promise<Result<Preview, ApiFailure>> {
  const begun = await begin(api, crypto.randomUUID());
  if (!begun.ok) return begun;
  const jobs = await followJobs(api, begun.value.jobs, { signal, onNews: onProgress });
  const logs = await Promise.all(jobs.map(({ id }) => readJobLog(api, id, { limit: mostShown })));
  const failure = logs.find((log) => !log.ok);
  if (failure !== undefined && !failure.ok) return failure;
  const pages = logs.flatMap((log) => (log.ok ? [log.value] : []));
  const entries = pages.flatMap(({ items }) => items);
  return ok({
    begun: begun.value,
    jobs,
    entries: entries.slice(0, mostShown),
    hasMore: entries.length > mostShown || pages.some(({ cursor }) => cursor !== undefined),
  });
}
