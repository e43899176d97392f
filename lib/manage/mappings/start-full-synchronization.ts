import type { JobId, MappingName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { SyncApp } from "../../sync/context/sync-app.ts";
import { startJob } from "../../sync/jobs/start-job.ts";

export interface FullSynchronization {
  readonly mappings: readonly TableMapping[];
  readonly preview?: true | undefined;
  readonly requestedBy?: string | undefined;
}

/** One job per mapping; each waits for the jobs of the mappings it depends on. */
export async function startFullSynchronization(
  app: Pick<SyncApp, "store" | "queue" | "clock" | "ids">,
  { mappings, preview, requestedBy }: FullSynchronization,
): Promise<readonly Job[]> {
  const started = new Map<MappingName, Job>();
  for (const mapping of inOrderOfDependencies(mappings)) {
    const after = mapping.dependsOn.flatMap((name): readonly JobId[] => {
      const job = started.get(name);
      return job === undefined ? [] : [job.id];
    });
    const job = await startJob(app, {
      mapping: mapping.name,
      trigger: "manual",
      request: { kind: "synchronizeAll" },
      preview,
      requestedBy,
      after,
    });
    started.set(mapping.name, job);
  }
  return [...started.values()];
}

/** Mappings that nothing else waits for come last. Cycles were refused when the mappings were stored (rule M). */
function inOrderOfDependencies(mappings: readonly TableMapping[]): readonly TableMapping[] {
  const byName = new Map(mappings.map((mapping) => [mapping.name, mapping]));
  const ordered = new Set<TableMapping>();
  const visit = (mapping: TableMapping): void => {
    if (ordered.has(mapping)) return;
    for (const name of mapping.dependsOn) {
      const dependency = byName.get(name);
      if (dependency !== undefined) visit(dependency);
    }
    ordered.add(mapping);
  };
  for (const mapping of mappings) visit(mapping);
  return [...ordered];
}
