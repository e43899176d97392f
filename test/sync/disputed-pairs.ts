import { type ErrorId, errorIdOf, type RecordId } from "../../lib/domain/ids.ts";
import { startJob } from "../../lib/sync/jobs/start-job.ts";
import { customer } from "../world/creating-mappings.ts";
import type { World } from "../world/world.ts";

export interface Pair {
  readonly businessCentral: RecordId;
  readonly dataverse: RecordId;
  readonly error: ErrorId;
}

export async function coupled(world: World, name: string, count = 1): Promise<readonly Pair[]> {
  const ids: RecordId[] = [];
  for (let number = 0; number < count; number += 1) {
    const displayName = count === 1 ? name : `${name} ${number}`;
    ids.push(await world.businessCentral.create("customers", { displayName }));
  }
  await world.run("CUSTOMER");
  const found = await world.app.store.couplings.bySide(customer.name, "businessCentral", ids);
  world.pass(1);
  return ids.map((businessCentral) => {
    const dataverse = found.get(businessCentral)?.ids.dataverse;
    if (dataverse === undefined) throw new Error(`${name} was not coupled`);
    const error = errorIdOf(customer.name, "businessCentral", businessCentral);
    return { businessCentral, dataverse, error };
  });
}

/** The pair's name is changed on both sides. */
export async function dispute(
  world: World,
  { businessCentral, dataverse }: Pair,
  name = "Disputed",
): Promise<void> {
  await world.businessCentral.change("customers", businessCentral, { displayName: `${name} BC` });
  await world.dataverse.change("accounts", dataverse, { name: `${name} DV` });
}

export async function disputed(world: World, name: string): Promise<Pair> {
  const [pair] = await coupled(world, name);
  if (pair === undefined) throw new Error(`${name} was not made`);
  await dispute(world, pair, name);
  world.events.reset();
  return pair;
}

export const startResolve = (world: World, { error }: Pair) =>
  startJob(world.app, {
    mapping: customer.name,
    trigger: "manual",
    requestedBy: "anna@example.com",
    request: { kind: "synchronizeErrors", errors: { ids: [error] }, use: "businessCentral" },
  });

export const isListed = async (world: World, { error }: Pair) =>
  (await world.app.store.errors.get([error])).has(error);

export const told = (world: World, type: "error-opened" | "error-resolved", { error }: Pair) =>
  world.events
    .all()
    .filter((event) => event.type === type && event.items.some(({ id }) => id === error));
