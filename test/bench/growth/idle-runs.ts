import { startJob } from "../../../lib/sync/jobs/start-job.ts";
import { tick } from "../../../lib/sync/schedule/tick.ts";
import { customer } from "../../world/creating-mappings.ts";
import { measureWorker, type WorkerBundle } from "../measure-worker.ts";
import type { CoupledTenant } from "./coupled-tenant.ts";
import { type Figures, middle, sumsOf, tableFigures } from "./figures.ts";

const runs = 60;

/** A scheduled run that finds nothing, from its tick to its end; its CPU is that of a warm worker's step. */
export async function idleRuns(tenant: CoupledTenant, bundle: WorkerBundle): Promise<Figures> {
  await work(tenant, bundle, 1);
  const { stepCpuMs } = await work(tenant, bundle, runs);
  const { schedule, ...state } = await stateOf(tenant);
  const nextRunAt = tenant.state.clock.now();
  await tenant.state.store.states.save({
    ...state,
    schedule: { ...schedule, status: "ready", nextRunAt },
  });
  const before = tenant.spent();
  await tick(tenant.state);
  const { stepCpuMs: steps } = await measureWorker(tenant, bundle, { nodeOptions: [] });
  if (steps.length !== 1) throw new Error(`A run that finds nothing took ${steps.length} steps`);
  const spent = sumsOf(before, tenant.spent());
  return {
    "no-change run: calls to both apps": spent.calls,
    ...tableFigures("no-change run", spent),
    "no-change run: CPU ms": middle(stepCpuMs.slice(runs / 2)),
  };
}

async function work(tenant: CoupledTenant, bundle: WorkerBundle, count: number) {
  const request = { kind: "synchronizeChanges" } as const;
  for (let run = 0; run < count; run += 1) {
    const asked = { mapping: customer.name, trigger: "manual" } as const;
    await startJob(tenant.state, { ...asked, request });
  }
  return measureWorker(tenant, bundle, { nodeOptions: [] });
}

async function stateOf({ state }: CoupledTenant) {
  const found = await state.store.states.get(customer.name);
  if (found === undefined) throw new Error("The mapping was never run");
  return found;
}
