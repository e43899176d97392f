import { type ErrorId, mappingOfId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import { jobIdOf } from "../../sync/jobs/start-job.ts";
import type { BulkResult } from "../bulk-result.ts";
import type { ManageApp } from "../manage-app.ts";

/**
 * What an earlier try of this very request (same `Idempotency-Key`) began before it broke: its jobs
 * have the ids that the repeat would give them, and may have resolved their items since.
 */
export async function begunBefore(
  { store, clock }: Pick<ManageApp, "store" | "clock">,
  ids: readonly ErrorId[],
  distinct: string,
): Promise<BulkResult & { readonly open: readonly ErrorId[] }> {
  const now = clock.now();
  const mappings = [...new Set(ids.map(mappingOfId))];
  const found = await Promise.all(
    mappings.map((mapping) => store.jobs.get(jobIdOf(mapping, now, distinct))),
  );
  const jobs = found.filter((job) => job !== undefined);
  const begun = new Set(jobs.map(({ mapping }) => mapping));
  const given = new Set(jobs.flatMap(givenTo));
  const left = ids.filter((id) => begun.has(mappingOfId(id)) && !given.has(id));
  return {
    taken: given.size,
    leftOut: [...new Set(left)].map((id) => ({ id, reason: "It was left out." })),
    jobs,
    notStarted: [],
    open: ids.filter((id) => !begun.has(mappingOfId(id))),
  };
}

function givenTo({ request }: Job): readonly ErrorId[] {
  return "errors" in request && "ids" in request.errors ? request.errors.ids : [];
}
