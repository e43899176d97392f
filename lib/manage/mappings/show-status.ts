import { type ErrorKind, errorKinds } from "../../domain/error/error-item.ts";
import type { MappingName } from "../../domain/ids.ts";
import { epochOf, type Instant } from "../../domain/instant.ts";
import { type Circuit, isOpen } from "../../domain/job/circuit-breaker.ts";
import type { Job } from "../../domain/job/job.ts";
import type { MappingState } from "../../domain/job/mapping-state.ts";
import type { Schedule, ScheduleStatus } from "../../domain/job/schedule.ts";
import type { PerSide, Side } from "../../domain/side.ts";
import type { AppHealth, StoredMapping } from "../../ports/store.ts";
import type { ManageApp } from "../manage-app.ts";

export interface MappingStatus {
  readonly name: StoredMapping["mapping"]["name"];
  readonly enabled: boolean;
  readonly couplings: number;
  readonly skipped: number;
  readonly retrying: number;
  /** Only kinds that there are errors of. */
  readonly errorsByKind: readonly { readonly kind: ErrorKind; readonly count: number }[];
  /** Undefined while the mapping has no schedule. */
  readonly schedule: ShownSchedule | undefined;
  /** Seconds since the side was last read to its end; undefined before the first time. */
  readonly cursorAgeSeconds: Partial<PerSide<number>>;
}

export interface ListedMapping {
  readonly stored: StoredMapping;
  readonly status: MappingStatus;
}

/**
 * A schedule as people see it: `running` while a job of its mapping has not ended, and with the circuit
 * as long as it is open.
 */
export type ShownSchedule = Omit<Schedule, "status"> & {
  readonly status: ScheduleStatus;
  readonly circuit: Circuit | undefined;
};

export interface AppStatus {
  readonly url: string;
  /** Undefined until the worker talked to the app for the first time. */
  readonly health: AppHealth | undefined;
}

export interface Status {
  readonly mappings: readonly MappingStatus[];
  readonly apps: PerSide<AppStatus>;
}

/** How every mapping and both apps are, from what the worker left behind. */
export async function showStatus({ store, clock, addresses }: ManageApp): Promise<Status> {
  const [mappings, healths] = await Promise.all([store.mappings.all(), store.apps.all()]);
  const appOf = (side: Side): AppStatus => ({
    url: addresses[side],
    health: healths.find((health) => health.side === side),
  });
  return {
    mappings: await statusesOf({ store, clock }, mappings),
    apps: { businessCentral: appOf("businessCentral"), dataverse: appOf("dataverse") },
  };
}

/** One for each of the mappings, in their order. */
export async function statusesOf(
  { store, clock }: Pick<ManageApp, "store" | "clock">,
  mappings: readonly StoredMapping[],
): Promise<readonly MappingStatus[]> {
  const [states, open] = await Promise.all([store.states.all(), store.jobs.open()]);
  const now = clock.now();
  const statusOf = async ({ mapping }: StoredMapping): Promise<MappingStatus> => {
    const { name, enabled } = mapping;
    const state = states.find((each) => each.mapping === name);
    return {
      name,
      enabled,
      couplings: state?.coupled ?? 0,
      ...(await errorCounts(store, name)),
      schedule: state && shownSchedule(state, open),
      cursorAgeSeconds: cursorAges(state, now),
    };
  };
  return Promise.all(mappings.map(statusOf));
}

/** Each kind and status is counted on its own anyway: the sums of both are one reading. */
async function errorCounts(
  { errors }: ManageApp["store"],
  mapping: MappingName,
): Promise<Pick<MappingStatus, "skipped" | "retrying" | "errorsByKind">> {
  const counted = await Promise.all(
    errorKinds.map(async (kind) => {
      const [skipped, retrying] = await Promise.all([
        errors.count({ mapping, kind, status: "skipped" }),
        errors.count({ mapping, kind, status: "retrying" }),
      ]);
      return { kind, skipped, retrying };
    }),
  );
  return {
    skipped: counted.reduce((sum, each) => sum + each.skipped, 0),
    retrying: counted.reduce((sum, each) => sum + each.retrying, 0),
    errorsByKind: counted
      .map(({ kind, skipped, retrying }) => ({ kind, count: skipped + retrying }))
      .filter(({ count }) => count > 0),
  };
}

export const shownSchedule = (
  { schedule, circuit }: MappingState,
  open: readonly Job[],
): ShownSchedule => ({
  ...schedule,
  circuit: isOpen(circuit) ? circuit : undefined,
  status: open.some(({ mapping }) => mapping === schedule.mapping) ? "running" : schedule.status,
});

function cursorAges(state: MappingState | undefined, now: Instant): Partial<PerSide<number>> {
  const ageOf = (side: Side): number | undefined => {
    const at = state?.cursors[side]?.at;
    return at && Math.max(0, Math.floor((epochOf(now) - epochOf(at)) / 1000));
  };
  const businessCentral = ageOf("businessCentral");
  const dataverse = ageOf("dataverse");
  return {
    ...(businessCentral !== undefined && { businessCentral }),
    ...(dataverse !== undefined && { dataverse }),
  };
}
