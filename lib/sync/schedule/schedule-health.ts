import type { MappingName } from "../../domain/ids.ts";
import { epochOf, type Instant } from "../../domain/instant.ts";
import type { Job } from "../../domain/job/job.ts";
import type { MappingState } from "../../domain/job/mapping-state.ts";
import { isDue } from "../../domain/job/schedule-transitions.ts";

/** What is wrong with the schedules of mappings that are meant to run. Those on hold are nobody's worry. */
export interface ScheduleTrouble {
  /** How long the mapping that waits longest has been due; 0 unless that is too long. */
  readonly overdueMinutes: number;
  /** How long ago the run was due that people have waited for longest: begun or not, it has not ended. */
  readonly lateMinutes: number;
  /** Runs in a row that failed, of the mapping that has most of them and still tries. */
  readonly failingRuns: number;
  /** Mappings that gave up: they wait for a person. */
  readonly stopped: readonly MappingName[];
}

/** A run starts within a minute of its time, and its first step is done a few minutes later. */
const patienceMinutes = 5;

/** Of what the tick has read anyway. */
export function watchSchedules(
  states: readonly MappingState[],
  open: readonly Job[],
  now: Instant,
): ScheduleTrouble {
  const late = states.map((state) => minutesLate(state, open, now));
  const overdue = Math.max(0, ...late);
  const longest = Math.max(0, ...states.map((state) => minutesDue(state, now)));
  return {
    overdueMinutes: overdue < patienceMinutes ? 0 : overdue,
    lateMinutes: longest < patienceMinutes ? 0 : longest,
    failingRuns: Math.max(
      0,
      ...states.map(({ schedule }) => (schedule.status === "ready" ? schedule.attempts : 0)),
    ),
    stopped: states
      .filter(({ schedule }) => schedule.status === "error")
      .map(({ mapping }) => mapping),
  };
}

function minutesLate(state: MappingState, open: readonly Job[], now: Instant): number {
  const { mapping } = state;
  if (open.some((job) => job.mapping === mapping && isUnderWay(job, open))) return 0;
  return minutesDue(state, now);
}

function minutesDue({ schedule }: MappingState, now: Instant): number {
  const { nextRunAt } = schedule;
  if (nextRunAt === undefined || !isDue(schedule, now)) return 0;
  return Math.floor((epochOf(now) - epochOf(nextRunAt)) / 60_000);
}

/** A long job is no trouble as long as it moves; a step that hangs has alarms of its own. */
const isUnderWay = (job: Job, open: readonly Job[]): boolean =>
  job.step > 0 || job.after.some((id) => open.some((other) => other.id === id));
