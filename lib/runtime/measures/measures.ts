import { errorKinds } from "../../domain/error/error-item.ts";
import { epochOf } from "../../domain/instant.ts";
import type { Counters, Job } from "../../domain/job/job.ts";
import { type PerSide, sides } from "../../domain/side.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { JobStep } from "../../ports/queue.ts";
import type { StepOutcome } from "../../sync/run-job-step.ts";
import type { ErrorsOfKind } from "../../sync/schedule/count-open-errors.ts";
import type { TickReport } from "../../sync/schedule/tick.ts";
import type { AppUse } from "./app-meter.ts";
import { logLine, type Measured, type Numbers, type Told } from "./embedded-metrics.ts";
import type { TenantTrouble } from "./tenant-troubles.ts";

export interface MeasuredStep extends JobStep {
  readonly mapping: string;
  readonly requestId: string | undefined;
  readonly end: StepOutcome;
  readonly milliseconds: number;
  /** What was asked of the two apps meanwhile, tokens included. */
  readonly apps: PerSide<AppUse>;
}

/** What the functions tell of their work: a line each, with the ids that lead from one to the next. */
export interface Measures extends Metrics {
  stepEnded(step: MeasuredStep): void;
  ticked(report: TickReport, troubles: readonly TenantTrouble[]): void;
  /** Once an hour. A kind that is not named has none. */
  errorsOpen(counted: readonly ErrorsOfKind[]): void;
}

export interface MeasuresOptions {
  readonly METRICS_NAMESPACE?: string | undefined;
  /** `tenant`: one metric for all mappings together, which is cheaper. */
  readonly METRICS_BY?: "mapping" | "tenant" | undefined;
}

/** Without a namespace nothing is told: locally nobody reads it. */
export function createMeasures(
  { METRICS_NAMESPACE: namespace, METRICS_BY: by }: MeasuresOptions,
  clock: Clock,
  write: (line: string) => void = writeToLog,
): Measures {
  const say = (message: string, told: Told, numbers?: Omit<Numbers, "namespace">): void => {
    if (namespace === undefined) return;
    write(logLine(clock.now(), message, told, numbers && { namespace, ...numbers }));
  };
  const dimensionsOf = (mapping: string) => (by === "tenant" ? {} : { mapping });

  return {
    jobEnded(job, { cursorAgeMinutes }) {
      if (job.preview === true) return;
      const dimensions = dimensionsOf(job.mapping);
      const measured = measuresOf(job, cursorAgeMinutes);
      say("Job ended", { ...toldOfJob(job), cursorAgeMinutes }, { dimensions, measured });
    },

    errorsOpened({ id: jobId, mapping }, kinds) {
      for (const kind of errorKinds) {
        const value = kinds.filter((each) => each === kind).length;
        if (value === 0) continue;
        const measured = [count("ErrorsOpened", value)];
        say("Errors listed", { jobId, mapping, kind }, { dimensions: { kind }, measured });
      }
    },

    errorsOpen(counted) {
      for (const { kind, count: value } of counted) {
        const measured = [count("ErrorsOpen", value)];
        say("Errors open", { kind }, { dimensions: { kind }, measured });
      }
    },

    stepEnded({ mapping, apps, ...step }) {
      const throttled = sides.reduce((sum, side) => sum + apps[side].throttled, 0);
      const measured = [count("Throttled", throttled)];
      const told = { ...step, mapping, ...apps };
      say("Step ended", told, { dimensions: dimensionsOf(mapping), measured });
    },

    ticked({ started, sentAgain, schedules }, troubles) {
      if (troubles.length + started.length + sentAgain.length === 0) return;
      const measured = [count("Troubles", troubles.length)];
      const told = { started, sentAgain, troubles, ...schedules };
      say("Tick", told, { dimensions: {}, measured });
    },
  };
}

/** Past Lambda's own console, which would wrap the line and hide it from CloudWatch's metrics. */
const writeToLog = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const count = (name: string, value: number): Measured => ({ name, unit: "Count", value });

/** A run that found nothing is but counted: an idle mapping is to cost next to nothing. */
function measuresOf(job: Job, cursorAgeMinutes: number | undefined): readonly Measured[] {
  const runs = count("Runs", 1);
  const changed = total(job, ["inserted", "modified", "deleted"]);
  const failed = total(job, ["failed"]);
  const skipped = total(job, ["skipped"]);
  if (job.state === "completed" && changed + failed + skipped === 0) return [runs];
  return [
    runs,
    count("Changed", changed),
    count("Failed", failed),
    count("Skipped", skipped),
    { name: "RunSeconds", unit: "Seconds", value: secondsOf(job) },
    { name: "CursorAgeMinutes", unit: "None", value: cursorAgeMinutes ?? 0 },
  ];
}

const total = ({ counters }: Job, outcomes: readonly (keyof Counters)[]): number =>
  sides.reduce(
    (sum, side) => outcomes.reduce((some, outcome) => some + counters[side][outcome], sum),
    0,
  );

const secondsOf = ({ createdAt, startedAt = createdAt, finishedAt = startedAt }: Job): number =>
  (epochOf(finishedAt) - epochOf(startedAt)) / 1000;

const toldOfJob = (job: Job): Told => ({
  jobId: job.id,
  mapping: job.mapping,
  type: job.type,
  trigger: job.trigger,
  state: job.state,
  requestedBy: job.requestedBy,
  reason: job.message,
  steps: job.step + 1,
  counters: job.counters,
});
