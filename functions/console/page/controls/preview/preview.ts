import { ok, type Result } from "../../../../../lib/domain/result.ts";
import type { Api, ApiFailure } from "../../api/call-api.ts";
import { followJobs } from "../../api/follow-jobs.ts";
import { readJobLog } from "../../api/job-calls.ts";
import type { Job, LogEntry, Started } from "../../api/shapes.ts";

/** What an action would do: what was taken and left out, and what each job would write. */
export interface Preview {
  readonly started: Started;
  readonly jobs: readonly Job[];
  /** The first of them, record by record. */
  readonly entries: readonly LogEntry[];
  readonly hasMore: boolean;
}

/** Asks the API for an action, for its preview here. The same key never does it twice. */
export type StartJobs = (api: Api, key: string) => Promise<Result<Started, ApiFailure>>;

interface PreviewRequest {
  readonly start: StartJobs;
  readonly signal: AbortSignal;
  readonly onProgress: (jobs: readonly Job[]) => void;
}

const mostShown = 100;

/** Lets the API find out what an action would do. Nothing is written anywhere. */
export async function previewOf(
  api: Api,
  { start, signal, onProgress }: PreviewRequest,
): Promise<Result<Preview, ApiFailure>> {
  const started = await start(api, crypto.randomUUID());
  if (!started.ok) return started;
  const jobs = await followJobs(api, started.value.jobs, { signal, onProgress: onProgress });
  const logs = await Promise.all(jobs.map(({ id }) => readJobLog(api, id, { limit: mostShown })));
  const failure = logs.find((log) => !log.ok);
  if (failure !== undefined && !failure.ok) return failure;
  const pages = logs.flatMap((log) => (log.ok ? [log.value] : []));
  const entries = pages.flatMap(({ items }) => items);
  return ok({
    started: started.value,
    jobs,
    entries: entries.slice(0, mostShown),
    hasMore: entries.length > mostShown || pages.some(({ cursor }) => cursor !== undefined),
  });
}
