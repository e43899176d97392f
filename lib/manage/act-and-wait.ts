import type { ErrorItem } from "../domain/error-item.ts";
import type { Job } from "../domain/job.ts";
import { failed, ok, type Result } from "../domain/result.ts";
import { type ActAsked, actOnErrors } from "./act-on-errors.ts";
import { awaitJobs } from "./await-jobs.ts";
import type { BulkEnd } from "./bulk.ts";
import type { ManageApp } from "./manage-app.ts";
import type { ManageFailure } from "./manage-failure.ts";

/** So long a person waits for the outcome, unless they say otherwise. */
export const usualWait = 8_000;

/**
 * Only the worker sees whether the records are still as the person saw them. So for items chosen by
 * name its job is waited for: what it refused because the situation had changed is a conflict, told
 * with the items as they are now. A job that takes longer is answered as it is then.
 */
export async function actAndWait(
  app: ManageApp,
  asked: ActAsked,
  milliseconds: number,
): Promise<Result<BulkEnd, ManageFailure>> {
  const end = await actOnErrors(app, asked);
  if (!end.ok || !("ids" in asked.selection) || asked.preview === true) return end;
  const jobs = await awaitJobs(app, end.value.jobs, milliseconds);
  return withRefused(app, { ...end.value, jobs });
}

async function withRefused(app: ManageApp, end: BulkEnd): Promise<Result<BulkEnd, ManageFailure>> {
  const refused = end.jobs.flatMap((job) => job.refused ?? []);
  if (refused.length === 0) return ok(end);
  if (refused.length === end.taken && end.leftOut.length === 0 && end.notStarted.length === 0) {
    return failed(await conflictOf(app, end.jobs, refused));
  }
  const leftOut = refused.map(({ id, message }) => ({ id, reason: message }));
  return ok({
    ...end,
    taken: end.taken - refused.length,
    leftOut: [...end.leftOut, ...leftOut],
    leftOutCount: (end.leftOutCount ?? end.leftOut.length) + leftOut.length,
  });
}

async function conflictOf(
  { store }: ManageApp,
  jobs: readonly Job[],
  refused: NonNullable<Job["refused"]>,
): Promise<ManageFailure> {
  const found = await store.errors.get(refused.map(({ id }) => id));
  const items = refused.flatMap(({ id }): readonly ErrorItem[] => {
    const item = found.get(id);
    return item === undefined ? [] : [item];
  });
  return { code: "conflict", message: told(refused), items, jobs };
}

function told(refused: NonNullable<Job["refused"]>): string {
  const [first, ...others] = refused;
  const message = first?.message ?? "";
  return others.length === 0
    ? message
    : `None of the ${refused.length} was treated, for their situation had changed. The first one: ${message}`;
}
