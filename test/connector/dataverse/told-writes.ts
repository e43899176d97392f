import type { WireFields } from "../../../lib/domain/record.ts";
import type { Write } from "../../../lib/ports/business-app.ts";
import {
  accounts,
  anOrganisation,
  errorOf,
  idOf,
  type PartTold,
  recordOf,
  type Told,
} from "./organisation.ts";

export const create = (n: number, fields: WireFields = { name: "A" }): Write => ({
  kind: "create",
  plannedId: idOf(n),
  fields,
});

export const update = (n: number, fields: WireFields = { name: "A" }): Write => ({
  kind: "update",
  id: idOf(n),
  version: 'W/"1"',
  fields,
  keep: () => ({}),
});

export const remove = (n: number): Write => ({ kind: "delete", id: idOf(n), version: 'W/"1"' });

export const partOf = (status: number, code: string, message = "So it is."): PartTold => ({
  status,
  body: errorOf(code, message),
});

export const written = (n: number) => ({ kind: "written", record: recordOf(n) });

/** Writes once, to an organisation that answers the batch so. */
export async function writeTo(writes: readonly Write[], told: Told) {
  const { dataverse, asked } = await anOrganisation(() => told);
  return { report: await dataverse.write(accounts, writes), asked };
}
