import type { MappingName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { JobRequest } from "../../domain/job/job-request.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { ok, type Result } from "../../domain/result.ts";
import { startJob } from "../../sync/jobs/start-job.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";
import { storedMapping } from "./find-mapping.ts";
import { startFullSynchronization } from "./start-full-synchronization.ts";

export interface RunAsked {
  readonly mapping: MappingName;
  readonly preview?: true | undefined;
  readonly requestedBy: string | undefined;
}

/** What changed since the last run, and the records whose errors are due again. */
export async function synchronizeMapping(
  app: ManageApp,
  asked: RunAsked,
): Promise<Result<Job, ManageFailure>> {
  const mapping = await enabledMapping(app, asked.mapping);
  return mapping.ok ? ok(await synchronize(app, asked, { kind: "synchronizeChanges" })) : mapping;
}

/** Everything, whatever the cursors say. */
export async function fullySynchronizeMapping(
  app: ManageApp,
  asked: RunAsked,
): Promise<Result<Job, ManageFailure>> {
  const mapping = await enabledMapping(app, asked.mapping);
  if (!mapping.ok) return mapping;
  const request = { kind: "synchronizeAll" as const };
  return ok(await startJob(app, { ...asked, trigger: "manual", request }));
}

export const synchronize = (app: ManageApp, asked: RunAsked, request: JobRequest): Promise<Job> =>
  startJob(app, { ...asked, trigger: "manual", request });

export async function enabledMapping(
  app: Pick<ManageApp, "store">,
  name: MappingName,
): Promise<Result<TableMapping, ManageFailure>> {
  const stored = await storedMapping(app, name);
  if (!stored.ok) return stored;
  const { mapping } = stored.value;
  return mapping.enabled
    ? ok(mapping)
    : declined("conflict", `Mapping ${name} is disabled. Enable it first.`);
}

export interface FullRunAsked {
  /** All enabled mappings when absent. */
  readonly names: readonly MappingName[] | undefined;
  readonly preview?: true | undefined;
  readonly requestedBy: string | undefined;
}

/** Several mappings in the order of their dependencies. */
export async function fullySynchronizeMappings(
  app: ManageApp,
  { names, ...asked }: FullRunAsked,
): Promise<Result<readonly Job[], ManageFailure>> {
  const mappings = await enabledMappings(app, names);
  if (!mappings.ok) return mappings;
  return ok(await startFullSynchronization(app, { ...asked, mappings: mappings.value }));
}

/** Named ones, or all; a named one that is disabled or not there is refused. */
export async function enabledMappings(
  app: Pick<ManageApp, "store">,
  names: readonly MappingName[] | undefined,
): Promise<Result<readonly TableMapping[], ManageFailure>> {
  if (names === undefined) {
    const all = (await app.store.mappings.all()).map(({ mapping }) => mapping);
    return ok(all.filter(({ enabled }) => enabled));
  }
  const mappings: TableMapping[] = [];
  for (const name of new Set(names)) {
    const mapping = await enabledMapping(app, name);
    if (!mapping.ok) return mapping;
    mappings.push(mapping.value);
  }
  return ok(mappings);
}
