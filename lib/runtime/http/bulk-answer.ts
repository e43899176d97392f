import type * as z from "zod/mini";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { BulkResult } from "../../manage/bulk-result.ts";
import { awaitJobs } from "../../manage/jobs/await-jobs.ts";
import type { ManageApp } from "../../manage/manage-app.ts";
import type { ManageFailure } from "../../manage/manage-failure.ts";
import { unlessNothingTaken } from "../../manage/nothing-taken.ts";
import { type PreferHeaders, preferenceIn } from "./request/prefer.ts";
import type { RequestFailure } from "./request/problem.ts";
import { bulkReply } from "./shapes/bulk.ts";
import { withPresent } from "./with-present.ts";

export interface BulkAsked {
  readonly headers: z.infer<typeof PreferHeaders>;
  readonly body: object;
}

/** What was chosen by name is waited for, and refused where none of it could be taken. */
export async function answerBulk(
  app: ManageApp,
  { headers, body }: BulkAsked,
  begun: Result<BulkResult, ManageFailure>,
): Promise<Result<ReturnType<typeof bulkReply>, RequestFailure>> {
  if (!begun.ok) return withPresent(app, begun.failure);
  if (!("ids" in body)) return ok(bulkReply(begun.value));
  const end = unlessNothingTaken(begun.value);
  if (!end.ok) return failed<RequestFailure>(end.failure);
  const { waitMilliseconds, applied } = preferenceIn(headers);
  const jobs = await awaitJobs(app, end.value.jobs, waitMilliseconds);
  return ok(bulkReply({ ...end.value, jobs }, applied));
}
