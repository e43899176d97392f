import type { Coupling } from "../../domain/coupling.ts";
import type { CouplingId, MappingName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { BulkResult, LeftOut } from "../bulk-result.ts";
import { idsByMapping } from "../by-mapping.ts";
import type { ManageApp } from "../manage-app.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { storedMapping } from "../mappings/find-mapping.ts";
import { enabledMapping, synchronize } from "../mappings/start-synchronization.ts";
import { unknownMapping } from "../paging.ts";
import { coupledMappings } from "./coupled-mappings.ts";
import { couplingsById } from "./couplings-by-id.ts";

export interface CouplingsAsked {
  readonly ids: readonly CouplingId[];
  readonly preview?: true | undefined;
  readonly requestedBy: string | undefined;
}

/** Synchronizes chosen pairs now: one job per mapping. Skipped ones wait for somebody to resolve their error. */
export async function synchronizeCouplings(
  app: ManageApp,
  { ids, preview, requestedBy }: CouplingsAsked,
): Promise<BulkResult> {
  const leftOut: LeftOut[] = [];
  const jobs: Job[] = [];
  let taken = 0;
  for (const [mapping, chosen] of idsByMapping(ids)) {
    const sorted = await sortOut(app, mapping, chosen);
    leftOut.push(...sorted.leftOut);
    if (sorted.taken.length === 0) continue;
    const request = { kind: "synchronizeCouplings" as const, ids: [...sorted.taken] };
    jobs.push(await synchronize(app, { mapping, preview, requestedBy }, request));
    taken += sorted.taken.length;
  }
  return { taken, leftOut, jobs, notStarted: [] };
}

export interface MappingCouplingsAsked extends Omit<CouplingsAsked, "ids"> {
  /** All enabled ones when absent. */
  readonly mapping: MappingName | undefined;
}

/** The same for whatever is coupled in a mapping, or in all of them. */
export async function synchronizeAllCouplings(
  app: ManageApp,
  { mapping, ...asked }: MappingCouplingsAsked,
): Promise<Result<BulkResult, ManageFailure>> {
  if (mapping !== undefined && !(await storedMapping(app, mapping)).ok) {
    return unknownMapping("filter/mapping", mapping);
  }
  const jobs: Job[] = [];
  const notStarted: BulkResult["notStarted"][number][] = [];
  let taken = 0;
  for (const one of await coupledMappings(app, mapping)) {
    const enabled = await enabledMapping(app, one.mapping);
    if (enabled.ok) {
      const request = { kind: "synchronizeAllCouplings" } as const;
      jobs.push(await synchronize(app, { ...asked, mapping: one.mapping }, request));
      taken += one.count;
    } else {
      notStarted.push({ mapping: one.mapping, reason: enabled.failure.message });
    }
  }
  return ok({ taken, leftOut: [], jobs, notStarted });
}

interface Sorted {
  readonly taken: readonly CouplingId[];
  readonly leftOut: readonly LeftOut[];
}

async function sortOut(
  app: ManageApp,
  name: MappingName,
  ids: readonly CouplingId[],
): Promise<Sorted> {
  const mapping = await enabledMapping(app, name);
  if (!mapping.ok) {
    const { message: reason, code } = mapping.failure;
    return { taken: [], leftOut: ids.map((id) => ({ id, reason, code })) };
  }
  const couplings = await couplingsById(app, name, ids);
  const judged = ids.map((id) => ({ id, against: reasonAgainst(couplings.get(id)) }));
  return {
    taken: judged.filter(({ against }) => against === undefined).map(({ id }) => id),
    leftOut: judged.flatMap(({ id, against }) =>
      against === undefined ? [] : [{ id, ...against }],
    ),
  };
}

function reasonAgainst(coupling: Coupling | undefined): Omit<LeftOut, "id"> | undefined {
  if (coupling === undefined) return { reason: "There is no such coupling.", code: "notFound" };
  if (coupling.status !== "skipped") return undefined;
  const error = coupling.errorId === undefined ? "its error" : `error ${coupling.errorId}`;
  return { reason: `It is skipped: resolve or retry ${error} first.`, code: "conflict" };
}
