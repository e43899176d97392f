import type { ErrorItem } from "../../domain/error/error-item.ts";
import type { Job } from "../../domain/job/job.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { BulkResult } from "../bulk-result.ts";
import { awaitJobs } from "../jobs/await-jobs.ts";
import type { ManageApp } from "../manage-app.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { unlessNothingTaken } from "../nothing-taken.ts";
import { type ActAsked, actOnErrors } from "./act-on-errors.ts";

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
): Promise<Result<BulkResult, ManageFailure>> {
  const begun = await actOnErrors(app, asked);
  if (!begun.ok || !("ids" in asked.selection)) return begun;
  const end = unlessNothingTaken(begun.value);
  if (!end.ok) return end;
  const jobs = await awaitJobs(app, end.value.jobs, milliseconds);
  // Of a preview the log is what was asked for, whatever it says.
  return asked.preview === true
    ? ok({ ...end.value, jobs })
    : withRefused(app, { ...end.value, jobs });
}

async function withRefused(
  app: ManageApp,
  end: BulkResult,
): Promise<Result<BulkResult, ManageFailure>> {
  const refused = end.jobs.flatMap((job) => job.refused ?? []);
  if (refused.length === 0) return ok(end);
  const leftOut = [...end.leftOut, ...refused.map(({ id, message }) => ({ id, reason: message }))];
  if (refused.length < end.taken) {
    return ok({
      ...end,
      taken: end.taken - refused.length,
      leftOut,
      leftOutCount: leftOut.length,
    });
  }
  const conflict = await conflictOf(app, end.jobs, refused);
  return failed(leftOut.length === 1 ? conflict : { ...conflict, leftOut });
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
