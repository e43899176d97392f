import { expect } from "vitest";
import { errorIdOf, type RecordId } from "../../lib/domain/ids.ts";
import type { Job } from "../../lib/domain/job/job.ts";
import { BulkShape } from "../../lib/runtime/http/shapes/bulk.ts";
import { StartedJob, StartedJobs } from "../../lib/runtime/http/shapes/job.ts";
import { LogEntryShape } from "../../lib/runtime/http/shapes/log-entry.ts";
import { pageOf } from "../../lib/runtime/http/shapes/page.ts";
import { read } from "../functions/api/api-world.ts";
import { customer } from "../world/creating-mappings.ts";
import type { World } from "../world/world.ts";
import type { WorldApi } from "./world-api.ts";

export interface Pair {
  readonly businessCentral: RecordId;
  readonly dataverse: RecordId;
  readonly error: string;
  readonly coupling: string;
}

export async function aPair(world: World, name: string): Promise<Pair> {
  const businessCentral = await world.businessCentral.create("customers", { displayName: name });
  await world.run("CUSTOMER");
  const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", [
    businessCentral,
  ]);
  const coupling = found.get(businessCentral);
  if (coupling === undefined) throw new Error(`${name} was not coupled`);
  const error = errorIdOf(customer.name, "businessCentral", businessCentral);
  return { businessCentral, dataverse: coupling.ids.dataverse, error, coupling: coupling.id };
}

/** Name and city were changed on both sides, to different values. */
export async function aConflict(world: World, name: string): Promise<Pair> {
  const pair = await aPair(world, name);
  world.pass(1);
  const { businessCentral, dataverse } = pair;
  await world.businessCentral.change("customers", businessCentral, {
    displayName: `${name} BC`,
    city: "Bergen",
  });
  await world.dataverse.change("accounts", dataverse, {
    name: `${name} DV`,
    address1_city: "Odense",
  });
  await world.run("CUSTOMER");
  return pair;
}

export async function goneInDataverse(world: World, name: string): Promise<Pair> {
  const pair = await aPair(world, name);
  world.sandboxes.dataverse.remove("account", pair.dataverse);
  await world.run("CUSTOMER", { kind: "findDeleted" });
  return pair;
}

/** Asks, works off the queue, and answers the one job as it ended. */
export async function doneOver(
  { world, api }: { readonly world: World; readonly api: WorldApi },
  what: string,
  body?: unknown,
): Promise<Job> {
  const answer = await api.ask(what, body);
  expect(answer.status).toBe(202);
  const [job] = [
    ...("job" in bodyOf(answer) ? [read(StartedJob, answer).job] : []),
    ...jobsIn(answer),
  ];
  if (job === undefined) throw new Error(`No job: ${JSON.stringify(answer.body)}`);
  expect(answer.headers.get("location")).toBe(`/v1/jobs/${job.id}`);
  await world.workOff();
  return world.job(job.id);
}

const bodyOf = ({ body }: { readonly body: unknown }): object =>
  typeof body === "object" && body !== null ? body : {};
const jobsIn = (answer: Parameters<typeof read>[1]) =>
  "jobs" in bodyOf(answer)
    ? read("taken" in bodyOf(answer) ? BulkShape : StartedJobs, answer).jobs
    : [];

export const isListed = async (api: WorldApi, { error }: Pair): Promise<boolean> =>
  (await api.ask(`GET /v1/errors/${error}`)).status === 200;
export const isCoupled = async (api: WorldApi, { coupling }: Pair): Promise<boolean> =>
  (await api.ask(`GET /v1/couplings/${coupling}`)).status === 200;
export const logOf = async (api: WorldApi, job: Job) =>
  read(pageOf(LogEntryShape), await api.ask(`GET /v1/jobs/${job.id}/log`)).items;

/** Both apps' records, and what is known of them. */
export async function records(world: World) {
  const { store } = world.app;
  return {
    errors: await store.errors.list({}, { limit: 500 }),
    couplings: await store.couplings.list({ mapping: customer.name }, { limit: 500 }),
    customers: await world.businessCentral.list("customers"),
    accounts: await world.dataverse.list("accounts"),
  };
}
