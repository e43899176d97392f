import type { JobId } from "../../../lib/domain/ids.ts";
import type { Job } from "../../../lib/domain/job/job.ts";
import { synchronizeCouplings } from "../../../lib/manage/couplings/synchronize-couplings.ts";
import { actOnErrors } from "../../../lib/manage/errors/act-on-errors.ts";
import { retryErrors } from "../../../lib/manage/errors/retry-errors.ts";
import { cancelJob } from "../../../lib/manage/jobs/jobs.ts";
import type { ManageApp } from "../../../lib/manage/manage-app.ts";
import { synchronizeMapping } from "../../../lib/manage/mappings/start-synchronization.ts";
import { type NoisyTenant, noisy, quiet } from "./noisy-tenant.ts";

/** What a person asks for, over the API's use cases. Answers the job that does it. */
export interface Wish {
  readonly title: string;
  readonly mapping: typeof noisy;
  ask(tenant: NoisyTenant): Promise<JobId>;
  /** Once the job's first step is done: what the person wanted is done. */
  done?(tenant: NoisyTenant, job: JobId): Promise<void>;
}

export const wishes: readonly Wish[] = [
  {
    title: "Use Business Central's data for a conflict, same mapping",
    mapping: noisy,
    ask: async (tenant) => {
      const act = { kind: "synchronizeErrors", use: "businessCentral" } as const;
      const chosen = { selection: { ids: [nextConflict(tenant).id] }, preview: undefined };
      return onlyJob(await actOnErrors(manage(tenant), { act, ...chosen, requestedBy: undefined }));
    },
  },
  {
    title: "Synchronize a coupled record, same mapping",
    mapping: noisy,
    ask: async (tenant) => {
      const ids = tenant.pairs.slice(0, 1);
      const { jobs } = await synchronizeCouplings(manage(tenant), { ids, requestedBy: undefined });
      return idOf(jobs);
    },
  },
  {
    title: "Retry a listed record and run now, same mapping",
    mapping: noisy,
    ask: async (tenant) => {
      const selection = { ids: [nextConflict(tenant).id] };
      return onlyJob(
        await retryErrors(manage(tenant), { selection, runNow: true, requestedBy: undefined }),
      );
    },
    // Its run goes on with the same hundred thousand changes.
    done: async (tenant, job) => {
      await cancelJob(manage(tenant), job);
    },
  },
  {
    title: "Synchronize another mapping",
    mapping: quiet,
    ask: async (tenant) => {
      await changeCurrency(tenant);
      const asked = { mapping: quiet, requestedBy: undefined };
      const started = await synchronizeMapping(manage(tenant), asked);
      if (!started.ok) throw new Error(started.failure.message);
      return started.value.id;
    },
  },
];

const manage = ({ world }: NoisyTenant): ManageApp => ({
  ...world.app,
  addresses: { businessCentral: "http://bc", dataverse: "http://dv" },
});

function nextConflict({ conflicts }: NoisyTenant) {
  const next = conflicts.shift();
  if (next === undefined) throw new Error("No conflict is left");
  return next;
}

/** So that there is something to do. */
async function changeCurrency({ world }: NoisyTenant): Promise<void> {
  const [first] = await world.businessCentral.list("currencies", "?$top=1");
  const symbol = first?.["symbol"] === "€" ? "EUR" : "€";
  await world.businessCentral.change("currencies", String(first?.["id"]), { symbol });
}

type Begun = Awaited<ReturnType<typeof actOnErrors>>;

function onlyJob(begun: Begun): JobId {
  if (!begun.ok) throw new Error(begun.failure.message);
  return idOf(begun.value.jobs);
}

function idOf([job]: readonly Job[]): JobId {
  if (job === undefined) throw new Error("Nothing was begun");
  return job.id;
}
