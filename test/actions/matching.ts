import type { JobId, RecordId } from "../../lib/domain/ids.ts";
import type { JobRequest } from "../../lib/domain/job/job-request.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import type { Customers } from "../scenarios/customers.ts";
import { customer } from "../world/creating-mappings.ts";
import type { World } from "../world/world.ts";

/** A job of Match-Based Coupling. */
export const matching = (
  more: Partial<Extract<JobRequest, { kind: "match" }>> = {},
): JobRequest => ({
  kind: "match",
  createUnmatched: false,
  ...more,
});

/** The customer mapping with these fields matched by. */
export const matchedBy = (matches: Readonly<Record<string, { readonly priority: number }>>) => ({
  fields: customer.fields.map((field): TableMapping["fields"][number] => {
    if (field.kind === "constant") return field;
    const match = new Map(Object.entries(matches)).get(field.name);
    return { ...field, match: match && { ...match, caseSensitive: false } };
  }),
});

export const byPhone = matchedBy({ phone: { priority: 0 } });

/** The account that a customer is coupled with. */
export const dataverseIdOf = async (world: World, { mapping }: Customers, id: RecordId) =>
  (await world.app.store.couplings.bySide(mapping.name, "businessCentral", [id])).get(id)?.ids
    .dataverse;

export async function logOf(world: World, id: JobId) {
  const log = await world.app.store.history.ofJob(id, { limit: 1000 });
  if (!log.ok) throw new Error("no log");
  return log.value.items;
}
