import type { Coupling } from "../../../lib/domain/coupling.ts";
import type { ErrorItem } from "../../../lib/domain/error/error-item.ts";
import { errorIdOf, JobId } from "../../../lib/domain/ids.ts";
import { instantOf } from "../../../lib/domain/instant.ts";
import { listErrors } from "../../../lib/manage/errors/read-errors.ts";
import { retryErrors } from "../../../lib/manage/errors/retry-errors.ts";
import { showStatus } from "../../../lib/manage/mappings/show-status.ts";
import { errorItemRow } from "../../../lib/store/errors/error-item-row.ts";
import { fillTable } from "../../growth/fill-couplings.ts";
import { customer } from "../../world/creating-mappings.ts";
import { measureWorker, type WorkerBundle } from "../measure-worker.ts";
import type { CoupledTenant } from "./coupled-tenant.ts";
import { type Figures, middle, sumsOf, tableFigures } from "./figures.ts";

const laterPage = 10;
/** Of Retry All's job so many steps are measured, of 500 items each. */
const steps = 40;
const itemsPerStep = 500;

/** Every coupled record is listed as well: the list, what counts it, and Retry All. */
export async function listedErrors(tenant: CoupledTenant, bundle: WorkerBundle): Promise<Figures> {
  await listAll(tenant);
  const addresses = { businessCentral: "http://bc", dataverse: "http://dv" };
  const app = { ...tenant.state, addresses };
  const cost = async (title: string, act: () => Promise<unknown>): Promise<Figures> => {
    const before = tenant.spent();
    await act();
    return tableFigures(title, sumsOf(before, tenant.spent()));
  };
  let cursor: string | undefined;
  const nextPage = async (): Promise<void> => {
    const page = await listErrors(app, {}, { limit: 50, cursor });
    if (!page.ok) throw new Error(page.failure.message);
    cursor = page.value.cursor;
  };
  // The first list of a process also reads the secret that its cursors are signed with.
  await nextPage();
  cursor = undefined;
  const first = await cost("list of errors, first page", nextPage);
  for (let page = 2; page < laterPage; page += 1) await nextPage();
  const later = await cost(`list of errors, page ${laterPage}`, nextPage);
  const status = await cost("status", () => showStatus(app));
  const retry = await cost("Retry All, the request", async () => {
    const selection = { all: true } as const;
    await retryErrors(app, { selection, runNow: true, requestedBy: undefined });
  });
  const before = tenant.spent();
  const worked = await measureWorker(tenant, bundle, { nodeOptions: [], mostSteps: steps });
  const spent = sumsOf(before, tenant.spent());
  const items = Math.min(tenant.size, worked.stepCpuMs.length * itemsPerStep);
  return {
    ...first,
    ...later,
    ...status,
    ...retry,
    "Retry All, its job: calls per 1,000 items": (spent.calls * 1000) / items,
    "Retry All, its job: read units per item": spent.readUnits / items,
    "Retry All, its job: write units per item": spent.writeUnits / items,
    "Retry All, its job: CPU ms per step of 500": middle(worked.stepCpuMs),
  };
}

/** Past what counts. */
async function listAll({ state, table }: CoupledTenant): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await state.store.couplings.list(
      { mapping: customer.name },
      { limit: 1000, cursor },
    );
    if (!page.ok) throw new Error("The list of couplings refused to go on");
    cursor = page.value.cursor;
    await fillTable(table, page.value.items.map(itemOf).map(errorItemRow).values());
  } while (cursor !== undefined);
}

const itemOf = (coupling: Coupling): ErrorItem => {
  const { mapping, ids, title } = coupling;
  const failedAt = instantOf(Date.parse("2026-03-02T08:00:00.000Z"));
  return {
    id: errorIdOf(mapping, "businessCentral", ids.businessCentral),
    mapping,
    kind: "rejected",
    status: "retrying",
    message: "Dataverse: the account is locked by another process.",
    hint: "It is tried again with the next run.",
    occurrences: 1,
    firstFailedAt: failedAt,
    lastFailedAt: failedAt,
    jobId: JobId.parse(`${mapping}.000000001-k3x9q2`),
    couplingId: coupling.id,
    sides: {
      businessCentral: { id: ids.businessCentral, exists: true, title },
      dataverse: { id: ids.dataverse, exists: true, title },
    },
    retryRequested: false,
    revision: 0,
  };
};
