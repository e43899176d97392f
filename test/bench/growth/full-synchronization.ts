import type { Checkpoint } from "../../../lib/domain/job/checkpoint.ts";
import type { Job } from "../../../lib/domain/job/job.ts";
import { startJob } from "../../../lib/sync/jobs/start-job.ts";
import { customer } from "../../world/creating-mappings.ts";
import { type Measured, measureWorker, type WorkerBundle } from "../measure-worker.ts";
import { type CoupledTenant, mostWalked } from "./coupled-tenant.ts";
import { type Figures, middle, sumsOf } from "./figures.ts";

const mega = 1024 * 1024;
/** V8 collects late where there is much memory. This shows what the worker really needs. */
const littleHeap = ["--max-old-space-size=64", "--max-semi-space-size=2"];

/** A full synchronization that finds all pairs in step. `base`: what a Node that does nothing has resident. */
export async function fullSynchronization(
  tenant: CoupledTenant,
  bundle: WorkerBundle,
  base: number,
): Promise<Figures & { readonly steps: number }> {
  const walked = Math.min(tenant.size, mostWalked);
  const before = tenant.spent();
  const measured = await walk(tenant, bundle, walked, []);
  const { calls, readUnits, writeUnits } = sumsOf(before, tenant.spent());
  const little = await walk(tenant, bundle, walked, littleHeap);
  return {
    steps: measured.stepCpuMs.length,
    "full synchronization: calls per 1,000 pairs": (calls * 1000) / walked,
    "full synchronization: read units per pair": readUnits / walked,
    "full synchronization: write units per pair": writeUnits / walked,
    "full synchronization: CPU ms per step": middle(measured.stepCpuMs),
    "full synchronization: resident peak above Node's, MB": (measured.peakResident - base) / mega,
    "the same with a heap of 64 MB: CPU ms per step": middle(little.stepCpuMs),
    "the same with a heap of 64 MB: resident peak above Node's, MB":
      (little.peakResident - base) / mega,
  };
}

async function walk(
  tenant: CoupledTenant,
  bundle: WorkerBundle,
  walked: number,
  nodeOptions: readonly string[],
): Promise<Measured> {
  const job = await startFrom(tenant, tenant.size - walked);
  const measured = await measureWorker(tenant, bundle, { nodeOptions });
  const { state, message, counters } = (await tenant.job(job.id)) ?? job;
  const { unchanged } = counters.dataverse;
  if (state !== "completed") throw new Error(`The full synchronization: ${message ?? state}`);
  if (unchanged < walked) throw new Error(`Only ${unchanged} of ${walked} pairs were in step`);
  return measured;
}

async function startFrom(tenant: CoupledTenant, place: number): Promise<Job> {
  const { state } = tenant;
  const request = { kind: "synchronizeAll" } as const;
  const asked = { mapping: customer.name, trigger: "manual" } as const;
  const job = await startJob(state, { ...asked, request });
  if (place === 0) return job;
  const saved = await state.store.jobs.update(
    { ...job, revision: 1 },
    { ...job, checkpoint: checkpointAt(tenant, place) },
  );
  if (saved !== "saved") throw new Error("The job was begun already");
  return job;
}

/** As a step leaves it that has read so many of both apps. */
function checkpointAt({ environment }: CoupledTenant, place: number): Checkpoint {
  const { BUSINESS_CENTRAL_URL: company, DATAVERSE_URL: organisation } = environment;
  const link = `${company}/customers?$skiptoken=${place}`;
  const url = `${organisation}/api/data/v9.2/accounts?$skiptoken=${place}`;
  return {
    phase: "changes",
    businessCentral: { kind: "page", page: JSON.stringify({ link }) },
    dataverse: { kind: "page", page: JSON.stringify({ kind: "all", url }) },
    deleted: 0,
    again: 0,
  };
}
