import { ok, type Result } from "../../../../lib/domain/result.ts";
import type { Api, ApiFailure } from "../api/call-api.ts";
import { listJobs } from "../api/job-calls.ts";
import type { Job } from "../api/shapes.ts";

/** Some thousand runs: a day of a deployment, an hour or two of the local runner. */
const mostPages = 4;
const limit = 500;
const day = 86_400_000;

/** The jobs of the last day, as many of them as can be read without making anybody wait. */
export async function readActivity(
  api: Api,
  now: number,
): Promise<Result<readonly Job[], ApiFailure>> {
  let jobs: readonly Job[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const read = await listJobs(api, {}, { cursor, limit });
    if (!read.ok) return read;
    jobs = [...jobs, ...read.value.items];
    cursor = read.value.cursor;
    const oldest = jobs.at(-1);
    const isADay = oldest !== undefined && now - Date.parse(oldest.createdAt) > day;
    if (cursor === undefined || isADay) break;
  }
  return ok(jobs);
}
