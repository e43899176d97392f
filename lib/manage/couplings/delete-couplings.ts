import type { CouplingId, MappingName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { JobRequest } from "../../domain/job/job-request.ts";
import { ok, type Result } from "../../domain/result.ts";
import { startJob } from "../../sync/jobs/start-job.ts";
import type { BulkResult, LeftOut } from "../bulk-result.ts";
import { idsByMapping } from "../by-mapping.ts";
import type { ManageApp } from "../manage-app.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { storedMapping } from "../mappings/find-mapping.ts";
import { unknownMapping } from "../paging.ts";
import { coupledMappings } from "./coupled-mappings.ts";
import { couplingsById } from "./couplings-by-id.ts";

interface Selection {
  readonly preview: true | undefined;
  readonly requestedBy: string | undefined;
}

/** Delete Coupling of chosen pairs: both records stay, and are not synchronized any more. */
export async function deleteCouplings(
  app: ManageApp,
  { ids, ...asked }: Selection & { readonly ids: readonly CouplingId[] },
): Promise<BulkResult> {
  const leftOut: LeftOut[] = [];
  const jobs: Job[] = [];
  let taken = 0;
  for (const [mapping, chosen] of idsByMapping(ids)) {
    const found = await couplingsById(app, mapping, chosen);
    leftOut.push(
      ...chosen
        .filter((id) => !found.has(id))
        .map((id) => ({ id, reason: "There is no such coupling.", code: "notFound" as const })),
    );
    if (found.size === 0) continue;
    jobs.push(await uncouple(app, asked, mapping, { kind: "uncouple", ids: [...found.keys()] }));
    taken += found.size;
  }
  return { taken, leftOut, jobs, notStarted: [] };
}

/** Removes all couplings of mappings, also of ones that are disabled. */
export async function uncoupleMappings(
  app: ManageApp,
  { names, ...asked }: Selection & { readonly names: readonly MappingName[] },
): Promise<Result<readonly Job[], ManageFailure>> {
  const unique = [...new Set(names)];
  for (const name of unique) {
    const mapping = await storedMapping(app, name);
    if (!mapping.ok) return mapping;
  }
  return ok(
    await Promise.all(unique.map((name) => uncouple(app, asked, name, { kind: "uncoupleAll" }))),
  );
}

/** The same for whatever is coupled in a mapping, or in all of them. */
export async function deleteAllCouplings(
  app: ManageApp,
  { mapping, ...asked }: Selection & { readonly mapping: MappingName | undefined },
): Promise<Result<BulkResult, ManageFailure>> {
  if (mapping !== undefined && !(await storedMapping(app, mapping)).ok) {
    return unknownMapping("filter/mapping", mapping);
  }
  const coupled = await coupledMappings(app, mapping);
  const jobs = await Promise.all(
    coupled.map((one) => uncouple(app, asked, one.mapping, { kind: "uncoupleAll" })),
  );
  const taken = coupled.reduce((sum, { count }) => sum + count, 0);
  return ok({ taken, leftOut: [], jobs, notStarted: [] });
}

const uncouple = (
  app: ManageApp,
  asked: Selection,
  mapping: MappingName,
  request: Extract<JobRequest, { kind: "uncouple" | "uncoupleAll" }>,
): Promise<Job> => startJob(app, { ...asked, mapping, trigger: "manual", request });
