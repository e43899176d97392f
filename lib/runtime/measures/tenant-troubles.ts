import { epochOf, type Instant } from "../../domain/instant.ts";
import type { ScheduleTrouble } from "../../sync/schedule/schedule-health.ts";

/** What the tick can see to be wrong with a tenant. Each is a heading in the runbook of infra/README.md. */
export const tenantTroubles = [
  "RunsOverdue",
  "ArrivalsLate",
  "RunsKeepFailing",
  "SchedulesStopped",
  "AppSecretEnds",
] as const;
export type TenantTrouble = (typeof tenantTroubles)[number];

interface Seen {
  readonly schedules: ScheduleTrouble;
  readonly now: Instant;
  /** The day (`2027-03-01`) on which the client secret of the apps runs out, where that is known. */
  readonly appSecretEndsOn?: string | undefined;
}

const overdueMinutes = 60;
const lateMinutes = 120;
/** The sixth run is some five minutes after the first one, the seventh a quarter of an hour later. */
const failingRuns = 5;
const daysToRenew = 30;
const day = 24 * 60 * 60_000;

const tests: Readonly<Record<TenantTrouble, (seen: Seen) => boolean>> = {
  RunsOverdue: ({ schedules }) => schedules.overdueMinutes > overdueMinutes,
  ArrivalsLate: ({ schedules }) => schedules.lateMinutes > lateMinutes,
  RunsKeepFailing: ({ schedules }) => schedules.failingRuns > failingRuns,
  SchedulesStopped: ({ schedules }) => schedules.stopped.length > 0,
  AppSecretEnds: ({ appSecretEndsOn, now }) =>
    appSecretEndsOn !== undefined && Date.parse(appSecretEndsOn) - epochOf(now) < daysToRenew * day,
};

/** One alarm tells of all of them: an alarm is paid for by metric, and the log says which. */
export const troublesOf = (seen: Seen): readonly TenantTrouble[] =>
  tenantTroubles.filter((trouble) => tests[trouble](seen));
