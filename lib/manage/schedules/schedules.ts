import type { MappingName } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instant.ts";
import { closedBy, isOpen } from "../../domain/job/circuit-breaker.ts";
import type { Job } from "../../domain/job/job.ts";
import type { MappingState } from "../../domain/job/mapping-state.ts";
import { type Cadence, edit, hold, resume, runNow } from "../../domain/job/schedule-transitions.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Page, PageRequest } from "../../ports/store.ts";
import { updateUnderRevision } from "../../sync/context/update-under-revision.ts";
import { startDueJob } from "../../sync/jobs/start-job.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";
import { storedMapping } from "../mappings/find-mapping.ts";
import { type ShownSchedule, shownSchedule } from "../mappings/show-status.ts";
import { enabledMapping, type RunAsked } from "../mappings/start-synchronization.ts";
import { listed, pageByName } from "../paging.ts";

type Deps = Pick<ManageApp, "store" | "clock">;

export async function listSchedules(
  { store }: Deps,
  page: PageRequest,
): Promise<Result<Page<ShownSchedule>, ManageFailure>> {
  const [mappings, states, open] = await Promise.all([
    store.mappings.all(),
    store.states.all(),
    store.jobs.open(),
  ]);
  const names = new Set(mappings.map(({ mapping }) => mapping.name));
  const schedules = states
    .filter(({ mapping }) => names.has(mapping))
    .map((state) => shownSchedule(state, open));
  return listed(pageByName(schedules, ({ mapping }) => mapping, page));
}

export async function findSchedule(
  app: Deps,
  name: MappingName,
): Promise<Result<ShownSchedule, ManageFailure>> {
  const state = await stateOf(app, name);
  return state.ok ? ok(await shown(app, state.value)) : state;
}

export const editSchedule = (
  app: Deps,
  name: MappingName,
  cadence: Cadence,
): Promise<Result<ShownSchedule, ManageFailure>> =>
  changed(app, name, ({ schedule }, now) => ({ schedule: edit(schedule, cadence, now) }));

export const holdSchedule = (
  app: Deps,
  name: MappingName,
): Promise<Result<ShownSchedule, ManageFailure>> =>
  changed(app, name, ({ schedule }) => ({ schedule: hold(schedule) }));

/** U3: with the circuit closed it runs in full again. */
export const resumeSchedule = (
  app: Deps,
  name: MappingName,
  requestedBy: string | undefined,
): Promise<Result<ShownSchedule, ManageFailure>> =>
  changed(app, name, (state, now) => ({
    schedule: isOpen(state.circuit)
      ? runNow(resume(state.schedule, now), now)
      : resume(state.schedule, now),
    circuit: closedBy(state.circuit, requestedBy, now),
  }));

/** S5: the due run starts at once. Its id is fixed, so that the tick does not start it as well. */
export async function runSchedule(
  app: ManageApp,
  { mapping: name, requestedBy }: RunAsked,
): Promise<Result<Job, ManageFailure>> {
  const mapping = await enabledMapping(app, name);
  if (!mapping.ok) return mapping;
  const open = (await app.store.jobs.open()).find((job) => job.mapping === name);
  if (open !== undefined) {
    return declined("conflict", `Job ${open.id} of ${name} is already ${open.state}.`);
  }
  const state = await changeState(app, name, ({ schedule, circuit }, now) => ({
    schedule: runNow(schedule, now),
    circuit: schedule.status === "onHold" ? circuit : closedBy(circuit, requestedBy, now),
  }));
  if (!state.ok) return state;
  const { status, nextRunAt } = state.value.schedule;
  if (status === "onHold") {
    return declined("conflict", `The schedule of ${name} is on hold. Resume it first.`);
  }
  const job = await startDueJob(
    app,
    {
      mapping: name,
      trigger: "manual",
      request: { kind: "synchronizeChanges" },
      requestedBy,
    },
    nextRunAt ?? app.clock.now(),
  );
  return ok(job);
}

type Change = (state: MappingState, now: Instant) => Partial<MappingState>;

async function changed(
  app: Deps,
  name: MappingName,
  change: Change,
): Promise<Result<ShownSchedule, ManageFailure>> {
  const state = await changeState(app, name, change);
  return state.ok ? ok(await shown(app, state.value)) : state;
}

/** A run that ends at the same moment changes the state too: the change is made to what it left. */
async function changeState(
  app: Deps,
  name: MappingName,
  change: Change,
): Promise<Result<MappingState, ManageFailure>> {
  return updateUnderRevision<MappingState, ManageFailure>({
    get: () => stateOf(app, name),
    change: (state) => {
      const after = { ...state, ...change(state, app.clock.now()) };
      const isSame = after.schedule === state.schedule && after.circuit === state.circuit;
      return ok(isSame ? state : after);
    },
    save: (_, state) => app.store.states.save(state),
  });
}

async function stateOf(app: Deps, name: MappingName): Promise<Result<MappingState, ManageFailure>> {
  const mapping = await storedMapping(app, name);
  if (!mapping.ok) return mapping;
  const state = await app.store.states.get(name);
  return state === undefined
    ? declined("notFound", `Mapping ${name} has no schedule. Save the mapping to get one.`)
    : ok(state);
}

const shown = async ({ store }: Deps, state: MappingState): Promise<ShownSchedule> =>
  shownSchedule(state, await store.jobs.open());
