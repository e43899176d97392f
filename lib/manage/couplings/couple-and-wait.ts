import type { Job } from "../../domain/job/job.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { sides } from "../../domain/side.ts";
import { awaitJobs } from "../jobs/await-jobs.ts";
import type { ManageApp } from "../manage-app.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { type CoupleAsked, coupleRecords } from "./couple-records.ts";

/** Only the worker sees the records: why it did not couple them is the answer, when it comes in time. */
export async function coupleAndWait(
  app: ManageApp,
  asked: CoupleAsked,
  milliseconds: number,
): Promise<Result<Job, ManageFailure>> {
  const begun = await coupleRecords(app, asked);
  if (!begun.ok) return begun;
  const [job = begun.value] = await awaitJobs(app, [begun.value], milliseconds);
  const { message } = job;
  return message !== undefined && asked.preview !== true && isRefused(job)
    ? failed({ code: "conflict", message, jobs: [job] })
    : ok(job);
}

const isRefused = ({ state, counters }: Job): boolean =>
  state === "completedWithErrors" &&
  sides.every((side) => counters[side].coupled + counters[side].inserted === 0);
