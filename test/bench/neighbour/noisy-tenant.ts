import type { ErrorItem } from "../../../lib/domain/error/error-item.ts";
import { type CouplingId, couplingIdOf, RecordId } from "../../../lib/domain/ids.ts";
import { currency, customer, salespeople } from "../../world/creating-mappings.ts";
import { startWorld, type World } from "../../world/world.ts";

/** A tenant that works with a few of its customers, when all its others arrive at once. */
export interface NoisyTenant {
  readonly world: World;
  /** Conflicts that wait for a person, each to be resolved once. */
  readonly conflicts: ErrorItem[];
  /** Pairs in step. */
  readonly pairs: readonly CouplingId[];
  /** Customers that nobody has synchronized. */
  readonly changes: number;
}

export const noisy = customer.name;
export const quiet = currency.name;

const conflicts = 60;
const pairs = 20;

/** `changes` new customers in Business Central, and what a person may want to see to meanwhile. */
export async function startNoisyTenant(changes: number): Promise<NoisyTenant> {
  const world = await startWorld({ mappings: [salespeople, currency, customer] });
  world.sandboxes.businessCentral.seed(changes + conflicts + pairs, 7);
  world.pass(60);
  for (const { name } of [salespeople, currency]) await world.run(name);
  const some = await world.businessCentral.list("customers", `?$top=${conflicts + pairs}`);
  const ids = some.map(({ id }) => RecordId.parse(id));
  const side = "businessCentral" as const;
  await world.run(noisy, {
    kind: "couple",
    pairs: ids.map((id) => ({ side, id, create: true as const })),
  });
  const disputed = ids.slice(0, conflicts);
  const couplings = ids.map((id) => couplingIdOf(noisy, id));
  for (const id of disputed) await dispute(world, id);
  await world.run(noisy, { kind: "synchronizeCouplings", ids: couplings.slice(0, conflicts) });
  const listed = await world.app.store.errors.list(
    { mapping: noisy, kind: "updateConflict" },
    { limit: conflicts },
  );
  if (!listed.ok || listed.value.items.length < conflicts) throw new Error("Too few conflicts");
  return {
    world,
    conflicts: [...listed.value.items],
    pairs: couplings.slice(conflicts),
    changes,
  };
}

/** Both sides are edited, in the same field. */
async function dispute(world: World, id: RecordId): Promise<void> {
  const [coupling] = (
    await world.app.store.couplings.bySide(noisy, "businessCentral", [id])
  ).values();
  if (coupling === undefined) throw new Error(`Customer ${id} was not coupled`);
  await world.businessCentral.change("customers", id, { displayName: `Ours ${id.slice(0, 8)}` });
  await world.dataverse.change("accounts", coupling.ids.dataverse, {
    name: `Theirs ${id.slice(0, 8)}`,
  });
}
