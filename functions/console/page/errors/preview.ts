import { ok, type Result } from "../../../../lib/domain/result.ts";
import type { Api, ApiFailure } from "../api/ask.ts";
import type { ErrorAct } from "../api/error-calls.ts";
import { followJobs } from "../api/follow-jobs.ts";
import { readJobLog } from "../api/job-calls.ts";
import type { Bulk, Job, LogEntry } from "../api/shapes.ts";
import { actOnChosen } from "./act-on-chosen.ts";
import type { Chosen } from "./chosen.ts";

/** What an action would do: what was taken and left out, and what each job would write. */
export interface Preview {
  readonly bulk: Bulk;
  readonly jobs: readonly Job[];
  /** The first of them, record by record. */
  readonly entries: readonly LogEntry[];
  readonly hasMore: boolean;
}

interface Asked {
  readonly act: ErrorAct;
  readonly chosen: Chosen;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly onProgress: (jobs: readonly Job[]) => void;
}

const mostShown = 100;

/** Lets the API find out what an action would do. Nothing is written anywhere. */
export async function previewOf(
  api: Api,
  { act, chosen, key, signal, onProgress }: Asked,
): Promise<Result<Preview, ApiFailure>> {
  const bulk = await actOnChosen(api, { act, chosen, preview: true, key });
  if (!bulk.ok) return bulk;
  const jobs = await followJobs(api, bulk.value.jobs, { signal, onNews: onProgress });
  const logs = await Promise.all(jobs.map(({ id }) => readJobLog(api, id, { limit: mostShown })));
  const failure = logs.find((log) => !log.ok);
  if (failure !== undefined && !failure.ok) return failure;
  const pages = logs.flatMap((log) => (log.ok ? [log.value] : []));
  const entries = pages.flatMap(({ items }) => items);
  return ok({
    bulk: bulk.value,
    jobs,
    entries: entries.slice(0, mostShown),
    hasMore: entries.length > mostShown || pages.some(({ cursor }) => cursor !== undefined),
  });
}
