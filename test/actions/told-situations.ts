import { type Customers, customersOf, type Pair, present } from "../scenarios/customers.ts";
import type { People } from "../scenarios/people.ts";
import type { World } from "../world/world.ts";

export const synchronize = "POST /v1/errors/actions/synchronize";

export async function aConflict(
  world: World,
  people: People,
  number: string,
): Promise<readonly [Customers, Pair]> {
  const on = await customersOf(world, number);
  const [pair] = await people.conflicts(on, ["Adatum"]);
  return [on, present(pair, "a pair")];
}

export async function aDeletedAccount(
  world: World,
  people: People,
  number: string,
): Promise<readonly [Customers, Pair]> {
  const on = await customersOf(world, number);
  const pair = await on.pair("Adatum");
  await people.remove("dataverse", [pair]);
  await people.job("POST /v1/errors/actions/find-deleted", { mapping: number });
  return [on, pair];
}
