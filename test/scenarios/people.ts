import type * as z from "zod/mini";
import type { Job } from "../../lib/domain/job/job.ts";
import type { Side } from "../../lib/domain/side.ts";
import { BulkShape } from "../../lib/runtime/http/shapes/bulk.ts";
import { CouplingShape } from "../../lib/runtime/http/shapes/coupling.ts";
import { ErrorItemShape } from "../../lib/runtime/http/shapes/error-item.ts";
import { StartedJob, StartedJobs } from "../../lib/runtime/http/shapes/job.ts";
import { LogEntryShape } from "../../lib/runtime/http/shapes/log-entry.ts";
import { pageOf } from "../../lib/runtime/http/shapes/page.ts";
import { startWorldApi, type WorldApi } from "../actions/world-api.ts";
import { type Answer, read } from "../functions/api/api-world.ts";
import type { World } from "../world/world.ts";
import { type Customers, type Pair, present, sets } from "./customers.ts";

const Errors = pageOf(ErrorItemShape);
const Couplings = pageOf(CouplingShape);
const Log = pageOf(LogEntryShape);
type ShownError = z.infer<typeof ErrorItemShape>;
type ShownCoupling = z.infer<typeof CouplingShape>;
type ShownEntry = z.infer<typeof LogEntryShape>;

export interface Acted {
  readonly status: number;
  readonly taken: number | undefined;
  readonly leftOut: readonly { readonly id: string; readonly reason: string }[];
  /** As they ended. */
  readonly jobs: readonly Job[];
}

/** People who work with the errors, couplings and mappings, over the HTTP API. */
export interface People {
  readonly ask: WorldApi["ask"];
  /** Asks for an action, and works off the queue. */
  act(what: string, body?: unknown): Promise<Acted>;
  /** The same where it is one job. */
  job(what: string, body?: unknown): Promise<Job>;
  errors(on: Customers): Promise<readonly ShownError[]>;
  errorOf(on: Customers, pair: Pair): Promise<ShownError>;
  couplings(on: Customers): Promise<readonly ShownCoupling[]>;
  couplingOf(on: Customers, pair: Pair): Promise<ShownCoupling>;
  log(job: Pick<Job, "id">): Promise<readonly ShownEntry[]>;
  /** Both phone numbers were changed to different values, and a run told of it. */
  conflicts(on: Customers, names: readonly string[]): Promise<readonly Pair[]>;
  /** One record of each pair is deleted by somebody who works in the app. */
  remove(side: Side, pairs: readonly Pair[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startPeople(
  world: World,
  waiting?: Parameters<typeof startWorldApi>[1],
): Promise<People> {
  const api = await startWorldApi(world, waiting);
  const pageAt = async <Page extends z.ZodMiniType>(page: Page, path: string) =>
    read(page, await api.ask(`GET ${path}`));
  const act = async (what: string, body?: unknown): Promise<Acted> => {
    const answer = await api.ask(what, body);
    if (answer.status >= 400) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
    const started = startedIn(answer);
    await world.workOff();
    const jobs = await Promise.all(started.ids.map((id) => world.job(id)));
    return { status: answer.status, taken: started.taken, leftOut: started.leftOut, jobs };
  };
  const errors = async ({ mapping }: Customers) =>
    (await pageAt(Errors, `/v1/errors?limit=500&mapping=${mapping.name}`)).items;
  const couplings = async ({ mapping }: Customers) =>
    (await pageAt(Couplings, `/v1/couplings?limit=500&mapping=${mapping.name}`)).items;
  return {
    ask: api.ask,
    act,
    job: async (what, body) => {
      const [job, ...others] = (await act(what, body)).jobs;
      if (others.length > 0) throw new Error(`${what} started ${others.length + 1} jobs`);
      return present(job, "a job");
    },
    errors,
    errorOf: async (on, { businessCentral }) =>
      present(
        (await errors(on)).find(({ id }) => id.endsWith(businessCentral)),
        `an error of customer ${businessCentral}`,
      ),
    couplings,
    couplingOf: async (on, { businessCentral }) =>
      present(
        (await couplings(on)).find(({ id }) => id.endsWith(businessCentral)),
        `a coupling of customer ${businessCentral}`,
      ),
    log: async ({ id }) => (await pageAt(Log, `/v1/jobs/${id}/log?limit=500`)).items,
    conflicts: async (on, names) => {
      const pairs = await on.pairs(names);
      for (const pair of pairs) {
        await on.edit(pair, "businessCentral", { phoneNumber: "11" });
        await on.edit(pair, "dataverse", { telephone1: "22" });
      }
      await on.run();
      return pairs;
    },
    remove: async (side, pairs) => {
      for (const pair of pairs) await world[side].remove(sets[side], pair[side]);
    },
    stop: () => api.stop(),
  };
}

/** The jobs that an answer names, however it does. */
function startedIn(answer: Answer) {
  const { body } = answer;
  const has = (key: string): boolean => typeof body === "object" && body !== null && key in body;
  if (has("taken")) {
    const { taken, leftOut, jobs } = read(BulkShape, answer);
    return { taken, leftOut, ids: jobs.map(({ id }) => id) };
  }
  const jobs = has("job") ? [read(StartedJob, answer).job] : read(StartedJobs, answer).jobs;
  return { taken: undefined, leftOut: [], ids: jobs.map(({ id }) => id) };
}

/** What an action is about. */
export const idsOf = (
  items: readonly { readonly id: string }[],
): { readonly ids: readonly string[] } => ({
  ids: items.map(({ id }) => id),
});

/** Both phone numbers, in the order of the sides' names. */
export async function phonesOf(on: Customers, pair: Pair): Promise<readonly unknown[]> {
  const { businessCentral, dataverse } = await on.read(pair);
  return [businessCentral["phoneNumber"], dataverse["telephone1"]];
}
