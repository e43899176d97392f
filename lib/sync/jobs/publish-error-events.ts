import type { ErrorNews } from "../../domain/error/error-events.ts";
import { requestRetry } from "../../domain/error/error-transitions.ts";
import { endEvents, openedEvents, resolvedEvents } from "../../domain/event/event-factory.ts";
import { recordOfError } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { changeJob } from "./update-job.ts";

/** Opened ones are ids only. Of what is no longer listed, everything that its event says has to be kept. */
const mostResolved = 1000;

/**
 * W17: written down with the job before anything is stored, so that a step that dies in between
 * tells of it when it is delivered again. The job's next step forgets it.
 */
export async function noteNews(
  app: Pick<SyncApp, "store">,
  job: Job,
  { opened, resolved }: ErrorNews,
): Promise<void> {
  if (opened.length === 0 && resolved.length === 0) return;
  const noted: ErrorNews = { opened, resolved: resolved.slice(0, mostResolved) };
  await changeJob(app, job, (current) => ({
    ...current,
    unpublished: [...(current.unpublished ?? []), noted],
  }));
}

type Deps = Pick<SyncApp, "store" | "events" | "clock" | "metrics">;

/** Tells of what was really stored: an item that is still listed was not resolved. */
export async function publishNews(
  { store, events, clock, metrics }: Deps,
  job: Job,
  { opened, resolved }: ErrorNews,
): Promise<void> {
  const ids = [...opened, ...resolved.map(({ id }) => id)];
  if (ids.length === 0) return;
  const listed = await store.errors.get(ids);
  const isNew = new Set(opened);
  const stored = [...listed.values()].filter(({ id, jobId }) => isNew.has(id) && jobId === job.id);
  const gone = resolved.filter(({ id }) => !listed.has(id));
  const now = clock.now();
  const told = [...openedEvents(job, stored, now), ...resolvedEvents(job, gone, now)];
  if (told.length > 0) await events.publish(told);
  metrics?.errorsOpened(
    job,
    stored.map(({ kind }) => kind),
  );
}

/** What an earlier delivery of the due step had to tell, and perhaps did not live to. */
export async function publishNoted(app: Deps, job: Job): Promise<void> {
  for (const news of job.unpublished ?? []) {
    await takeUpAgain(app, job, news);
    await publishNews(app, job, news);
  }
}

/**
 * It died between the couplings and the items: what has lost its reason to be listed, or is listed for a
 * coupling that does not say so, is looked at by the next run, and goes if nothing is wrong any more.
 */
async function takeUpAgain(
  { store }: Pick<SyncApp, "store">,
  { id: jobId, mapping }: Job,
  { opened, resolved }: ErrorNews,
): Promise<void> {
  const items = await store.errors.get([...opened, ...resolved.map(({ id }) => id)]);
  if (items.size === 0) return;
  const couplings = await store.couplings.bySide(
    mapping,
    "businessCentral",
    [...items.keys()].map((id) => recordOfError(id).recordId),
  );
  const isOpened = new Set(opened);
  const left = [...items.values()].filter(
    ({ id, couplingId, jobId: listedBy }) =>
      !isOpened.has(id) ||
      (listedBy === jobId &&
        couplingId !== undefined &&
        couplings.get(recordOfError(id).recordId)?.errorId !== id),
  );
  if (left.length > 0) await store.errors.save(left.map(requestRetry));
}

export async function publishEnd(
  { events, clock }: Pick<SyncApp, "events" | "clock">,
  job: Job,
): Promise<void> {
  const told = endEvents(job, clock.now());
  if (told.length > 0) await events.publish(told);
}

/** The last step of an ended job came again: the delivery before it may have died before it told anybody. */
export async function publishAgain(app: Deps, job: Job): Promise<"late"> {
  await publishNoted(app, job);
  await publishEnd(app, job);
  return "late";
}
