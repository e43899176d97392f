import { describe } from "../domain/error/app-failure.ts";
import { mappingOfId } from "../domain/ids.ts";
import type { Instant } from "../domain/instant.ts";
import type { Job } from "../domain/job/job.ts";
import { jobAfter } from "../domain/job/job-transitions.ts";
import { checkUsable } from "../domain/mapping-checks/check-mapping.ts";
import type { JobStep } from "../ports/queue.ts";
import { type StepWork, stepWork } from "./context/step-context.ts";
import type { StepResult } from "./context/step-result.ts";
import type { SyncApp } from "./context/sync-app.ts";
import { addCounters, noTally, type Tally } from "./context/tally.ts";
import { endJob } from "./jobs/end-job.ts";
import { publishAgain, publishNoted } from "./jobs/publish-error-events.ts";
import { changeJob, hasEnded } from "./jobs/update-job.ts";
import { noteHealth } from "./mapping-state/record-app-health.ts";
import { keepSubscribed } from "./mapping-state/renew-subscription.ts";
import { jobStep } from "./run-phase.ts";

/** `late`: the step was done before, its job has ended, or it is not its turn yet. */
export type StepOutcome = "late" | "more" | "paused" | "ended";

/**
 * One queue message: one bounded step of a job. May be delivered twice, or die anywhere: a repeat
 * finds out what was done and does the rest. Throws only for what another delivery may help with.
 */
export async function runJobStep(app: SyncApp, message: JobStep): Promise<StepOutcome> {
  const { jobId } = message;
  const [job, mapping, state] = await Promise.all([
    app.store.jobs.get(jobId),
    app.store.mappings.get(mappingOfId(jobId)),
    app.store.states.get(mappingOfId(jobId)),
  ]);
  if (job === undefined || job.step !== message.step) return "late";
  if (hasEnded(job)) return publishAgain(app, job);
  if (job.resumeAt !== undefined && job.resumeAt > app.clock.now()) return "late";
  await publishNoted(app, job);
  if (job.cancelRequested) return endJob(app, job, { kind: "cancelled" });
  if (mapping === undefined || state === undefined) {
    const reason = `There is no mapping ${job.mapping} any more.`;
    return endJob(app, job, { kind: "failed", message: reason });
  }
  const [unusable] = checkUsable(mapping.mapping);
  if (unusable !== undefined) {
    return endJob(app, job, { kind: "failed", message: unusable.message });
  }
  const work = stepWork(job, mapping.mapping, state);
  const begunAt = app.clock.now();
  const result = await jobStep(app, work);
  await noteHealth(app, result);
  return proceed(app, work, result, begunAt);
}

async function proceed(
  app: SyncApp,
  work: StepWork,
  result: StepResult,
  begunAt: Instant,
): Promise<StepOutcome> {
  const counted = withTally(work.job, result.tally);
  switch (result.kind) {
    case "more":
      return goOn(app, work.job, result, begunAt);
    case "paused":
      return pause(app, work.job, result, begunAt);
    case "failed": {
      const { failure } = result;
      const end = { kind: "failed", message: describe(failure), failure } as const;
      return endJob(app, counted, end, begunAt);
    }
    case "done": {
      const { positions, couplings, probe } = result;
      const subscription = await keepSubscribed(app, work);
      const end = { kind: "finished", work, positions, couplings, probe, subscription } as const;
      return endJob(app, counted, end, begunAt);
    }
  }
}

/** W8: the job is moved on before its next step is asked for; a message lost in between is sent by the tick. */
async function goOn(
  app: SyncApp,
  job: Job,
  { checkpoint, tally }: Extract<StepResult, { kind: "more" }>,
  begunAt: Instant,
): Promise<StepOutcome> {
  const now = app.clock.now();
  const step = job.step + 1;
  const moved = await changeJob(app, job, (current) => {
    const running = jobAfter(current, "stepStarted", begunAt) ?? current;
    return {
      ...withTally(running, tally),
      step,
      checkpoint,
      sentAt: now,
      resumeAt: undefined,
      unpublished: undefined,
    };
  });
  if (moved === undefined) return "late";
  await app.queue.send([{ jobId: job.id, step, resend: 0 }]);
  return "more";
}

/** The tick sends the step again when the time has come. */
async function pause(
  app: SyncApp,
  job: Job,
  { checkpoint, tally, until, failure }: Extract<StepResult, { kind: "paused" }>,
  begunAt: Instant,
): Promise<StepOutcome> {
  const moved = await changeJob(app, job, (current) => {
    const running = jobAfter(current, "stepStarted", begunAt) ?? current;
    return {
      ...withTally(running, tally),
      step: job.step + 1,
      checkpoint,
      resumeAt: until,
      message: failure.message,
      unpublished: undefined,
    };
  });
  return moved === undefined ? "late" : "paused";
}

const withTally = (job: Job, tally: Tally): Job =>
  tally === noTally
    ? job
    : {
        ...job,
        progress: { ...job.progress, done: job.progress.done + tally.done },
        coupled: job.coupled + tally.coupled,
        refused: withRefused(job.refused, tally),
        trouble: job.trouble ?? (isOfNamed(job) ? tally.trouble : undefined),
        counters: {
          businessCentral: addCounters(
            job.counters.businessCentral,
            tally.counters.businessCentral,
          ),
          dataverse: addCounters(job.counters.dataverse, tally.counters.dataverse),
        },
      };

/** Somebody waits to be told what became of these very records. */
function isOfNamed({ request }: Job): boolean {
  if ("errors" in request) return "ids" in request.errors;
  return request.kind === "couple" || request.kind === "synchronizeCouplings";
}

/** Each item once, whatever tries of a piece came upon it. */
function withRefused(before: Job["refused"], { refused }: Tally): Job["refused"] {
  if (refused.length === 0) return before;
  return [...new Map([...(before ?? []), ...refused].map((item) => [item.id, item])).values()];
}
