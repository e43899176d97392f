import type { Coupling } from "../../domain/coupling.ts";
import { couplingIdOf, type ErrorId, recordOfError } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { ErrorRequest } from "../../domain/job/request-kinds.ts";
import { sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { ended, type KnownSide, type PairWork, pairWork } from "../pair/pair.ts";

type Deps = Pick<SyncApp, "store">;

/** Items that were chosen by name and that somebody else resolved before their turn came: whoever asked is told. */
export async function resolvedBefore(
  { store }: Deps,
  work: StepWork,
  { kind: what }: ErrorRequest,
  ids: readonly ErrorId[],
): Promise<readonly PairWork[]> {
  if (ids.length === 0) return [];
  const couplingIdOfError = (id: ErrorId) =>
    couplingIdOf(work.mapping.name, recordOfError(id).recordId);
  const [couplings, former, others] = await Promise.all([
    couplingsOf({ store }, work, ids),
    store.couplings.former(ids.map(couplingIdOfError)),
    otherJobs({ store }, work),
  ]);
  return ids.map((id) => {
    const coupling = couplings.get(id);
    const removed = coupling === undefined ? former.get(couplingIdOfError(id)) : undefined;
    const state: KnownSide = { kind: coupling === undefined ? "none" : "unchangedSinceBase" };
    const asked = { id, what, byName: true, insists: false, isOutdated: false };
    const run = pairWork(coupling, { businessCentral: state, dataverse: state }, { asked });
    const touchedBy = removed?.jobId ?? coupling?.lastJobId;
    const by =
      others.find(({ named }) => named.has(id)) ?? others.find(({ job }) => job.id === touchedBy);
    const title = (coupling ?? removed)?.title;
    return ended(run, { kind: "skipped", message: messageOf(work, title, by?.job) });
  });
}

async function couplingsOf(
  { store }: Deps,
  { mapping }: StepWork,
  ids: readonly ErrorId[],
): Promise<ReadonlyMap<ErrorId, Coupling>> {
  const found = new Map<ErrorId, Coupling>();
  for (const side of sides) {
    const wanted = ids.filter((id) => recordOfError(id).side === side);
    if (wanted.length === 0) continue;
    const records = wanted.map((id) => recordOfError(id).recordId);
    const couplings = await store.couplings.bySide(mapping.name, side, records);
    for (const id of wanted) {
      const coupling = couplings.get(recordOfError(id).recordId);
      if (coupling !== undefined) found.set(id, coupling);
    }
  }
  return found;
}

interface OtherJob {
  readonly job: Job;
  /** Items that it was asked about, and did not refuse. */
  readonly named: ReadonlySet<ErrorId>;
}

/** This number of the newest jobs is looked at: whoever came first did so moments ago. */
const mostLookedAt = 50;

async function otherJobs(
  { store }: Deps,
  { mapping: { name }, job: own }: StepWork,
): Promise<readonly OtherJob[]> {
  const page = await store.jobs.list({ mapping: name }, [name], { limit: mostLookedAt });
  if (!page.ok) throw new Error("The list of jobs refused to begin");
  return page.value.items
    .filter((job) => job.id !== own.id && job.state !== "queued" && job.preview !== true)
    .map((job) => ({ job, named: namedIn(job) }));
}

function namedIn({ request, refused }: Job): ReadonlySet<ErrorId> {
  if (!("errors" in request)) return new Set();
  const { errors } = request;
  const not = new Set(refused?.map(({ id }) => id));
  return new Set("ids" in errors ? errors.ids.filter((id) => !not.has(id)) : []);
}

function messageOf({ mapping }: StepWork, title: string | undefined, by: Job | undefined): string {
  const name = title === undefined ? "The error" : `${mapping.name} "${title}"`;
  const whom = by?.requestedBy === undefined ? "" : ` that ${by.requestedBy} asked for`;
  const how = by === undefined ? "" : ` by job ${by.id} (${by.type})${whom}`;
  return `${name} was resolved meanwhile${how}. This job left it as it is.`;
}
