import { expect } from "vitest";
import type { Job } from "../../lib/domain/job/job.ts";
import { type Side, sides } from "../../lib/domain/side.ts";
import type { FaultSettings } from "../../lib/sandbox/web/fault-settings.ts";
import { type Customers, sets } from "../scenarios/customers.ts";
import type { Row } from "../world/person.ts";
import type { World } from "../world/world.ts";

/** A mapping's name made of words: `reads`, `dataverse` → `READS-DATAVERSE`. */
export const nameOf = (...words: readonly (string | number)[]): string =>
  words
    .map((word) => String(word).replace(/^-/, "minus"))
    .join("-")
    .toUpperCase();

/** Replaces all faults of an app; without settings they are off. */
export const fault = (world: World, side: Side, settings: FaultSettings = {}): void =>
  world.sandboxes[side].faults.set(settings);

/** No faults, all privileges. */
export const calm = (world: World): void => {
  for (const side of sides) fault(world, side);
  world.sandboxes.dataverse.takePrivileges([]);
};

/** How a job ended, in one line that a failed expectation shows. */
export const endOf = ({ state, message }: Job): string =>
  message === undefined ? state : `${state}: ${message}`;

/** Writes that were asked of the apps: of a batch, its parts that are not reads. */
export const writesSent = (world: World): number =>
  world.calls
    .all()
    .filter(({ method }) => method !== "GET")
    .reduce((sum, { body = "" }) => sum + partsThatWrite(body), 0);

/** Both forms of a batch: Business Central's JSON and Dataverse's lines. */
const partsThatWrite = (body: string): number =>
  [...body.matchAll(/"method":"(?!GET)[A-Z]+"|^(?:POST|PATCH|DELETE) http/gm)].length;

/** Columns that the tests edit, in both apps' words. */
const columns = [
  ["displayName", "name"],
  ["city", "address1_city"],
  ["phoneNumber", "telephone1"],
  ["email", "emailaddress1"],
] as const;

export interface Held {
  readonly businessCentral: readonly (readonly string[])[];
  readonly dataverse: readonly (readonly string[])[];
}

/** What both apps hold of a scenario's records, sorted, in the same form. */
export async function heldBy(world: World, on: Customers): Promise<Held> {
  const customers = await world.businessCentral.list(sets.businessCentral);
  const accounts = await world.dataverse.list(sets.dataverse);
  const ours = on.named("");
  const read = (rows: readonly Row[], side: 0 | 1): Held["dataverse"] =>
    rows
      .map((row) => columns.map((names) => String(row[names[side]] ?? "")))
      .filter(([name = ""]) => name.startsWith(ours))
      .toSorted((one, other) => (one.join() < other.join() ? -1 : 1));
  return { businessCentral: read(customers, 0), dataverse: read(accounts, 1) };
}

/** Both sides hold the same `count` records, each coupled once, and nothing is listed. */
export async function expectInStep(world: World, on: Customers, count: number): Promise<void> {
  const held = await heldBy(world, on);
  expect(held.businessCentral).toEqual(held.dataverse);
  expect(held.businessCentral).toHaveLength(count);
  const couplings = await on.couplings();
  expect(couplings).toHaveLength(count);
  expect(new Set(couplings.map(({ ids }) => ids.dataverse)).size).toBe(count);
  expect(await on.errors()).toEqual([]);
  expect(await world.app.store.intents.open(on.mapping.name)).toEqual([]);
}
